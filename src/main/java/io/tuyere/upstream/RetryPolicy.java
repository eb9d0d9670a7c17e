package io.tuyere.upstream;

import io.tuyere.core.CloudCode;
import io.tuyere.core.Failure;
import io.tuyere.core.RetryRule;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which outcomes are worth another try, and after what pause. Pure but for its random numbers.
 *
 * <p>Anything that was certainly not sent may be sent again. Of what was sent only GET and HEAD are repeated: HTTP calls PUT and
 * DELETE idempotent, but Tuya resets devices with a PUT, and the second of two DELETEs is answered as if the first had failed.
 * What the cloud refused before acting, because it was too much or too soon, is repeated whatever the method.
 */
final class RetryPolicy {
    private static final int MOST_RETRIES = 2;
    private static final int BASE_PAUSE_MILLIS = 50;
    private static final int THROTTLED_PAUSE_MILLIS = 400;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    /** A random number from 0 up to its argument, without it. */
    private final IntUnaryOperator random;

    RetryPolicy(IntUnaryOperator random) {
        this.random = random;
    }

    /** Another try: why, for the metrics, and the pause before it. */
    record Retry(String reason, long pauseMillis) {}

    /**
     * What to do about a failure.
     *
     * @param retries tries that were repeats so far
     * @return null for nothing
     */
    @Nullable
    Retry after(Failure failure, HttpMethod method, int retries) {
        if (retries >= MOST_RETRIES) {
            return null;
        }
        if (failure instanceof Failure.RegionUnavailable unavailable) {
            // With a time to wait it comes from a breaker, and asking that again helps nobody.
            return unavailable.retryAfterMillis() > 0 ? null : new Retry("not-connected", backOff(retries));
        }
        if (failure instanceof Failure.UpstreamBroken broken && safe(method)) {
            return broken.status() == 0
                    ? closed(retries)
                    : ofStatus(broken.status(), broken.retryAfterMillis(), retries);
        }
        return null;
    }

    /** The cloud closes connections that it kept for long; the call that meets this finds the next one open. */
    private Retry closed(int retries) {
        return new Retry("closed", retries == 0 ? 0 : backOff(retries));
    }

    private @Nullable Retry ofStatus(int status, long retryAfterMillis, int retries) {
        return status >= BAD_GATEWAY && status <= GATEWAY_TIMEOUT
                ? new Retry("status", Math.max(retryAfterMillis, backOff(retries)))
                : null;
    }

    /**
     * What to do about an answer.
     *
     * @param retries tries that were repeats so far
     * @return null for nothing
     */
    @Nullable
    Retry after(Reply reply, HttpMethod method, int retries) {
        CloudCode code = reply.envelope().code();
        if (code != null && retries == 0) {
            Retry ofCode = ofCode(code.retry(), method, retryAfterMillis(reply.headers()));
            if (ofCode != null) {
                return ofCode;
            }
        }
        return retries < MOST_RETRIES && safe(method)
                ? ofStatus(reply.status(), retryAfterMillis(reply.headers()), retries)
                : null;
    }

    private @Nullable Retry ofCode(RetryRule rule, HttpMethod method, long retryAfterMillis) {
        return switch (rule) {
            case AFTER_PAUSE -> new Retry("throttled", Math.max(retryAfterMillis, jittered(THROTTLED_PAUSE_MILLIS)));
            case SAFE_AFTER_PAUSE ->
                safe(method) ? new Retry("cloud-fault", Math.max(retryAfterMillis, backOff(1))) : null;
            // Authorized and Signed have seen to tokens and clocks; other regions are for the gateway to ask.
            case NEVER, WITH_NEW_TOKEN, WITH_CORRECTED_CLOCK, IN_COUNTRY_REGION, IN_OTHER_REGIONS -> null;
        };
    }

    private int backOff(int retries) {
        return jittered(BASE_PAUSE_MILLIS << retries);
    }

    /** Half of it certain, half by chance: no two callers come back together. */
    private int jittered(int millis) {
        return millis / 2 + random.applyAsInt(millis / 2 + 1);
    }

    static boolean safe(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    /** What {@code Retry-After} asks for in seconds; 0 when it is not there or is a date, which the cloud does not send. */
    static long retryAfterMillis(MultiMap headers) {
        String seconds = headers.get(HttpHeaders.RETRY_AFTER);
        if (seconds == null || seconds.isEmpty() || seconds.length() > 6) {
            return 0;
        }
        for (int i = 0; i < seconds.length(); i++) {
            if (seconds.charAt(i) < '0' || seconds.charAt(i) > '9') {
                return 0;
            }
        }
        return Long.parseLong(seconds) * 1000;
    }
}
