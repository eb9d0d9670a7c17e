package io.tuyere;

import io.tuyere.admin.TenantsResource;
import io.tuyere.config.Configuration;
import io.tuyere.config.TenantFormReader;
import io.tuyere.core.CountryTable;
import io.tuyere.core.Region;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Tenant;
import io.tuyere.gateway.Directories;
import io.tuyere.redis.RedisChannel;
import io.tuyere.redis.RedisState;
import io.tuyere.redis.SealedValues;
import io.tuyere.tenant.TenantEditor;
import io.tuyere.tenant.TenantFeed;
import io.tuyere.tenant.TenantParser;
import io.tuyere.tenant.TenantStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tenants that are kept in Redis, and the directory that follows them. */
record StoredTenants(TenantEditor editor, TenantFeed feed, Directories directories) {
    private static final Logger LOG = LoggerFactory.getLogger(StoredTenants.class);
    private static final int MOST_NAMED = 5;

    static StoredTenants of(Vertx vertx, Configuration configuration, SharedState state, Directories directories) {
        SealedValues values = new SealedValues(configuration.secrets().masterKeys());
        TenantStore store = new TenantStore(state.link(), values);
        TenantParser parser = parser(() -> directories.get().regions());
        RedisChannel changes = new RedisChannel(vertx, configuration.redis().orElseThrow(), TenantFeed.channel());
        TenantFeed.Listener listener = new TenantFeed.Listener() {
            @Override
            public void changed(Collection<Tenant> put, Collection<String> removed) {
                directories.change(put, removed);
            }

            @Override
            public void complete() {
                directories.complete();
            }
        };
        return new StoredTenants(
                new TenantEditor(store, parser),
                new TenantFeed(vertx, store, state.link(), changes, parser, listener),
                directories);
    }

    /** Reads tenants that are kept elsewhere than in a file, for the regions that there are when it is asked. */
    static TenantParser parser(Supplier<RegionTable> regions) {
        CountryTable countries = CountryTable.builtIn();
        return (id, form) -> {
            Set<String> ids = regions.get().all().stream().map(Region::id).collect(Collectors.toSet());
            TenantFormReader reader =
                    new TenantFormReader(ids, key -> countries.find(key).isPresent());
            TenantFormReader.Result result = reader.read(id, form);
            return new TenantParser.Parsed(result.tenant(), result.problems());
        };
    }

    /** Reads all tenants; completes after the first try, however it ended. */
    Future<Void> start() {
        return feed.start();
    }

    /** Why tenants are missing after {@link #start}, a line for each reason, for people; none when all were read. */
    List<String> missing(RedisState state) {
        if (!feed.loaded()) {
            return List.of("tenants cannot be read: " + (state.up() ? "redis did not answer in time" : state.reason()));
        }
        Map<String, List<String>> byReason = feed.skipped().entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, TreeMap::new, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        return byReason.entrySet().stream()
                .map(each -> each.getValue().size() + " cannot be read (" + shortened(each.getValue()) + "): "
                        + each.getKey())
                .toList();
    }

    private static String shortened(List<String> ids) {
        String first = String.join(", ", ids.subList(0, Math.min(MOST_NAMED, ids.size())));
        return ids.size() > MOST_NAMED ? first + ", …" : first;
    }

    Future<Void> close() {
        return feed.close();
    }

    TenantsResource.Kept kept() {
        return new TenantsResource.Kept(editor, feed);
    }

    /** Takes other tables; where regions came or went, tenants are read again. */
    void tables(RegionTable regions, CountryTable countries) {
        List<String> before = ids(directories.get().regions());
        directories.tables(regions, countries);
        if (!before.equals(ids(regions))) {
            feed.rereadAll().onFailure(lost -> LOG.warn("tenants are read again when redis is back", lost));
        }
    }

    private static List<String> ids(RegionTable regions) {
        return regions.all().stream().map(Region::id).sorted().toList();
    }

    /** What is missing, for people; empty when nothing is. */
    String lacking() {
        return feed.wiped() ? "tenants: redis has lost them, those known last are used" : "";
    }
}
