package io.tuyere.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps repeated calls to a fifth of the others, so that retries help against a stumble and do not make a fall worse. Every
 * call pays a fifth of a retry in; a retry takes a whole one out when it is scheduled, not when it is sent. A small reserve
 * lets quiet regions retry too. One per region for the whole process; any thread.
 */
final class RetryBudget {
    private static final int WHOLE = 5;
    private static final int RESERVE = 20 * WHOLE;

    private final AtomicInteger fifths = new AtomicInteger(RESERVE);

    /** A call that is no retry. */
    void called() {
        if (fifths.get() < RESERVE) {
            fifths.updateAndGet(held -> Math.min(held + 1, RESERVE));
        }
    }

    /** Part of the reserve that is there, 0 to 1. */
    double remainingRatio() {
        return (double) fifths.get() / RESERVE;
    }

    /** Takes a retry out, if there is one. */
    boolean tryTake() {
        return fifths.getAndUpdate(held -> held >= WHOLE ? held - WHOLE : held) >= WHOLE;
    }
}
