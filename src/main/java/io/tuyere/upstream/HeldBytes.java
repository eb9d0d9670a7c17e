package io.tuyere.upstream;

import java.util.concurrent.atomic.AtomicLong;

/** Memory for replies that are held whole, counted for all calls of the process together. Any thread. */
public final class HeldBytes {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** Room for so many bytes. */
    public HeldBytes(long most) {
        this.most = most;
    }

    /** Takes room, if there is enough. */
    public boolean tryTake(long bytes) {
        long before = held.getAndUpdate(taken -> taken + bytes > most ? taken : taken + bytes);
        return before + bytes <= most;
    }

    /** Gives room back. */
    public void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Bytes that are taken. */
    public long held() {
        return held.get();
    }
}
