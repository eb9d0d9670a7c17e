package io.tuyere.upstream;

import io.tuyere.observe.Meters;
import io.tuyere.wire.RequestHead;
import io.vertx.core.Future;
import java.util.Map;

/**
 * Sends a call as its client signed it, once: a signature belongs to its time, token and nonce, none of which the gateway can
 * change, and what the cloud refuses is for the client to see.
 */
final class RelayedUpstream implements Upstream {
    private final SignedUpstream.SignedTransport next;
    private final Meters.OfRegion meters;

    RelayedUpstream(SignedUpstream.SignedTransport next, Meters.OfRegion meters) {
        this.next = next;
        this.meters = meters;
    }

    @Override
    public Future<Reply> send(Call call) {
        meters.relayed();
        RequestHead head = next.head(call);
        for (Map.Entry<String, String> header : call.headers()) {
            head.header(header.getKey(), header.getValue());
        }
        return next.send(call, head);
    }
}
