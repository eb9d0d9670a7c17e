package io.tuyere.upstream;

import io.tuyere.core.CodeClass;
import io.tuyere.sign.Identity;
import io.tuyere.sign.OutboundSigner;
import io.tuyere.sign.SignableRequest;
import io.tuyere.sign.SignedHeader;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/**
 * Signs a call by the region's clock, anew for every attempt. A call that the cloud refuses because of its time is signed
 * once more with the time the cloud told; that is safe for writes too, since the cloud checks the time before it acts.
 */
final class SignedUpstream implements Upstream {
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

    /** Sends a call whose headers are complete. */
    @FunctionalInterface
    interface SignedTransport {
        Future<Reply> send(Call call, MultiMap headers);
    }

    @Override
    public Future<Reply> send(Call call) {
        return attempt(call).compose(reply -> {
            if (!reply.envelope().is(CodeClass.CLOCK)) {
                return Future.succeededFuture(reply);
            }
            clock.correct(reply.envelope().t());
            return attempt(call);
        });
    }

    private Future<Reply> attempt(Call call) {
        long sentMillis = clock.localMillis();
        return next.send(call, headers(call))
                .onSuccess(reply -> clock.observe(reply.envelope().t(), sentMillis));
    }

    private MultiMap headers(Call call) {
        String token = call.token() == null ? "" : call.token().access().reveal();
        Identity identity =
                new Identity(call.project().accessId(), token, Long.toString(clock.millis()), nonces.next());
        SignableRequest request = new SignableRequest(
                call.method().name(), call.path(), call.query(), call.body().getBytes(), call.signedHeaders());
        MultiMap headers = HttpHeaders.headers()
                .set(WireHeaders.CLIENT_ID, identity.clientId())
                .set(WireHeaders.SIGN_METHOD, WireHeaders.HMAC_SHA256)
                .set(WireHeaders.T, identity.t())
                .set(WireHeaders.NONCE, identity.nonce())
                .set(
                        WireHeaders.SIGN,
                        signer.sign(request, identity, keys.of(call.project().secret())));
        if (!token.isEmpty()) {
            headers.set(WireHeaders.ACCESS_TOKEN, token);
        }
        addSigned(headers, call.signedHeaders());
        for (Map.Entry<String, String> header : call.headers()) {
            headers.add(header.getKey(), header.getValue());
        }
        return headers;
    }

    private static void addSigned(MultiMap headers, List<SignedHeader> signed) {
        if (signed.isEmpty()) {
            return;
        }
        StringBuilder names = new StringBuilder();
        for (SignedHeader header : signed) {
            headers.set(header.name(), header.value());
            names.append(names.isEmpty() ? "" : ":").append(header.name());
        }
        headers.set(WireHeaders.SIGNATURE_HEADERS, names.toString());
    }
}
