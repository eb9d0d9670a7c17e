package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.exec;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long the calls of a phase took, in nanoseconds, since a ratio of whole milliseconds says little. Any thread. */
final class Times {
    private static final String BEGUN = "begun";

    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    /** A call whose time counts here. */
    ChainBuilder of(HttpRequestActionBuilder call) {
        return exec(session -> session.set(BEGUN, System.nanoTime())).exec(call).exec(this::ended);
    }

    private Session ended(Session session) {
        nanos.add(System.nanoTime() - session.getLong(BEGUN));
        return session;
    }

    int count() {
        return nanos.size();
    }

    /** The time in milliseconds that so many percent of the calls did not exceed; zero without calls. */
    double percentile(double percent) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }

    /** A percentile here over the same percentile there, in percent; 999 where either has no calls. */
    int percentOf(Times other, double percentile) {
        if (count() == 0 || other.count() == 0) {
            return 999;
        }
        return (int) Math.round(100 * percentile(percentile) / other.percentile(percentile));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d calls, p50 %.2f ms, p95 %.2f ms, p99 %.2f ms",
                count(),
                percentile(50),
                percentile(95),
                percentile(99));
    }
}
