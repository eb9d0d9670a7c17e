package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.wire.Remainder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.WriteStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WholeRepliesTest {
    private static final int MOST = 100;

    private final HeldBytes room = new HeldBytes(150);
    private final WholeReplies replies = new WholeReplies(MOST, room, CloudCodes.builtIn());
    private final Lifetime lifetime = new Lifetime(1_000, why -> {});
    private final Backpressure backpressure = new Backpressure();
    private final Slow rest = new Slow();

    /** A body that comes when the test says so. */
    private static final class Slow implements Remainder {
        private final Promise<Void> written = Promise.promise();
        private @Nullable WriteStream<Buffer> taker;
        private int drained;

        @Override
        public Future<Void> pipeTo(WriteStream<Buffer> to) {
            taker = to;
            return written.future();
        }

        @Override
        public boolean brokenOff() {
            return written.future().failed();
        }

        private WriteStream<Buffer> to() {
            return Objects.requireNonNull(taker);
        }

        Future<Void> comes(String text) {
            return to().write(Buffer.buffer(text)).onFailure(written::tryFail);
        }

        boolean mayReadOn() {
            boolean full = to().writeQueueFull();
            if (full) {
                to().drainHandler(again -> drained++);
            }
            return !full;
        }

        void ends() {
            to().end().onSuccess(written::complete).onFailure(written::tryFail);
        }
    }

    private Future<Reply> whole(String beginning) {
        Reply reply = new Reply(200, HttpHeaders.headers(), Buffer.buffer(beginning), rest, -1, Envelope.NONE);
        return replies.whole(reply, "eu", lifetime, backpressure);
    }

    private static Failure.Kind kind(Future<?> failed) {
        return ((FailureException) failed.cause()).failure().kind();
    }

    @Test
    void replyIsHeldUntilItIsReleased() {
        Future<Reply> reply = whole("{\"success\":");
        assertThat(rest.comes("false,\"code\":1106}").succeeded()).isTrue();
        rest.ends();

        assertThat(reply.result().envelope().code())
                .isEqualTo(CloudCodes.builtIn().find(1106, ""));
        assertThat(room.held()).isEqualTo(reply.result().head().length());
        replies.release(reply.result().head().length());
        assertThat(room.held()).isZero();
    }

    @Test
    void nothingIsReadOnWhileTheClientDoesNotKeepUp() {
        assertThat(whole("{").isComplete()).isFalse();
        assertThat(rest.mayReadOn()).isTrue();

        backpressure.set(true);
        assertThat(rest.mayReadOn()).isFalse();
        assertThat(rest.drained).isZero();

        backpressure.set(false);
        assertThat(rest.drained).isEqualTo(1);
        assertThat(rest.mayReadOn()).isTrue();
    }

    @Test
    void replyThatIsTooLongIsGivenUpWithItsRoom() {
        Future<Reply> reply = whole("{");

        assertThat(rest.comes("x".repeat(MOST)).failed()).isTrue();

        assertThat(kind(reply)).isEqualTo(Failure.Kind.REPLY_TOO_LARGE);
        assertThat(room.held()).isZero();
    }

    @Test
    void replyForWhichThereIsNoRoomIsGivenUp() {
        assertThat(room.tryTake(100)).isTrue();
        Future<Reply> reply = whole("{");

        assertThat(rest.comes("x".repeat(60)).failed()).isTrue();

        assertThat(kind(reply)).isEqualTo(Failure.Kind.OVERLOADED);
        assertThat(room.held()).isEqualTo(100);
    }

    @Test
    void callThatEndsGivesTheRoomBackAtOnce() {
        assertThat(whole("{\"a\":").isComplete()).isFalse();
        assertThat(room.held()).isEqualTo(5);

        lifetime.end(new Failure.ClientGone());

        assertThat(room.held()).isZero();
        assertThat(rest.mayReadOn()).isFalse();
    }

    @Test
    void answerThatIsPutTogetherIsKeptUntilItsCallEnds() {
        replies.keep(Buffer.buffer("x".repeat(120)), lifetime);
        assertThat(room.held()).isEqualTo(120);

        lifetime.complete();

        assertThat(room.held()).isZero();
    }
}
