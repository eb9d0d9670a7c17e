package io.tuyere.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.tuyere.observe.Meters;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers to reads whose facts hardly change, such as the specification of a device, each for the time that the configuration
 * gives its path. Of the whole process; the memory that it takes has a bound. Any thread.
 */
public final class ReplyCache {
    private static final CharSequence AGE = HttpHeaders.createOptimized("Age");
    private static final int OK = 200;
    private static final int BYTES_PER_HEADER = 100;

    private final Map<String, Long> keptMillis;
    private final LongSupplier elapsedMillis;
    private final Cache<ReadKey, Kept> replies;

    /**
     * An empty one.
     *
     * @param elapsedMillis a clock that never goes back, in milliseconds of any origin
     */
    public ReplyCache(ReadSettings settings, Meters meters, LongSupplier elapsedMillis) {
        this.keptMillis = settings.keptMillis();
        this.elapsedMillis = elapsedMillis;
        this.replies = Caffeine.newBuilder()
                .maximumWeight(settings.cacheBytes())
                .weigher((ReadKey key, Kept kept) -> key.weight() + kept.weight())
                .expireAfter(Expiry.creating((ReadKey key, Kept kept) -> kept.life()))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(elapsedMillis.getAsLong()))
                .executor(Runnable::run) // its upkeep is a few steps, for which no other thread is needed
                .build();
        meters.gauge("tuyere_replies_kept", "Answers that are kept for reads to come", replies::estimatedSize);
    }

    /** A whole reply that nobody changes any more. */
    private record Kept(Reply reply, long sinceMillis, long millis) {
        Duration life() {
            return Duration.ofMillis(millis);
        }

        int weight() {
            return reply.head().length() + BYTES_PER_HEADER * reply.headers().size();
        }
    }

    /** Whether there is anything that it would keep. */
    boolean used() {
        return !keptMillis.isEmpty();
    }

    /** How long answers to calls of this path template are kept, 0 for not at all. */
    long keptMillis(String template) {
        return keptMillis.getOrDefault(template, 0L);
    }

    /** The answer that is kept for reads like this, with its age; null for none. */
    @Nullable
    Reply find(ReadKey key) {
        Kept kept = replies.getIfPresent(key);
        if (kept == null) {
            return null;
        }
        Reply found = kept.reply().copy();
        long seconds = TimeUnit.MILLISECONDS.toSeconds(elapsedMillis.getAsLong() - kept.sinceMillis());
        found.headers().set(AGE, Long.toString(seconds));
        return found;
    }

    /** Keeps an answer if it is whole, and one that the cloud says is a success. */
    void keep(ReadKey key, Reply reply, long millis) {
        boolean success = reply.status() == OK
                && reply.rest() == null
                && reply.envelope().success()
                && reply.envelope().t() > 0; // only an envelope tells the time
        if (success) {
            replies.put(key, new Kept(reply.copy(), elapsedMillis.getAsLong(), millis));
        }
    }

    /** Number of answers that are kept. */
    long size() {
        replies.cleanUp();
        return replies.estimatedSize();
    }
}
