package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryPolicyTest {
    private static final Failure CLOSED = new Failure.UpstreamBroken("eu", "the connection was closed");

    private final RetryPolicy policy = new RetryPolicy(bound -> bound - 1);

    @Test
    void whatWasNotSentIsSentAgainWhateverTheMethod() {
        Failure refused = new Failure.RegionUnavailable("eu", "connection refused");

        assertThat(policy.after(refused, HttpMethod.POST, 0)).isEqualTo(new RetryPolicy.Retry("not-connected", 50));
        assertThat(policy.after(refused, HttpMethod.POST, 1)).isEqualTo(new RetryPolicy.Retry("not-connected", 100));
        assertThat(policy.after(refused, HttpMethod.POST, 2)).isNull();
    }

    @Test
    void aReadOnAConnectionThatCloseIsRepeatedAtOnce() {
        assertThat(policy.after(CLOSED, HttpMethod.GET, 0)).isEqualTo(new RetryPolicy.Retry("closed", 0));
        assertThat(policy.after(CLOSED, HttpMethod.HEAD, 1)).isEqualTo(new RetryPolicy.Retry("closed", 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void aWriteWhoseBytesLeftIsNeverRepeated(String method) {
        HttpMethod write = HttpMethod.valueOf(method);

        assertThat(policy.after(CLOSED, write, 0)).isNull();
        assertThat(policy.after(new Failure.UpstreamBroken("eu", "HTML", 503, 0), write, 0))
                .isNull();
        assertThat(policy.after(reply(503, 0, ""), write, 0)).isNull();
        assertThat(policy.after(reply(200, 500, "system error"), write, 0)).isNull();
    }

    @Test
    void anOpenBreakerIsNotAskedAgain() {
        assertThat(policy.after(new Failure.RegionUnavailable("eu", "reset", 1_000), HttpMethod.GET, 0))
                .isNull();
        assertThat(policy.after(new Failure.AccessBlocked("eu", 2007, "", 1_000, ""), HttpMethod.GET, 0))
                .isNull();
    }

    @Test
    void whatEndedTheCallIsNotRepeated() {
        assertThat(policy.after(new Failure.Deadline(Duration.ofSeconds(1), false), HttpMethod.GET, 0))
                .isNull();
        assertThat(policy.after(new Failure.ClientGone(), HttpMethod.GET, 0)).isNull();
        assertThat(policy.after(new Failure.Overloaded("eu"), HttpMethod.GET, 0))
                .isNull();
    }

    @Test
    void aBadGatewayIsAskedAgainForReads() {
        assertThat(policy.after(reply(502, 0, ""), HttpMethod.GET, 0)).isEqualTo(new RetryPolicy.Retry("status", 50));
        assertThat(policy.after(reply(404, 0, ""), HttpMethod.GET, 0)).isNull();
        assertThat(policy.after(reply(500, 0, ""), HttpMethod.GET, 0)).isNull();
    }

    @Test
    void retryAfterIsHonoured() {
        Reply busy = reply(503, 0, "");
        busy.headers().set(HttpHeaders.RETRY_AFTER, "2");

        assertThat(policy.after(busy, HttpMethod.GET, 0)).isEqualTo(new RetryPolicy.Retry("status", 2_000));
        assertThat(policy.after(new Failure.UpstreamBroken("eu", "HTML", 503, 3_000), HttpMethod.GET, 0))
                .isEqualTo(new RetryPolicy.Retry("status", 3_000));
    }

    @ParameterizedTest
    @CsvSource({"1110,POST,throttled", "1111,POST,throttled", "1199,DELETE,throttled", "500,GET,cloud-fault"})
    void codesOfTooMuchOrTooSoonAreRepeatedOnce(int code, String method, String reason) {
        Reply refused = reply(200, code, "");

        assertThat(policy.after(refused, HttpMethod.valueOf(method), 0))
                .extracting(RetryPolicy.Retry::reason)
                .isEqualTo(reason);
        assertThat(policy.after(refused, HttpMethod.valueOf(method), 1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1004, 1010, 1013, 1106, 2007, 2010, 28841107, 28841105, 4711})
    void otherCodesAreLeftAsTheyAre(int code) {
        assertThat(policy.after(reply(200, code, "cross-region"), HttpMethod.GET, 0))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"7,7000", "0,0", "'',0", "-1,0", "1.5,0", "Wed 21 Oct 2015,0", "99999999999999999999,0"})
    void onlyWholeSecondsAreRead(String value, long millis) {
        assertThat(RetryPolicy.retryAfterMillis(HttpHeaders.headers().set(HttpHeaders.RETRY_AFTER, value)))
                .isEqualTo(millis);
    }

    private static Reply reply(int status, int code, String message) {
        Envelope envelope = code == 0
                ? Envelope.NONE
                : new Envelope(false, CloudCodes.builtIn().find(code, message), message, 0);
        return new Reply(status, HttpHeaders.headers(), Buffer.buffer("{}"), null, 2, envelope);
    }
}
