package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tuyere.core.Credential;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Secret;
import io.tuyere.core.Secrets;
import io.tuyere.observe.Meters;
import io.tuyere.sign.CanonicalRequest;
import io.tuyere.sign.ContentHash;
import io.tuyere.sign.Hmac;
import io.tuyere.sign.InboundVerifier;
import io.tuyere.token.GatewayTokens;
import io.tuyere.upstream.HmacKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final int DIGESTS_OF_AN_HMAC = 2;

    private final CountingDigest work = new CountingDigest();
    private final Meters meters = new Meters();
    private final ClientSecrets secrets = new ClientSecrets(meters, () -> NOW);

    @AutoClose
    private final Vertx vertx = Vertx.vertx();

    private final Identifier identifier = new Identifier(Given.jwtClients(vertx, NOW));
    private final Verifier verifier = new Verifier(
            new InboundVerifier(new CanonicalRequest(new ContentHash())),
            new HmacKeys(work),
            secrets,
            new TokenReader(new GatewayTokens(List.of(Secret.of(new byte[32])), () -> NOW), () -> NOW),
            meters,
            () -> NOW);

    /** Counts what it digests. */
    private static final class CountingDigest extends MessageDigest {
        private final MessageDigest real = Hmac.sha256();
        private int digests;

        CountingDigest() {
            super("SHA-256");
        }

        @Override
        protected void engineUpdate(byte input) {
            real.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            real.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            digests++;
            return real.digest();
        }

        @Override
        protected void engineReset() {
            real.reset();
        }
    }

    private static Exchange call(String method, String target, String accessId, String t, String sign) {
        return Given.call(method, target, "client_id", accessId, "t", t, "sign", sign, "sign_method", "HMAC-SHA256")
                .body(Buffer.buffer(method.equals("POST") ? "{}" : ""));
    }

    /** What the gateway does with a call up to the refusal, and the HMACs that it costs. */
    private int hmacs(Exchange exchange, Directory known, Class<? extends Failure> refused) {
        work.digests = 0;
        FailureException refusal = catchThrowableOfType(FailureException.class, () -> {
            Future<Client> identified = identifier.identify(exchange, known);
            if (identified.cause() instanceof FailureException unknown) {
                verifier.verifyUnknown(exchange);
                throw unknown;
            }
            exchange.identified(identified.result());
            verifier.verify(exchange);
        });
        assertThat(refusal.failure()).isInstanceOf(refused);
        return work.digests / DIGESTS_OF_AN_HMAC;
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1.0/devices/d1",
        "GET, /@eu/v1.0/devices/d1?b=2&a=1",
        "POST, /v1.0/devices/d1/commands",
        "GET, /v1.0/token?grant_type=1"
    })
    void unknownAccessIdCostsWhatAWrongSignatureCosts(String method, String target) {
        Directory known = Given.directory(Given.acme());
        String now = Long.toString(NOW);

        int wrong = hmacs(call(method, target, "acme-sdk", now, "F".repeat(64)), known, Failure.BadSignature.class);
        int unknown =
                hmacs(call(method, target, "nobody", now, "F".repeat(64)), known, Failure.UnknownCredential.class);

        assertThat(unknown).isEqualTo(wrong).isGreaterThan(1);
    }

    @Test
    void whatIsRefusedBeforeTheSignatureCostsNeitherOne() {
        Directory known = Given.directory(Given.acme());
        String path = "/v1.0/devices/d1";

        assertThat(hmacs(call("GET", path, "acme-sdk", "1700", "F"), known, Failure.StaleTime.class))
                .isZero();
        assertThat(hmacs(call("GET", path, "nobody", "1700", "F"), known, Failure.UnknownCredential.class))
                .isZero();
    }

    /** Nothing is compared with a key: whatever a client shows becomes a hash, which is looked up. */
    @Test
    void keyThatNobodyHasIsHashedAndLookedUpLikeAnyOther() {
        Directory known = Given.directory(Given.acme());

        assertThat(identifier.byKey("key", known)).isNotNull();
        assertThat(identifier.byKey("kez", known)).isNull();
        assertThat(hmacs(Given.get("/", "X-API-Key", "kez"), known, Failure.UnknownCredential.class))
                .isZero();
    }

    /** The usual call of a credential with two secrets costs as much as one with a single secret. */
    @Test
    void secretThatWasRightLastIsTriedFirst() {
        Secret newest = Secret.of("new-secret");
        Secret old = Secret.of("old-secret");
        Credential.Signed rotating = new Credential.Signed("sdk", new Secrets(newest, old), false, null);
        Directory known = Given.directory(Given.tenant("acme", "eu", Map.of(), List.of(rotating)));

        Client client = known.byAccessId("sdk").orElseThrow();
        assertThat(secrets.likeliestFirst(rotating)).containsExactly(newest, old);
        secrets.used(client, rotating, old);
        assertThat(secrets.likeliestFirst(rotating)).containsExactly(old, newest);
        secrets.used(client, rotating, newest);
        assertThat(secrets.likeliestFirst(rotating)).containsExactly(newest, old);
    }
}
