package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Failure;
import io.tuyere.core.Secret;
import io.tuyere.sign.CanonicalRequest;
import io.tuyere.sign.ContentHash;
import io.tuyere.sign.OutboundSigner;
import io.tuyere.token.UpstreamToken;
import io.tuyere.token.UpstreamToken.Login;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class SignedUpstreamTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final long CLOUD_TIME = NOW + 3_600_000;

    private final RegionClock clock = new RegionClock(() -> NOW);

    private SignedUpstream signing(Replies far) {
        return new SignedUpstream(
                far, new OutboundSigner(new CanonicalRequest(new ContentHash())), new HmacKeys(), clock);
    }

    @Test
    void everyAttemptCarriesASignatureOfItsOwn() {
        Replies far = Replies.of(Sample.success(), Sample.success());
        SignedUpstream upstream = signing(far);

        assertThat(upstream.send(Sample.call(Sample.lifetime())).succeeded()).isTrue();
        assertThat(upstream.send(Sample.call(Sample.lifetime())).succeeded()).isTrue();

        assertThat(far.sent("client_id")).containsOnly("access-id");
        assertThat(far.sent("sign_method")).containsOnly("HMAC-SHA256");
        assertThat(far.sent("t")).containsOnly(Long.toString(NOW));
        assertThat(far.sent("access_token")).containsOnly("");
        assertThat(far.sent("nonce")).doesNotHaveDuplicates();
        assertThat(far.sent("sign")).doesNotHaveDuplicates().allMatch(sign -> sign.matches("[0-9A-F]{64}"));
    }

    @Test
    void tokenGoesAlong() {
        Replies far = Replies.of(Sample.success());
        UpstreamToken token = new UpstreamToken(Secret.of("token"), Secret.of("refresh"), "uid", NOW, Login.PROJECT);

        assertThat(signing(far).send(Sample.call(Sample.lifetime()).with(token)).succeeded())
                .isTrue();

        assertThat(far.sent("access_token")).containsExactly("token");
    }

    @Test
    void callWithTheWrongTimeIsSignedAgainWithTheCloudsTime() {
        Replies far = Replies.of(Sample.refusal(1013, "request time is invalid", CLOUD_TIME), Sample.success());

        Future<Reply> answer = signing(far).send(Sample.call(Sample.lifetime()));

        assertThat(answer.result().envelope().success()).isTrue();
        assertThat(far.sent("t")).containsExactly(Long.toString(NOW), Long.toString(CLOUD_TIME));
        assertThat(clock.millis()).isEqualTo(CLOUD_TIME);
    }

    @Test
    void timeIsCorrectedOnce() {
        Replies far = Replies.of(
                Sample.refusal(1013, "request time is invalid", CLOUD_TIME),
                Sample.refusal(1013, "request time is invalid", CLOUD_TIME));

        Future<Reply> answer = signing(far).send(Sample.call(Sample.lifetime()));

        assertThat(answer.result().envelope().success()).isFalse();
        assertThat(far.calls()).hasSize(2);
    }

    @Test
    void otherRefusalsAndFailuresPass() {
        Failure broken = new Failure.UpstreamBroken("eu", "reset");
        Replies far = Replies.of(
                Sample.refusal(1106, "permission deny", CLOUD_TIME), Future.failedFuture(broken.toException()));
        SignedUpstream upstream = signing(far);

        assertThat(upstream.send(Sample.call(Sample.lifetime()))
                        .result()
                        .envelope()
                        .message())
                .isEqualTo("permission deny");
        assertThat(upstream.send(Sample.call(Sample.lifetime())).cause()).hasMessage("upstream-broken");
        assertThat(far.calls()).hasSize(2);
    }
}
