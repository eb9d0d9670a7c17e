package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Secret;
import io.tuyere.observe.Meters;
import io.tuyere.token.TokenKey;
import io.tuyere.token.UpstreamToken;
import io.tuyere.token.UpstreamToken.Login;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudTokensTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final long LIMIT = 100;
    private static final TokenKey USER = new TokenKey.OfUser("tenant", "eu", "uid");
    private static final String TOKEN =
            "{\"success\":true,\"t\":1,\"result\":{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire_time\":7200,\"uid\":\"u\"}}";

    private final Ticker ticker = new Ticker();
    private final Deadlines deadlines = new Deadlines(ticker.vertx());

    private Future<UpstreamToken> ask(Upstream far, TokenKey speaker, @Nullable UpstreamToken current) {
        CloudTokens tokens =
                new CloudTokens(Sample.region(1), far, deadlines, LIMIT, () -> NOW, new Meters().region("eu"));
        return tokens.issuer(Sample.PROJECT, speaker).issue(current);
    }

    private static UpstreamToken held(Login login) {
        return new UpstreamToken(Secret.of("old"), Secret.of("old-refresh"), "u", NOW, login);
    }

    private static Failure failure(Future<UpstreamToken> failed) {
        assertThat(failed.cause()).isInstanceOf(FailureException.class);
        return ((FailureException) failed.cause()).failure();
    }

    @AfterEach
    void noClockRunsOn() {
        assertThat(deadlines.running()).isZero();
    }

    @Test
    void projectIsGrantedItsToken() {
        Replies far = Replies.of(Sample.reply(TOKEN));

        UpstreamToken token = ask(far, Sample.SPEAKER, null).result();

        assertThat(token.access().reveal()).isEqualTo("a");
        assertThat(token.expiresAtMillis()).isEqualTo(NOW + 7_200_000);
        assertThat(far.calls()).singleElement().satisfies(call -> {
            assertThat(call.method().name()).isEqualTo("GET");
            assertThat(call.target()).isEqualTo("/v1.0/token?grant_type=1");
            assertThat(call.speaker()).isNull();
            assertThat(call.lifetime().over()).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({"APP_USER, GET, /v1.0/token/old-refresh", "PROJECT_USER, POST, /v1.0/iot-03/users/token/old-refresh"})
    void userIsRenewedWhereTheySignedIn(Login login, String method, String target) {
        Replies far = Replies.of(Sample.reply(TOKEN));

        assertThat(ask(far, USER, held(login)).succeeded()).isTrue();

        assertThat(far.calls()).singleElement().satisfies(call -> {
            assertThat(call.method().name()).isEqualTo(method);
            assertThat(call.target()).isEqualTo(target);
        });
    }

    @Test
    void userWithoutATokenHasNoSession() {
        assertThat(failure(ask(Replies.of(), USER, null)).kind()).isEqualTo(Failure.Kind.TOKEN_INVALID);
    }

    @Test
    void refusalToAUserEndsTheSession() {
        Replies far = Replies.of(Sample.refusal(1010, "token invalid", 1));

        assertThat(failure(ask(far, USER, held(Login.APP_USER))).kind()).isEqualTo(Failure.Kind.TOKEN_INVALID);
    }

    @Test
    void refusalToAProjectIsTold() {
        Replies far = Replies.of(Sample.refusal(1004, "sign invalid", 1));

        assertThat(failure(ask(far, Sample.SPEAKER, null)))
                .isEqualTo(new Failure.ProjectRefused("eu", 1004, "sign invalid"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\":true}",
                "{\"success\":true,\"result\":null}",
                "{\"success\":true,\"result\":true}",
                "{\"success\":true,\"result\":{\"access_token\":1}}",
                "{\"success\":true,\"result\":{\"access_token\":\"a\",\"refresh_token\":\"r\"}}",
                "{\"success\":true,\"result\":{\"access_token\":\"a\"",
                "{}"
            })
    void answerWithoutATokenLeavesTheWaitingCallsUnexecuted(String json) {
        Failure failure = failure(ask(Replies.of(Sample.reply(json)), Sample.SPEAKER, null));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.REGION_UNAVAILABLE);
        assertThat(failure.mayHaveActed()).isFalse();
        assertThat(failure.detail()).contains("names no token");
    }

    @Test
    void brokenTokenCallLeavesTheWaitingCallsUnexecuted() {
        Failure broken = new Failure.UpstreamBroken("eu", "HTTP 502");

        Failure failure = failure(ask(Replies.of(Future.failedFuture(broken.toException())), Sample.SPEAKER, null));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.REGION_UNAVAILABLE);
        assertThat(failure.mayHaveActed()).isFalse();
        assertThat(failure.detail()).contains("HTTP 502");
    }

    @Test
    void tokenCallHasADeadlineOfItsOwn() {
        Promise<Reply> never = Promise.promise();
        Upstream far = call -> {
            call.lifetime()
                    .sending(() -> never.fail(new Failure.Deadline(Duration.ofMillis(LIMIT), true).toException()));
            return never.future();
        };

        Future<UpstreamToken> token = ask(far, Sample.SPEAKER, null);
        for (int i = 0; i < 10; i++) {
            ticker.tick();
        }

        assertThat(failure(token).kind()).isEqualTo(Failure.Kind.REGION_UNAVAILABLE);
        assertThat(failure(token).detail()).contains("within 100 ms");
    }

    @Test
    void otherFailuresPass() {
        Failure overloaded = new Failure.Overloaded("eu");

        assertThat(failure(ask(Replies.of(Future.failedFuture(overloaded.toException())), Sample.SPEAKER, null)))
                .isEqualTo(overloaded);
    }
}
