package io.tuyere.upstream;

import io.tuyere.wire.Remainder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayList;
import java.util.List;

/** A far side that answers when the test says so, and a call in flight for each that was sent. */
final class Held implements Upstream {
    private final List<Call> calls = new ArrayList<>();
    private final List<Promise<Reply>> answers = new ArrayList<>();

    @Override
    public Future<Reply> send(Call call) {
        Promise<Reply> answer = Promise.promise();
        calls.add(call);
        answers.add(answer);
        // As on the wire: what is broken off fails with what ended it.
        call.lifetime().sending(() -> answer.tryFail(call.lifetime().why().toException()));
        return answer.future();
    }

    /** Calls that came here. */
    int sent() {
        return calls.size();
    }

    Call call(int number) {
        return calls.get(number);
    }

    /** The answer to a call. */
    Promise<Reply> answer(int number) {
        return answers.get(number);
    }

    /** The beginning of an answer that is too long to be held. */
    static Reply streaming() {
        Remainder rest = new Remainder() {
            @Override
            public Future<Void> pipeTo(WriteStream<Buffer> to) {
                return to.end();
            }

            @Override
            public boolean brokenOff() {
                return false;
            }
        };
        return new Reply(200, HttpHeaders.headers(), Buffer.buffer("{"), rest, -1, Envelope.NONE);
    }
}
