package io.tuyere.tenant;

import io.tuyere.core.Tenant;
import io.tuyere.redis.RedisChannel;
import io.tuyere.redis.RedisLink;
import io.tuyere.tenant.TenantParser.Parsed;
import io.tuyere.tenant.TenantRecords.Opened;
import io.tuyere.tenant.TenantStore.Change;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the tenants in Redis. Every change has a revision, a number that only grows; the feed remembers the last one it has
 * seen and asks for what came after: when a change is announced, and every second in case an announcement was lost. Only what
 * changed is read. Its own event loop; records are opened on worker threads.
 *
 * <p>When Redis was away the feed compares revisions, and reads what differs: a server that took over may lack the last
 * changes. When the store was wiped, which its missing epoch shows, the tenants known last stay until somebody stores one.
 * A tenant that cannot be read is left out, or stays as it was known last, and is told by name.
 */
public final class TenantFeed {
    private static final Logger LOG = LoggerFactory.getLogger(TenantFeed.class);
    private static final int LOOK_MILLIS = 1_000;
    private static final int BATCH = 100;
    private static final int FETCHED = 250;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int INDEX_BATCH = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final TenantStore store;
    private final RedisLink link;
    private final RedisChannel announcements;
    private final TenantParser parser;
    private final Listener listener;

    private final long beganNanos = System.nanoTime();

    // The feed's event loop only.
    private final Map<String, Long> revisions = new HashMap<>();
    private String epoch = "";
    private long seen;
    private boolean compare = true;
    private boolean again;
    private @Nullable Promise<Void> running;
    private long timer = -1;

    private final Map<String, String> skipped = new ConcurrentHashMap<>();
    private volatile boolean loaded;
    private volatile boolean wiped;

    /** Told about the tenants; called on worker threads, one call after the other. */
    public interface Listener {
        /** Some tenants are new or different, some are gone. */
        void changed(Collection<Tenant> put, Collection<String> removed);

        /** All tenants have been told for the first time. */
        void complete();
    }

    /** A feed that does not follow yet. */
    public TenantFeed(
            Vertx vertx,
            TenantStore store,
            RedisLink link,
            RedisChannel announcements,
            TenantParser parser,
            Listener listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.store = store;
        this.link = link;
        this.announcements = announcements;
        this.parser = parser;
        this.listener = listener;
    }

    /** The channel that changes are announced on. */
    public static String channel() {
        return TenantKeys.CHANNEL;
    }

    /** Begins to follow; completes after the first try, however it ended. */
    public Future<Void> start() {
        announcements.listen(revision -> nudge());
        link.state()
                .whenUp(() -> context.runOnContext(up -> {
                    compare = true;
                    nudge();
                }));
        context.runOnContext(begun -> timer = vertx.setPeriodic(LOOK_MILLIS, due -> nudge()));
        return announcements.start().compose(tried -> catchUp()).otherwiseEmpty();
    }

    /** Ends following. */
    public Future<Void> close() {
        context.runOnContext(closing -> vertx.cancelTimer(timer));
        return announcements.close();
    }

    /** Whether all tenants were read once. */
    public boolean loaded() {
        return loaded;
    }

    /** Whether the store was emptied behind our back. */
    public boolean wiped() {
        return wiped;
    }

    /** Tenants that cannot be read, to why. */
    public Map<String, String> skipped() {
        return new TreeMap<>(skipped);
    }

    /** Number of tenants that cannot be read. */
    public int skippedCount() {
        return skipped.size();
    }

    /** Reads every tenant again, since what they are read against has changed. */
    public Future<Void> rereadAll() {
        return here(() -> {
            revisions.replaceAll((id, revision) -> 0L);
            compare = true;
            return begin();
        });
    }

    private void nudge() {
        catchUp().onFailure(lost -> {
            // The next look comes within a second.
        });
    }

    /** Reads what is new; whoever asks while it is being read waits until everything is there that was there when they asked. */
    public Future<Void> catchUp() {
        return here(this::begin);
    }

    /** Does something on the feed's event loop; the future completes on the caller's. */
    private Future<Void> here(Supplier<Future<Void>> work) {
        Context caller = vertx.getOrCreateContext();
        Promise<Void> asked = Promise.promise();
        context.runOnContext(due -> work.get().onComplete(done -> caller.runOnContext(back -> asked.handle(done))));
        return asked.future();
    }

    private Future<Void> begin() {
        if (running != null) {
            again = true;
            return running.future();
        }
        Promise<Void> mine = Promise.promise();
        running = mine;
        round().onComplete(done -> {
            running = null;
            mine.handle(done);
        });
        return mine.future();
    }

    private Future<Void> round() {
        again = false;
        return (compare ? compareAll() : next()).compose(read -> again ? round() : Future.succeededFuture());
    }

