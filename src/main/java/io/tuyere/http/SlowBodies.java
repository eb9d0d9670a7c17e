package io.tuyere.http;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gives up request bodies that come too slowly on streams of HTTP/2, where one connection carries many: the stream ends, and the
 * others go on. All of an event loop are looked at a few times a second, so that none costs a timer. Owner's event loop only.
 */
public final class SlowBodies {
    private static final long ROUND_MILLIS = 250;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final EdgeSettings limits;
    private final List<Coming> coming = new ArrayList<>();
    private long timer = NO_TIMER;

    /** Of the event loop that calls this. */
    public SlowBodies(Vertx vertx, EdgeSettings limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** A body on its way in. */
    interface Body {
        /** How many have come. */
        long bytes();

        /** Whether nobody waits for more of it. */
        boolean over();

        /** Answers its call as one that took too long. */
        void giveUp();
    }

    private record Coming(Body body, long sinceMillis) {}

    /** Looks after a body whose headers have just come. */
    void watch(Body body) {
        coming.add(new Coming(body, elapsedMillis()));
        if (timer == NO_TIMER) {
            timer = vertx.setPeriodic(ROUND_MILLIS, fired -> round());
        }
    }

    private void round() {
        coming.removeIf(each -> each.body.over());
        long now = elapsedMillis();
        List<Coming> late = coming.stream()
                .filter(each -> limits.tooSlow(now - each.sinceMillis, each.body.bytes()))
                .toList();
        coming.removeAll(late);
        late.forEach(each -> each.body.giveUp());
        if (coming.isEmpty() && vertx.cancelTimer(timer)) {
            timer = NO_TIMER;
        }
    }

    private static long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
