package io.tuyere.token;

import io.tuyere.core.Failure;
import io.tuyere.core.Secret;
import io.tuyere.token.UpstreamToken.Login;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A cloud that answers when the test says so, and keeps count of who asked with what. */
final class FakeIssuer implements TokenIssuer {
    private final Queue<Promise<UpstreamToken>> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Object> asked = new ConcurrentLinkedQueue<>();
    private final Queue<UpstreamToken> ready = new ArrayDeque<>();

    @Override
    public Future<UpstreamToken> issue(@Nullable UpstreamToken current) {
        asked.add(current == null ? "nothing" : current.access().reveal());
        UpstreamToken prepared = ready.poll();
        if (prepared != null) {
            return Future.succeededFuture(prepared);
        }
        Promise<UpstreamToken> answer = Promise.promise();
        waiting.add(answer);
        return answer.future();
    }

    /** The next call is answered at once. */
    void prepare(UpstreamToken token) {
        ready.add(token);
    }

    /** Answers the call that waits longest. */
    void answer(UpstreamToken token) {
        waiting.remove().complete(token);
    }

    /** Refuses the call that waits longest. */
    void refuse(Failure failure) {
        waiting.remove().fail(failure.toException());
    }

    int calls() {
        return asked.size();
    }

    /** The access tokens that were renewed, {@code nothing} where there was none. */
    Queue<Object> asked() {
        return asked;
    }

    static UpstreamToken token(String access, long expiresAtMillis) {
        return new UpstreamToken(
                Secret.of(access), Secret.of("refresh-" + access), "uid", expiresAtMillis, Login.PROJECT);
    }
}
