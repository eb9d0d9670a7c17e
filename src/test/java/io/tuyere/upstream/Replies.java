package io.tuyere.upstream;

import io.tuyere.wire.RequestHead;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;

/** The far end of a stack: gives the prepared replies one after the other, and keeps what it was sent. */
final class Replies implements Upstream, SignedUpstream.SignedTransport {
    private final Queue<Future<Reply>> prepared = new ArrayDeque<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<RequestHead> heads = new ArrayList<>();

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
    public RequestHead head(Call call) {
        RequestHead head = new RequestHead();
        head.begin(call.method().name(), call.path(), call.query());
        return head;
    }

    @Override
    public Future<Reply> send(Call call, RequestHead head) {
        heads.add(head);
        return send(call);
    }

    List<Call> calls() {
        return calls;
    }

    /** The values of a header, one for each attempt. */
    List<String> sent(String name) {
        return heads.stream().map(head -> value(head, name)).toList();
    }

    private static String value(RequestHead head, String name) {
        return new String(head.bytes(), StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .collect(Collectors.joining(", "));
    }
}
