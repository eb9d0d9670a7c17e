package io.tuyere.upstream;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.wire.Remainder;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes replies whole that are put together with others, within bounds: so many bytes each, and so many of the process. Any
 * thread; replies on the event loop that they came to.
 */
public final class WholeReplies {
    private final int mostBytes;
    private final HeldBytes room;
    private final CloudCodes codes;

    /**
     * Replies within these bounds.
     *
     * @param mostBytes of one reply
     * @param room for all of them
     */
    public WholeReplies(int mostBytes, HeldBytes room, CloudCodes codes) {
        this.mostBytes = mostBytes;
        this.room = room;
        this.codes = codes;
    }

    /**
     * The reply with its whole body, for which room is taken until {@link #release}; fails with {@code REPLY_TOO_LARGE} or
     * {@code OVERLOADED}, and then holds nothing.
     */
    public Future<Reply> whole(Reply reply, String region, Lifetime lifetime, Backpressure backpressure) {
        if (reply.length() > mostBytes) {
            return Future.failedFuture(new Failure.ReplyTooLarge(region, mostBytes).toException());
        }
        Remainder rest = reply.rest();
        return rest == null
                ? held(reply, reply.head(), region)
                : read(reply, rest, new Collector(region, lifetime, backpressure));
    }

    /** Gives back the room of replies that were made whole. */
    public void release(int bytes) {
        room.giveBack(bytes);
    }

    /** Takes room for an answer that was put together, until its call ends; fails with {@code OVERLOADED}. */
    public void keep(Buffer answer, Lifetime lifetime) {
        int bytes = answer.length();
        if (!room.tryTake(bytes)) {
            throw noRoom("several").toException();
        }
        lifetime.afterwards(() -> room.giveBack(bytes));
    }

    private Future<Reply> held(Reply reply, Buffer body, String region) {
        return room.tryTake(body.length())
                ? Future.succeededFuture(reply)
                : Future.failedFuture(noRoom(region).toException());
    }

    private static Failure noRoom(String region) {
        return new Failure.Overloaded(region, "answers of several regions take all the memory they may");
    }

    private Future<Reply> read(Reply reply, Remainder rest, Collector collector) {
        collector.lifetime.afterwards(collector::giveBackUnlessWhole);
        return collector
                .write(reply.head())
                .compose(begun -> rest.pipeTo(collector))
                .map(ended -> whole(reply, collector.body))
                .recover(cause -> Future.failedFuture(collector.dropped(cause)));
    }

    private Reply whole(Reply reply, Buffer body) {
        Envelope envelope = Envelope.read(body.getBytes(), codes);
        return new Reply(reply.status(), reply.headers(), body, null, body.length(), envelope);
    }

    /** Where a body is put together. Owner's event loop only. */
    private final class Collector implements WriteStream<Buffer> {
        private final String region;
        private final Lifetime lifetime;
        private final Backpressure backpressure;
        private final Buffer body = Buffer.buffer();
        private boolean whole;
        private boolean dropped;

        Collector(String region, Lifetime lifetime, Backpressure backpressure) {
            this.region = region;
            this.lifetime = lifetime;
            this.backpressure = backpressure;
        }

        @Override
        public Future<Void> write(Buffer chunk) {
            if (dropped || lifetime.over()) {
                return Future.failedFuture(lifetime.why().toException());
            }
            if (body.length() + chunk.length() > mostBytes) {
                return Future.failedFuture(new Failure.ReplyTooLarge(region, mostBytes).toException());
            }
            if (!room.tryTake(chunk.length())) {
                return Future.failedFuture(noRoom(region).toException());
            }
            body.appendBuffer(chunk);
            return Future.succeededFuture();
        }

        /** What was broken off with its call may still come to an end, without what nobody took. */
        @Override
        public Future<Void> end() {
            whole = !dropped && !lifetime.over();
            return whole
                    ? Future.succeededFuture()
                    : Future.failedFuture(lifetime.why().toException());
        }

        void giveBackUnlessWhole() {
            if (!whole && !dropped) {
                dropped = true;
                room.giveBack(body.length());
            }
        }

        Throwable dropped(Throwable cause) {
            giveBackUnlessWhole();
            return cause instanceof FailureException
                    ? cause
                    : new Failure.UpstreamBroken(region, "its answer broke off").toException();
        }

        @Override
        public boolean writeQueueFull() {
            return dropped || backpressure.on();
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int most) {
            return this;
        }

        @Override
        public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
            if (handler != null && !dropped) {
                backpressure.whenOff(() -> handler.handle(null));
            }
            return this;
        }
    }
}