    private Future<Void> next() {
        return store.changes(seen, BATCH, true).compose(changes -> {
            if (!changes.epoch().equals(epoch) || changes.last() < seen || changes.floor() > seen) {
                return compareAll();
            }
            return take(changes.all(), true).compose(taken -> {
                if (!changes.all().isEmpty()) {
                    seen = changes.all().get(changes.all().size() - 1).revision();
                }
                return changes.all().size() == BATCH ? next() : Future.succeededFuture();
            });
        });
    }

    /** Finds out what differs by revisions alone, and reads that. */
    private Future<Void> compareAll() {
        compare = false;
        Index index = new Index();
        return index.read(0).compose(read -> differences(index)).onFailure(lost -> compare = true);
    }

    private Future<Void> differences(Index index) {
        if (index.epoch.isEmpty() && !revisions.isEmpty()) {
            return keepWhatIsKnown();
        }
        List<Change> gone = revisions.keySet().stream()
                .filter(id -> !index.revisions.containsKey(id))
                .map(id -> new Change(id, 0, new byte[0]))
                .toList();
        List<String> differing = index.revisions.entrySet().stream()
                .filter(each -> !each.getValue().equals(revisions.get(each.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        return take(gone, false)
                .compose(taken -> fetch(differing, index.revisions))
                .compose(fetched -> arrived(index));
    }

    private Future<Void> keepWhatIsKnown() {
        if (!wiped) {
            LOG.error("redis has lost its tenants, those known last stay; import them again, or restore redis");
            wiped = true;
        }
        compare = true;
        return Future.succeededFuture();
    }

    private Future<Void> arrived(Index index) {
        epoch = index.epoch;
        seen = index.since;
        wiped = false;
        if (loaded) {
            return next();
        }
        return vertx.executeBlocking(() -> {
                    listener.complete();
                    return true;
                })
                .compose(told -> {
                    loaded = true;
                    LOG.atInfo()
                            .addKeyValue("after_ms", (System.nanoTime() - beganNanos) / NANOS_PER_MILLI)
                            .addKeyValue("tenants", revisions.size())
                            .addKeyValue("skipped", skipped.size())
                            .log("tenants were read from redis");
                    return next();
                });
    }

    /** Which tenants there are, by revision. */
    private final class Index {
        private final Map<String, Long> revisions = new HashMap<>();
        private String epoch = "";
        private long since = -1;
        private long last;

        /** What changes while this reads is read again afterwards. */
        Future<Void> read(long after) {
            return store.changes(after, INDEX_BATCH, false).compose(page -> {
                epoch = page.epoch();
                since = since < 0 ? page.last() : since;
                page.all().forEach(this::add);
                return page.all().size() == INDEX_BATCH ? read(last) : Future.succeededFuture();
            });
        }

        private void add(Change change) {
            last = change.revision();
            if (change.removed()) {
                revisions.remove(change.id());
            } else {
                revisions.put(change.id(), change.revision());
            }
        }
    }

    private Future<Void> fetch(List<String> ids, Map<String, Long> index) {
        if (ids.isEmpty()) {
            return Future.succeededFuture();
        }
        List<String> first = ids.subList(0, Math.min(FETCHED, ids.size()));
        return store.records(first)
                .map(found -> found.stream()
                        .map(each -> new Change(each.id(), index.getOrDefault(each.id(), 0L), each.record()))
                        .toList())
                .compose(changes -> take(changes, false))
                .compose(taken -> fetch(ids.subList(first.size(), ids.size()), index));
    }

    private Future<Void> take(List<Change> changes, boolean told) {
        if (changes.isEmpty()) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(() -> apply(changes, told)).map(taken -> {
            for (Change change : changes) {
                if (change.removed()) {
                    revisions.remove(change.id());
                } else {
                    revisions.put(change.id(), change.revision());
                }
            }
            return null;
        });
    }

    /** On a worker thread. */
    private boolean apply(List<Change> changes, boolean told) {
        List<Tenant> put = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (Change change : changes) {
            if (change.removed()) {
                removed.add(change.id());
                skipped.remove(change.id());
            } else {
                Tenant tenant = read(change);
                if (tenant != null) {
                    put.add(tenant);
                }
            }
        }
        listener.changed(put, removed);
        if (told) {
            LOG.atInfo()
                    .addKeyValue("put", put.stream().map(Tenant::id).toList())
                    .addKeyValue("removed", removed)
                    .log("tenants changed");
        }
        return true;
    }

    private @Nullable Tenant read(Change change) {
        Opened opened = store.open(change);
        if (opened.form().isEmpty()) {
            return skip(change.id(), opened.trouble());
        }
        Parsed parsed = parser.parse(change.id(), opened.form().get());
        if (parsed.tenant().isEmpty()) {
            return skip(change.id(), String.join("; ", parsed.problems()));
        }
        skipped.remove(change.id());
        return parsed.tenant().get();
    }

    private @Nullable Tenant skip(String id, String why) {
        if (!why.equals(skipped.put(id, why))) {
            LOG.atWarn().addKeyValue("tenant", id).addKeyValue("reason", why).log("a tenant in redis cannot be read");
        }
        return null;
    }
}
