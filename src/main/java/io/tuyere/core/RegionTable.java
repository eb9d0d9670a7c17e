package io.tuyere.core;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The regions that calls can go to, found by name and by the hosts that clients address. Immutable; any thread. Facts and
 * sources: {@code regions.tsv} beside this class.
 */
public final class RegionTable {
    private static final RegionTable BUILT_IN = builtIn(Table.resource("regions.tsv"));

    private final List<Region> originals;
    private final List<Region> regions;

    private final Map<String, Region> byName;
    private final Map<String, Region> byAuthority;

    private RegionTable(List<Region> originals, List<Region> regions) {
        this.originals = List.copyOf(originals);
        this.regions = List.copyOf(regions);
        this.byName = names(this.regions);
        this.byAuthority = authorities(this.originals, this.regions, byName);
    }

    /** Tuya's own data centres. */
    public static RegionTable builtIn() {
        return BUILT_IN;
    }

    private static RegionTable builtIn(Table table) {
        List<Region> regions = table.rows().stream().map(RegionTable::region).toList();
        return new RegionTable(regions, regions);
    }

    private static Region region(Table.Row row) {
        return new Region(
                row.text("id"),
                row.text("display_name"),
                URI.create(row.text("base_url")),
                row.text("message_queue"),
                Set.copyOf(row.parts("aliases")),
                row.text("source"));
    }

    /** This table with the configuration's say over it: known regions keep their place, new ones follow in order. */
    public RegionTable with(List<RegionOverride> overrides) {
        Map<String, Region> overlaid = new LinkedHashMap<>();
        regions.forEach(region -> overlaid.put(region.id(), region));
        for (RegionOverride override : overrides) {
            Region known = byName.get(override.id());
            Region region = known == null ? added(override) : changed(known, override);
            overlaid.put(region.id(), region);
        }
        return new RegionTable(originals, new ArrayList<>(overlaid.values()));
    }

    private static Region changed(Region known, RegionOverride override) {
        return new Region(
                known.id(),
                orElse(override.displayName(), known.displayName()),
                override.baseUrl(),
                orElse(override.messageQueue(), known.messageQueue()),
                known.aliases(),
                "configuration");
    }

    private static Region added(RegionOverride override) {
        return new Region(
                override.id(),
                orElse(override.displayName(), override.id()),
                override.baseUrl(),
                orElse(override.messageQueue(), "unknown"),
                Set.of(),
                "configuration");
    }

    private static String orElse(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }

    /** Every region, in the order of the file, then of the configuration. */
    public List<Region> all() {
        return regions;
    }

    /** The region of an id or alias in any case, with or without space around it. */
    public Optional<Region> find(String idOrAlias) {
        return lookUp(byName, idOrAlias);
    }

    /**
     * The region that a Host header or the host of an absolute-form target addresses. Tuya's own hosts, with no port, 80 or
     * 443, mean their region even where the configuration gives it another address; that address means it with exactly its
     * port. An address that several regions share means none of them.
     */
    public Optional<Region> byAuthority(String hostHeader) {
        return lookUp(byAuthority, hostHeader);
    }

    /** The region of a {@code platform_url} in a login answer; empty for any other text. */
    public Optional<Region> byPlatformUrl(String url) {
        try {
            URI uri = new URI(url.strip());
            return uri.getHost() == null ? Optional.empty() : byAuthority(uri.getHost() + ":" + port(uri));
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    private static int port(URI uri) {
        int schemes = "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
        return uri.getPort() < 0 ? schemes : uri.getPort();
    }

    /** Asks for the text as it is first: that is the usual spelling, and costs nothing. */
    private static Optional<Region> lookUp(Map<String, Region> map, String key) {
        Region asWritten = map.get(key);
        return asWritten != null
                ? Optional.of(asWritten)
                : Optional.ofNullable(map.get(key.strip().toLowerCase(Locale.ROOT)));
    }

    private static Map<String, Region> names(List<Region> regions) {
        Map<String, Region> names = new HashMap<>();
        regions.forEach(region -> names.put(region.id(), region));
        regions.forEach(region -> region.aliases().forEach(alias -> names.putIfAbsent(alias, region)));
        return Map.copyOf(names);
    }

    private static Map<String, Region> authorities(
            List<Region> originals, List<Region> regions, Map<String, Region> byName) {
        Map<String, Region> authorities = new HashMap<>();
        Set<String> shared = new HashSet<>();
        for (Region region : regions) {
            for (String authority : addresses(region)) {
                if (authorities.putIfAbsent(authority, region) != null) {
                    shared.add(authority);
                }
            }
        }
        authorities.keySet().removeAll(shared);
        for (Region original : originals) {
            Region current = byName.getOrDefault(original.id(), original);
            for (String port : List.of("", ":80", ":443")) {
                authorities.put(original.host() + port, current);
            }
        }
        return Map.copyOf(authorities);
    }

    /** How clients write a region's address: with its port, and without where the scheme implies it. */
    private static Set<String> addresses(Region region) {
        return new HashSet<>(List.of(region.authority(), region.host() + ":" + region.port()));
    }
}
