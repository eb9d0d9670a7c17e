package io.tuyere.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tuyere.core.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes of a single instance, which forgets them when it stops. When it remembers as many as it may, new writes are refused:
 * to forget an old one early would be to send it twice. Any thread.
 */
public final class MemoryOutcomes implements Outcomes {
    private static final long MOST = 10_000;

    private final Cache<String, Entry> records =
            Caffeine.newBuilder().expireAfterAccess(REMEMBERED).build();
    private final LongSupplier nowMillis;

    /**
     * Nothing as yet.
     *
     * @param nowMillis a clock in milliseconds since the epoch
     */
    public MemoryOutcomes(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
    }

    @Override
    public Future<Map<String, Outcome>> begin(Write write, String fingerprint, List<String> regions, long leaseMillis) {
        if (records.estimatedSize() >= MOST && records.getIfPresent(write.name()) == null) {
            records.cleanUp();
            if (records.estimatedSize() >= MOST) {
                return Future.failedFuture(new Failure.OutcomesUnavailable().toException());
            }
        }
        return records.get(write.name(), name -> new Entry(fingerprint))
                .begin(write, fingerprint, regions, nowMillis.getAsLong(), leaseMillis);
    }

    @Override
    public Future<Void> ended(Write write, String region, Outcome outcome) {
        Entry entry = records.getIfPresent(write.name());
        if (entry != null) {
            entry.ended(region, outcome);
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> close(Write write) {
        Entry entry = records.getIfPresent(write.name());
        if (entry != null) {
            entry.close(write);
        }
        return Future.succeededFuture();
    }

    private static final class Entry {
        private final String fingerprint;
        private final Map<String, Outcome> outcomes = new HashMap<>();
        private @Nullable String owner;
        private long leaseEndsMillis;

        Entry(String fingerprint) {
            this.fingerprint = fingerprint;
        }

        synchronized Future<Map<String, Outcome>> begin(
                Write write, String content, List<String> regions, long nowMillis, long leaseMillis) {
            if (!fingerprint.equals(content)) {
                return Future.failedFuture(new Failure.KeyReused().toException());
            }
            if (owner != null && leaseEndsMillis > nowMillis) {
                return Future.failedFuture(new Failure.KeyInUse(leaseEndsMillis - nowMillis).toException());
            }
            owner = write.owner();
            leaseEndsMillis = nowMillis + leaseMillis;
            Map<String, Outcome> known = new LinkedHashMap<>();
            for (String region : regions) {
                Outcome outcome = outcomes.get(region);
                if (outcome == null || outcome.state() == Outcome.State.NOT_ACTED) {
                    outcomes.put(region, new Outcome(Outcome.State.UNKNOWN, Buffer.buffer()));
                } else {
                    known.put(region, outcome);
                }
            }
            return Future.succeededFuture(known);
        }

        synchronized void ended(String region, Outcome outcome) {
            outcomes.put(region, outcome);
        }

        synchronized void close(Write write) {
            if (write.owner().equals(owner)) {
                owner = null;
            }
        }
    }
}
