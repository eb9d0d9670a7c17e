package io.tuyere.upstream;

/**
 * How many calls a region takes at a time, learned from how long it takes for them.
 *
 * <p><b>Idea.</b> While a region has room, one call more takes no longer than the others. When it is full, calls queue in it, and
 * each takes longer. The ratio of the usual time to the present one, the <em>gradient</em>, is 1 in the first case and falls
 * below it in the second; the limit is moved by it (M. Jacobson's delay-based congestion control as in TCP Vegas; the form used
 * here is the second gradient limit of Netflix's concurrency-limits, whose own classes lock and read the system's clock).
 *
 * <p><b>State.</b> The limit, and the calls under way; the usual time, an average that follows with each window, down by a twentieth of its distance and up
 * by a six hundredth, since a time that grows is more often a queue than a new habit; and of the present window: when it began, how many answers it saw, their times added up, the most calls that were under way, and whether
 * the region dropped any.
 *
 * <p><b>Steps.</b> At the end of a window (a second at least, and ten answers at least):
 * <ol>
 *   <li>Calls were dropped: the limit falls by a tenth. Nothing else is learned from such a window.
 *   <li>Fewer calls were under way than half the limit: it was not the limit that held, and it stays.
 *   <li>Otherwise limit × gradient + √limit is what the limit should be, and it goes a fifth of the way. The gradient is
 *       usual × {@value #TOLERANCE} ÷ present, between ½ and 1, so that times may grow by half before anything happens, and one
 *       bad window halves nothing. The root is the queue that is let grow to find out whether there is more room.
 * </ol>
 * A region whose calls take longer for good is held down until the usual time has followed, which takes minutes; at the limit
 * then reached, the root still lets some through.
 *
 * <p><b>Invariant.</b> The limit is never below its least nor above its most, whatever it is told.
 *
 * <p>Time is told by the caller. Owner's event loop only.
 */
final class GradientLimit {
    private static final long WINDOW_NANOS = 1_000_000_000;
    private static final int WINDOW_ANSWERS = 10;
    private static final double TOLERANCE = 1.5;
    private static final double SMOOTHING = 0.2;
    private static final double AFTER_DROPS = 0.9;
    private static final double DOWN = 1 / 20.0;
    private static final double UP = 1 / 600.0;

    private final int least;
    private final int most;
    private double limit;
    private double usualNanos;

    private int underWay;

    private long windowBegan;
    private int answers;
    private double sumNanos;
    private int mostUnderWay;
    private boolean dropped;

    /**
     * A limit that nothing has taught.
     *
     * @param least it does not fall below
     * @param first where it begins
     * @param most it does not rise above
     */
    GradientLimit(int least, int first, int most) {
        this.least = Math.min(least, most);
        this.most = most;
        this.limit = Math.max(this.least, Math.min(first, most));
    }

    /** Calls that may be under way. */
    int limit() {
        return (int) limit;
    }

    /** Takes a place, to be given back by {@link #leave}; none is taken when all are. */
    boolean tryEnter() {
        if (underWay >= limit()) {
            return false;
        }
        underWay++;
        return true;
    }

    void leave() {
        underWay--;
    }

    /** Places that are taken. */
    int underWay() {
        return underWay;
    }

    /**
     * The region did what was asked.
     *
     * @param now in nanoseconds of any origin, never going back
     * @param tookNanos how long it took
     * @param underWay calls that were under way, this one among them
     */
    void answered(long now, long tookNanos, int underWay) {
        begin(now, underWay);
        answers++;
        sumNanos += tookNanos;
        end(now);
    }

    /** The region had time enough and did not answer, or said that it cannot. */
    void dropped(long now, int underWay) {
        begin(now, underWay);
        answers++;
        dropped = true;
        end(now);
    }

    private void begin(long now, int underWay) {
        if (answers == 0) {
            windowBegan = now;
        }
        mostUnderWay = Math.max(mostUnderWay, underWay);
    }

    private void end(long now) {
        if (answers >= WINDOW_ANSWERS && now - windowBegan >= WINDOW_NANOS) {
            if (dropped) {
                move(limit * AFTER_DROPS);
            } else {
                learn(sumNanos / answers);
            }
            answers = 0;
            sumNanos = 0;
            mostUnderWay = 0;
            dropped = false;
        }
    }

    private void learn(double presentNanos) {
        if (presentNanos <= 0) {
            return;
        }
        if (usualNanos == 0) {
            usualNanos = presentNanos;
        }
        double distance = presentNanos - usualNanos;
        usualNanos += distance * (distance < 0 ? DOWN : UP);
        if (mostUnderWay * 2 >= limit()) {
            double gradient = Math.max(0.5, Math.min(1, TOLERANCE * usualNanos / presentNanos));
            double wanted = limit * gradient + Math.sqrt(limit);
            move(limit + (wanted - limit) * SMOOTHING);
        }
    }

    private void move(double to) {
        limit = Math.max(least, Math.min(to, most));
    }
}
