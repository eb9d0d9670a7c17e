package io.tuyere.upstream;

import io.tuyere.wire.Remainder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The body of a reply that is put together while it is written, piece by piece in the order in which they are added. While the
 * client does not keep up, nothing more is to be read of what it is put together from. Owner's event loop only.
 */
public final class GrowingBody {
    private final Backpressure backpressure;
    private final Queue<Piece> waiting = new ArrayDeque<>();
    private final Promise<Void> written = Promise.promise();
    private @Nullable WriteStream<Buffer> client;
    private @Nullable Buffer last;
    private boolean over;

    /** Nothing as yet; reading is held back until there is a client to write to. */
    public GrowingBody(Backpressure backpressure) {
        this.backpressure = backpressure;
        backpressure.set(true);
    }

    /**
     * A piece.
     *
     * @param done to be run once it is taken, or is of no use any more
     */
    private record Piece(Buffer bytes, Runnable done) {
        @Override
        public String toString() {
            return "Piece[" + bytes.length() + " bytes]";
        }
    }

    /** A reply in JSON with this body. */
    public Reply reply(int status, Buffer beginning) {
        return new Reply(
                status,
                HttpHeaders.headers().set(HttpHeaders.CONTENT_TYPE, "application/json"),
                beginning,
                new Rest(),
                -1,
                Envelope.NONE);
    }

    /**
     * Adds a piece.
     *
     * @param done is run once it is taken, or is of no use any more
     */
    public void add(Buffer bytes, Runnable done) {
        if (over) {
            done.run();
            return;
        }
        waiting.add(new Piece(bytes, done));
        write();
    }

    /** Adds the last piece. */
    public void end(Buffer bytes) {
        last = bytes;
        write();
    }

    /** Lets go of what is not written; a body without its end is never taken for a whole one. */
    public void giveUp(Throwable why) {
        over = true;
        waiting.forEach(piece -> piece.done.run());
        waiting.clear();
        written.tryFail(why);
    }

    private void write() {
        WriteStream<Buffer> to = client;
        if (to == null || over) {
            return;
        }
        while (!waiting.isEmpty() && !to.writeQueueFull()) {
            Piece piece = waiting.remove();
            to.write(piece.bytes).onFailure(written::tryFail).onComplete(done -> piece.done.run());
        }
        Buffer end = last;
        if (waiting.isEmpty() && end != null) {
            over = true;
            to.end(end).onSuccess(written::tryComplete).onFailure(written::tryFail);
            return;
        }
        boolean full = to.writeQueueFull();
        if (full) {
            to.drainHandler(drained -> write());
        }
        backpressure.set(full);
    }

    private final class Rest implements Remainder {
        @Override
        public Future<Void> pipeTo(WriteStream<Buffer> to) {
            client = to;
            write();
            return written.future();
        }

        /** Whoever it is put together from may break off: that is for its pieces to tell. */
        @Override
        public boolean brokenOff() {
            return false;
        }
    }
}
