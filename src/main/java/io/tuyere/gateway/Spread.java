package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.core.Region;
import io.tuyere.core.Tenant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Several regions that a call names, by {@code X-Tuya-Region} or as the prefix of its path: {@code all} for every region of
 * the tenant, or a list such as {@code eu,us}.
 */
final class Spread {
    private static final String ALL = "all";

    private Spread() {}

    /** Whether a call names several regions. */
    static boolean asked(Exchange exchange) {
        String header = exchange.header(Router.REGION);
        return header.isEmpty() ? byPrefix(exchange) : names(header);
    }

    /** Whether it does so in a header, which a client cannot have by its base URL alone. */
    static boolean askedByHeader(Exchange exchange) {
        return names(exchange.header(Router.REGION));
    }

    private static boolean byPrefix(Exchange exchange) {
        String prefix = exchange.target().regionPrefix();
        return prefix != null && names(prefix);
    }

    /** Whether a text stands for several regions. */
    static boolean names(String text) {
        return text.indexOf(',') >= 0 || text.strip().equalsIgnoreCase(ALL);
    }

    /** The ways to them, in the order of the configuration for all of them, else in the order of the call. */
    static List<Route> routes(Exchange exchange, Directory directory) {
        Tenant tenant = exchange.client().tenant();
        String reason = askedByHeader(exchange) ? "header" : "prefix";
        List<Route> routes = new ArrayList<>();
        for (Region region : regions(text(exchange), tenant, directory)) {
            routes.add(tenant.project(region.id())
                    .filter(project -> tenant.regions().contains(region.id()))
                    .map(project -> new Route(region, project, reason, true))
                    .orElseThrow(
                            () -> new Failure.RegionNotEnabled(region.id(), reason, tenant.regions()).toException()));
        }
        return routes;
    }

    /** The ways to every region of a tenant. */
    static List<Route> everywhere(Tenant tenant, Directory directory) {
        List<Route> routes = new ArrayList<>();
        for (Region region : regions(ALL, tenant, directory)) {
            tenant.project(region.id()).ifPresent(project -> routes.add(new Route(region, project, ALL, true)));
        }
        return routes;
    }

    private static String text(Exchange exchange) {
        String header = exchange.header(Router.REGION);
        String prefix = exchange.target().regionPrefix();
        return !header.isEmpty() || prefix == null ? header : prefix;
    }

    private static Set<Region> regions(String text, Tenant tenant, Directory directory) {
        List<String> names = text.strip().equalsIgnoreCase(ALL) ? tenant.regions() : List.of(text.split(",", -1));
        Set<Region> regions = new LinkedHashSet<>();
        for (String name : names) {
            regions.add(Router.known(name.strip(), directory, tenant));
        }
        return regions;
    }
}
