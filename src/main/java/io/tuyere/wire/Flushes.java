package io.tuyere.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Puts flushes off to the end of an event loop's turn: what the turn has read is worked off first, then all that this wrote
 * leaves. A loop with little to do flushes as soon as before. Under load a peer is woken once for what would have woken it
 * several times, and waking a sleeping thread is the dearest part of sending to it. Its event loop only.
 */
public final class Flushes {
    private static final FastThreadLocal<Flushes> OF_THIS_LOOP = new FastThreadLocal<>() {
        @Override
        protected Flushes initialValue() {
            return new Flushes();
        }
    };

    private final Queue<ChannelHandlerContext> due = new ArrayDeque<>();

    private Flushes() {}

    /** Those of the event loop that calls this. */
    public static Flushes ofThisLoop() {
        return OF_THIS_LOOP.get();
    }

    /** Flushes this channel, from this place of its pipeline on, at the end of the turn. */
    public void later(ChannelHandlerContext channel) {
        if (due.isEmpty()) {
            channel.executor().execute(this::flush);
        }
        due.add(channel);
    }

    private void flush() {
        for (ChannelHandlerContext channel = due.poll(); channel != null; channel = due.poll()) {
            channel.flush();
        }
    }
}
