package io.tuyere.sign;

import io.tuyere.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a call's signature costs: the text that it covers, making one, and checking a client's. */
@State(Scope.Thread)
public class SignatureBenchmark {
    private final CanonicalRequest canonical = new CanonicalRequest(new ContentHash());
    private final OutboundSigner signer = new OutboundSigner(canonical);
    private final InboundVerifier verifier = new InboundVerifier(canonical);
    private final Hmac key = new Hmac(Secret.of("0123456789abcdef0123456789abcdef"));
    private final Identity identity = new Identity(
            "client-id-0123456789",
            "0123456789abcdef0123456789abcdef",
            "1700000000000",
            "5138cc3a9033d69856923fd07b491173");
    private final SignableRequest read = request("GET", "");
    private final SignableRequest write = request("POST", "{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}");
    private final String right = signer.sign(read, identity, key);

    private static SignableRequest request(String method, String body) {
        return new SignableRequest(
                method,
                "/v1.0/devices/vdevo162098712345678/status",
                "page_no=1&page_size=20",
                body.getBytes(StandardCharsets.UTF_8),
                List.of());
    }

    @Benchmark
    public String text() {
        return canonical.text(read);
    }

    @Benchmark
    public String sign() {
        return signer.sign(read, identity, key);
    }

    @Benchmark
    public String signWithBody() {
        return signer.sign(write, identity, key);
    }

    @Benchmark
    public Optional<Dialect> verify() {
        return verifier.verify(read, identity, right, key, false);
    }
}
