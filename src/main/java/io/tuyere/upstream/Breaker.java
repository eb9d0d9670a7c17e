package io.tuyere.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.tuyere.upstream.BreakerState.Position;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One circuit breaker: resilience4j's, with two things added that it does not have. Any thread.
 *
 * <ul>
 *   <li><b>Late results are dropped.</b> A permit belongs to the <em>generation</em> in which it was given; each change of state
 *       begins another one. So the success of a call from before the trouble closes nothing, and its return frees no place
 *       that it never took.
 *   <li><b>A probe has a deadline by the breaker's own clock.</b> Should its result never come, the next call counts it as
 *       failed; resilience4j would start a thread that watches real time.
 * </ul>
 *
 * <p>While it is closed a permit costs two volatile reads. Otherwise permits are given under a lock, of which nobody holds more
 * than a few instructions.
 */
final class Breaker {
    private static final long NEVER = Long.MIN_VALUE;

    private final BreakerKey key;
    private final BreakerRule rule;
    private final LongSupplier nowMillis;
    private final BiConsumer<Breaker, Position> onChange;
    private final CircuitBreaker circuit;
    private final AtomicLong generation = new AtomicLong();

    private volatile Cause cause = Cause.NONE;
    private volatile int openings;
    private volatile long probeAtMillis;
    private volatile long changedAtMillis;
    private volatile long probedAtMillis;

    /**
     * A closed breaker.
     *
     * @param nowMillis a clock that never goes back, in milliseconds of any origin
     * @param onChange is told where it stands now, whenever that changes
     */
    Breaker(BreakerKey key, BreakerRule rule, LongSupplier nowMillis, BiConsumer<Breaker, Position> onChange) {
        this.key = key;
        this.rule = rule;
        this.nowMillis = nowMillis;
        this.onChange = onChange;
        this.changedAtMillis = NEVER;
        this.circuit = CircuitBreaker.of(key.toString(), config(rule, new MillisClock(nowMillis)));
        circuit.getEventPublisher()
                .onStateTransition(event -> changed(
                        event.getStateTransition().getFromState(),
                        event.getStateTransition().getToState()));
    }

    private static CircuitBreakerConfig config(BreakerRule rule, Clock clock) {
        return CircuitBreakerConfig.custom()
                .slidingWindow(rule.window(), rule.least(), SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(rule.percent())
                .waitIntervalFunctionInOpenState(openings -> rule.pauseMillis(openings))
                .permittedNumberOfCallsInHalfOpenState(1)
                .recordResult(result -> result == Verdict.BAD)
                .clock(clock)
                .build();
    }

    /**
     * What a failure was.
     *
     * @param code the cloud's, 0 for none
     */
    record Cause(String words, int code) {
        static final Cause NONE = new Cause("", 0);
    }

    /** Leave for one call, to be settled exactly once; null when the breaker is open. */
    @Nullable
    Permit tryAcquire() {
        long now = generation.get();
        if (circuit.getState() == State.CLOSED) {
            return new Permit(now);
        }
        return tryProbe();
    }

    private synchronized @Nullable Permit tryProbe() {
        if (circuit.getState() == State.HALF_OPEN && nowMillis.getAsLong() - probedAtMillis >= probeLimitMillis()) {
            circuit.transitionToOpenState();
        }
        if (!circuit.tryAcquirePermission()) {
            return null;
        }
        probedAtMillis = nowMillis.getAsLong();
        return new Permit(generation.get());
    }

    private long probeLimitMillis() {
        return rule.probeLimit().toMillis();
    }

    /** Leave for one call. Its owner's event loop only. */
    final class Permit {
        private final long given;
        private boolean settled;

        private Permit(long given) {
            this.given = given;
        }

        /** Gives it back with what the call showed; a second time changes nothing. */
        void settle(Verdict verdict, Cause why) {
            if (settled) {
                return;
            }
            settled = true;
            if (given != generation.get()) {
                return;
            }
            if (verdict == Verdict.NONE) {
                circuit.releasePermission();
            } else {
                if (verdict == Verdict.BAD) {
                    cause = why;
                }
                circuit.onResult(0, TimeUnit.MILLISECONDS, verdict);
            }
        }
    }

    private void changed(State from, State to) {
        generation.incrementAndGet();
        changedAtMillis = nowMillis.getAsLong();
        if (to == State.OPEN) {
            int times = from == State.HALF_OPEN ? openings + 1 : 1;
            openings = times;
            probeAtMillis = nowMillis.getAsLong() + rule.pauseMillis(times);
        }
        onChange.accept(this, position(to));
    }

    BreakerKey key() {
        return key;
    }

    /** What failed last. */
    Cause cause() {
        return cause;
    }

    Position position() {
        return position(circuit.getState());
    }

    private static Position position(State state) {
        return switch (state) {
            case CLOSED, METRICS_ONLY -> Position.CLOSED;
            case OPEN -> Position.OPEN;
            case HALF_OPEN -> Position.PROBING;
            case FORCED_OPEN -> Position.HELD_OPEN;
            case DISABLED -> Position.HELD_CLOSED;
        };
    }

    /** Milliseconds until a call may try again, 0 when one may now or nobody knows. */
    long probeInMillis() {
        return position() == Position.OPEN ? Math.max(0, probeAtMillis - nowMillis.getAsLong()) : 0;
    }

    BreakerState state() {
        return new BreakerState(key, position(), cause.words(), cause.code(), probeInMillis(), sinceMillis());
    }

    private long sinceMillis() {
        long changed = changedAtMillis;
        return changed == NEVER ? 0 : nowMillis.getAsLong() - changed;
    }

    /** Lets nothing pass until {@link #reset}. */
    synchronized void holdOpen() {
        circuit.transitionToForcedOpenState();
    }

    /** Lets everything pass until {@link #reset}. */
    synchronized void holdClosed() {
        circuit.transitionToDisabledState();
    }

    /** Closes it, with nothing remembered. */
    synchronized void reset() {
        circuit.reset();
        cause = Cause.NONE;
    }
}
