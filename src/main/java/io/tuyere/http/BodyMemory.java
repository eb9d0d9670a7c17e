package io.tuyere.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies of requests may take, of all calls together and as long as their calls last: many clients with bodies
 * that are each within the cap can be too much nevertheless. Of the whole process; any thread.
 */
public final class BodyMemory {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** So many bytes and no more. */
    public BodyMemory(long most) {
        this.most = most;
    }

    /** Bytes that are held. */
    public long held() {
        return held.get();
    }

    /** What one call holds of it: nothing as yet. */
    Share share() {
        return new Share();
    }

    /** What one call holds. Its event loop only. */
    final class Share {
        private long taken;

        private Share() {}

        /** Takes so many bytes more; none are taken when that would be too many. */
        boolean take(int bytes) {
            if (held.addAndGet(bytes) > most) {
                held.addAndGet(-bytes);
                return false;
            }
            taken += bytes;
            return true;
        }

        /** Gives everything back. */
        void end() {
            held.addAndGet(-taken);
            taken = 0;
        }
    }
}
