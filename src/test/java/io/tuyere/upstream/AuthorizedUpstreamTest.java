package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Failure;
import io.tuyere.observe.Meters;
import io.tuyere.token.MemoryTokenStore;
import io.tuyere.token.Tokens;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizedUpstreamTest {
    private static final long NOW = 1_700_000_000_000L;

    private final Tokens tokens = new Tokens(new MemoryTokenStore(), () -> NOW);

    private final Meters meters = new Meters();

    private AuthorizedUpstream authorizing(Replies far, Replies tokenCalls) {
        CloudTokens cloudTokens = new CloudTokens(
                Sample.region(1),
                tokenCalls,
                new Deadlines(new Ticker().vertx()),
                1_000,
                () -> NOW,
                meters.region("eu"));
        return new AuthorizedUpstream(far, tokens, cloudTokens, meters.region("eu"));
    }

    private static Future<Reply> token(String access) {
        return Sample.reply("{\"success\":true,\"result\":{\"access_token\":\"" + access
                + "\",\"refresh_token\":\"r\",\"expire_time\":7200,\"uid\":\"u\"}}");
    }

    private static List<String> tokensOf(Replies far) {
        return far.calls().stream()
                .map(Call::token)
                .map(token -> token == null ? "" : token.access().reveal())
                .toList();
    }

    @Test
    void callsShareTheTokenOfTheirSpeaker() {
        Replies far = Replies.of(Sample.success(), Sample.success());
        Replies tokenCalls = Replies.of(token("one"));
        AuthorizedUpstream upstream = authorizing(far, tokenCalls);

        assertThat(upstream.send(Sample.call(Sample.lifetime(), Sample.SPEAKER)).succeeded())
                .isTrue();
        assertThat(upstream.send(Sample.call(Sample.lifetime(), Sample.SPEAKER)).succeeded())
                .isTrue();

        assertThat(tokensOf(far)).containsExactly("one", "one");
        assertThat(tokenCalls.calls()).hasSize(1);
    }

    @Test
    void callWithoutASpeakerCarriesNone() {
        Replies far = Replies.of(Sample.success());

        assertThat(authorizing(far, Replies.of())
                        .send(Sample.call(Sample.lifetime()))
                        .succeeded())
                .isTrue();

        assertThat(tokensOf(far)).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(ints = {1010, 1011, 1012, 1400})
    void callWhoseTokenIsRefusedIsRepeatedWithAnother(int code) {
        Replies far = Replies.of(Sample.refusal(code, "token invalid", 1), Sample.success());

        Future<Reply> answer = authorizing(far, Replies.of(token("one"), token("two")))
                .send(Sample.call(Sample.lifetime(), Sample.SPEAKER));

        assertThat(answer.result().envelope().success()).isTrue();
        assertThat(tokensOf(far)).containsExactly("one", "two");
    }

    @Test
    void callIsRepeatedOnce() {
        Replies far = Replies.of(Sample.refusal(1010, "token invalid", 1), Sample.refusal(1010, "token invalid", 2));

        Future<Reply> answer = authorizing(far, Replies.of(token("one"), token("two")))
                .send(Sample.call(Sample.lifetime(), Sample.SPEAKER));

        assertThat(answer.result().envelope().t()).isEqualTo(2);
        assertThat(far.calls()).hasSize(2);
    }

    @Test
    void callIsNotSentWithoutItsToken() {
        Replies far = Replies.of();
        Failure broken = new Failure.UpstreamBroken("eu", "HTTP 500");

        Future<Reply> answer = authorizing(far, Replies.of(Future.failedFuture(broken.toException())))
                .send(Sample.call(Sample.lifetime(), Sample.SPEAKER));

        assertThat(answer.cause()).hasMessage("region-unavailable");
        assertThat(far.calls()).isEmpty();
    }
}
