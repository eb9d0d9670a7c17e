package io.tuyere.upstream;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The far end of a stack: gives the prepared replies one after the other, and keeps what it was sent. */
final class Replies implements Upstream, SignedUpstream.SignedTransport {
    private final Queue<Future<Reply>> prepared = new ArrayDeque<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<MultiMap> headers = new ArrayList<>();

    @SafeVarargs
    static Replies of(Future<Reply>... replies) {
        Replies far = new Replies();
        for (Future<Reply> reply : replies) {
            far.prepared.add(reply);
        }
        return far;
    }

    @Override
    public Future<Reply> send(Call call) {
        calls.add(call);
        return prepared.remove();
    }

    @Override
    public Future<Reply> send(Call call, MultiMap sent) {
        headers.add(sent);
        return send(call);
    }

    List<Call> calls() {
        return calls;
    }

    /** The values of a header, one for each attempt. */
    List<String> sent(String name) {
        return headers.stream().map(each -> each.get(name)).toList();
    }
}
