package io.tuyere.limit;

import io.vertx.core.Future;

/** Gives out permits at a rate. Any thread; futures complete on the caller's event loop, most often at once, and never fail. */
public interface Limiter {
    /** Takes a permit, if there is one. */
    Future<Verdict> take();

    /** What {@link #take} would find, as far as this process knows without asking; takes nothing. */
    Verdict look();

    /** Takes back a permit that was not used. */
    void giveBack();

    /** Halves the rate for a while, because whoever is protected by it says that it is too high. */
    void slowDown();

    /** The rate at present. */
    Gcra rate();

    /** What this process can count on when all others take their part too. */
    Gcra share();
}
