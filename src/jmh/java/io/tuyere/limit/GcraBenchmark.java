package io.tuyere.limit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the arithmetic of a permit costs. */
@State(Scope.Thread)
public class GcraBenchmark {
    private final Gcra rate = Gcra.of(1_000_000, 1_000);
    private long arrival;
    private long now;

    @Benchmark
    public long next() {
        now += 1_000;
        arrival = rate.next(arrival, now, 1);
        return arrival;
    }
}
