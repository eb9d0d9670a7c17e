package io.tuyere.wire;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What is still to come of a body that is too long to be held. Nothing is read from the connection until somebody takes it,
 * and nothing faster than it is taken; what had come in by then is one receive buffer at most. The connection's event loop
 * only.
 */
final class PausedBody implements Remainder {
    private final Attempt attempt;
    private final Queue<Buffer> held = new ArrayDeque<>(2);
    private final Promise<Void> written = Promise.promise();
    private @Nullable WriteStream<Buffer> taker;
    private boolean ended;
    private @Nullable Throwable broken;

    PausedBody(Attempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public Future<Void> pipeTo(WriteStream<Buffer> to) {
        taker = to;
        held.forEach(chunk -> write(to, chunk));
        held.clear();
        if (ended) {
            end(to);
        } else if (broken != null) {
            written.tryFail(broken);
        } else {
            goOn(to);
        }
        return written.future();
    }

    @Override
    public boolean brokenOff() {
        return broken != null;
    }

    void came(ByteBuf bytes) {
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.readBytes(copy);
        Buffer chunk = Buffer.buffer(copy);
        if (taker == null) {
            held.add(chunk);
        } else {
            write(taker, chunk);
            goOn(taker);
        }
    }

    void ended() {
        ended = true;
        if (taker != null) {
            end(taker);
        }
    }

    void broke(Throwable cause) {
        broken = cause;
        if (taker != null) {
            written.tryFail(cause);
        }
    }

    private void write(WriteStream<Buffer> to, Buffer chunk) {
        to.write(chunk).onFailure(written::tryFail);
    }

    private void end(WriteStream<Buffer> to) {
        to.end().onSuccess(written::tryComplete).onFailure(written::tryFail);
    }

    private void goOn(WriteStream<Buffer> to) {
        boolean full = to.writeQueueFull();
        attempt.reads(!full);
        if (full) {
            to.drainHandler(drained -> attempt.reads(true));
        }
    }
}
