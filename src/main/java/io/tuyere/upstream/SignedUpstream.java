package io.tuyere.upstream;

import io.tuyere.core.CodeClass;
import io.tuyere.sign.Identity;
import io.tuyere.sign.OutboundSigner;
import io.tuyere.sign.SignableRequest;
import io.tuyere.sign.SignedHeader;
import io.tuyere.wire.RequestHead;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * Signs a call by the region's clock, anew for every attempt. A call that the cloud refuses because of its time is signed
 * once more with the time the cloud told; that is safe for writes too, since the cloud checks the time before it acts.
 */
final class SignedUpstream implements Upstream {
    private static final byte[] ALGORITHM = RequestHead.line(WireHeaders.SIGN_METHOD, WireHeaders.HMAC_SHA256);

    private final SignedTransport next;
    private final OutboundSigner signer;
    private final HmacKeys keys;
    private final RegionClock clock;
    private final Nonces nonces = new Nonces();

    SignedUpstream(SignedTransport next, OutboundSigner signer, HmacKeys keys, RegionClock clock) {
        this.next = next;
        this.signer = signer;
        this.keys = keys;
        this.clock = clock;
    }

    /** Sends a call whose head is complete. */
    interface SignedTransport {
        /** The head of the call's request, up to what is signed. */
        RequestHead head(Call call);

        Future<Reply> send(Call call, RequestHead head);
    }

    @Override
    public Future<Reply> send(Call call) {
        long sentMillis = clock.localMillis();
        return next.send(call, signed(call)).compose(reply -> heed(call, reply, sentMillis));
    }

    private Future<Reply> heed(Call call, Reply reply, long sentMillis) {
        clock.observe(reply.envelope().t(), sentMillis);
        if (!reply.envelope().is(CodeClass.CLOCK)) {
            return Future.succeededFuture(reply);
        }
        clock.correct(reply.envelope().t());
        long repeatedMillis = clock.localMillis();
        return next.send(call, signed(call))
                .onSuccess(answer -> clock.observe(answer.envelope().t(), repeatedMillis));
    }

    private RequestHead signed(Call call) {
        String token = call.token() == null ? "" : call.token().access().reveal();
        Identity identity =
                new Identity(call.project().accessId(), token, Long.toString(clock.millis()), nonces.next());
        SignableRequest request = new SignableRequest(
                call.method().name(), call.path(), call.query(), call.body().getBytes(), call.signedHeaders());
        RequestHead head = next.head(call);
        head.lines(ALGORITHM);
        head.header(WireHeaders.CLIENT_ID, identity.clientId());
        head.header(WireHeaders.T, identity.t());
        head.header(WireHeaders.NONCE, identity.nonce());
        head.header(
                WireHeaders.SIGN,
                signer.sign(request, identity, keys.of(call.project().secret())));
        if (!token.isEmpty()) {
            head.header(WireHeaders.ACCESS_TOKEN, token);
        }
        addSigned(head, call.signedHeaders());
        for (Map.Entry<String, String> header : call.headers()) {
            head.header(header.getKey(), header.getValue());
        }
        return head;
    }

    private static void addSigned(RequestHead head, List<SignedHeader> signed) {
        if (signed.isEmpty()) {
            return;
        }
        StringBuilder names = new StringBuilder();
        for (SignedHeader header : signed) {
            head.header(header.name(), header.value());
            names.append(names.isEmpty() ? "" : ":").append(header.name());
        }
        head.header(WireHeaders.SIGNATURE_HEADERS, names.toString());
    }
}
