package io.tuyere.upstream;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds back the reading of replies while whoever they are for does not keep up: what has not come by then stays on the wire.
 * Of one call; owner's event loop only.
 */
public final class Backpressure {
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean on;

    /** Whether nothing more is to be read for now. */
    public boolean on() {
        return on;
    }

    /** Holds reading back, or lets it go on. */
    public void set(boolean wanted) {
        on = wanted;
        if (!wanted) {
            List<Runnable> released = List.copyOf(waiting);
            waiting.clear();
            released.forEach(Runnable::run);
        }
    }

    /** Does something once reading may go on. */
    void whenOff(Runnable action) {
        waiting.add(action);
    }
}
