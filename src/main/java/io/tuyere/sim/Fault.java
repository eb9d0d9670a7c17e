package io.tuyere.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fault and the calls that it meets. Made by one of the factories and narrowed: {@code
 * Fault.reset().afterExecution().on("eu").forCalls("POST", "/v1.0/devices/").times(1)}.
 *
 * @param region region id; null for all
 * @param method HTTP method; null for all
 * @param pathPrefix what the raw path must start with
 * @param times calls that it meets before it is used up; 0 for no end
 * @param delay waited before it takes hold; between two pieces of {@code DRIBBLE}
 * @param executes whether the side effect happens first; always so for the kinds that spoil an answer
 * @param code HTTP status of {@code STATUS}, cloud code of {@code REFUSAL}
 * @param text body of {@code STATUS} and {@code NOT_JSON}, message of {@code REFUSAL}
 * @param bytes sent by {@code TRUNCATED} and {@code UNFINISHED_CHUNKS}, and in a piece by {@code DRIBBLE}
 * @param headers of {@code STATUS}
 */
public record Fault(
        FaultKind kind,
        @Nullable String region,
        @Nullable String method,
        String pathPrefix,
        int times,
        Duration delay,
        boolean executes,
        int code,
        String text,
        int bytes,
        Map<String, String> headers) {
    public Fault {
        headers = Map.copyOf(headers);
        if (region != null) {
            SimSettings.requireRegion(region);
        }
        if (times < 0 || bytes < 0 || delay.isNegative()) {
            throw new IllegalArgumentException("times, bytes and delay of a fault must not be negative");
        }
        if (kind == FaultKind.STATUS && (code < 200 || code > 599)) {
            throw new IllegalArgumentException("code of a status fault must be 200 to 599, was " + code);
        }
        if (kind == FaultKind.DRIBBLE && (bytes < 1 || delay.toMillis() < 1)) {
            throw new IllegalArgumentException("a dribble needs a byte and a millisecond at least");
        }
        if (kind == FaultKind.LATENCY && delay.toMillis() < 1) {
            throw new IllegalArgumentException("a latency needs a millisecond at least");
        }
    }

    private static Fault plain(FaultKind kind) {
        return new Fault(kind, null, null, "", 0, Duration.ZERO, false, 0, "", 0, Map.of());
    }

    private static Fault sending(FaultKind kind, int code, String text, int bytes) {
        return new Fault(kind, null, null, "", 0, Duration.ZERO, false, code, text, bytes, Map.of());
    }

    /** Everything takes this much longer. */
    public static Fault latency(Duration delay) {
        return new Fault(FaultKind.LATENCY, null, null, "", 0, delay, false, 0, "", 0, Map.of());
    }

    /** No answer, ever. */
    public static Fault hang() {
        return plain(FaultKind.HANG);
    }

    /** A connection reset in place of an answer. */
    public static Fault reset() {
        return plain(FaultKind.RESET);
    }

    /** An HTTP status with an HTML page, as a load balancer gives it. */
    public static Fault status(int status) {
        String page = "<html><head><title>" + status + "</title></head><body><h1>" + status + "</h1></body></html>";
        return sending(FaultKind.STATUS, status, page, 0).withHeader("content-type", "text/html");
    }

    /** An HTTP status with a JSON body. */
    public static Fault status(int status, String json) {
        return sending(FaultKind.STATUS, status, json, 0).withHeader("content-type", "application/json");
    }

    /** The token that the call shows ends now. */
    public static Fault tokenExpiry() {
        return plain(FaultKind.EXPIRE_TOKEN);
    }

    /** A success:false answer of any code. */
    public static Fault refusal(int code, String message) {
        return sending(FaultKind.REFUSAL, code, message, 0);
    }

    /** A body that ends after this many bytes of its Content-Length. */
    public static Fault truncated(int bytes) {
        return sending(FaultKind.TRUNCATED, 0, "", bytes);
    }

    /** A chunked body that ends after this many bytes, without its last chunk. */
    public static Fault unfinishedChunks(int bytes) {
        return sending(FaultKind.UNFINISHED_CHUNKS, 0, "", bytes);
    }

    /** Status 200 with something that is not JSON. */
    public static Fault notJson() {
        return sending(FaultKind.NOT_JSON, 0, "<html>it works</html>", 0);
    }

    /** Status 200 with nothing. */
    public static Fault empty() {
        return plain(FaultKind.EMPTY);
    }

    /** An answer in gzip that nobody asked for. */
    public static Fault gzip() {
        return plain(FaultKind.GZIP);
    }

    /** An answer without a length. */
    public static Fault chunked() {
        return plain(FaultKind.CHUNKED);
    }

    /** An answer in small pieces. */
    public static Fault dribble(int bytes, Duration pause) {
        return new Fault(FaultKind.DRIBBLE, null, null, "", 0, pause, false, 0, "", bytes, Map.of());
    }

    /** A connection that ends behind a good answer. */
    public static Fault close() {
        return plain(FaultKind.CLOSE);
    }

    /** In one region only. */
    public Fault on(String onlyRegion) {
        return new Fault(kind, onlyRegion, method, pathPrefix, times, delay, executes, code, text, bytes, headers);
    }

    /** For one method and the paths that start so. */
    public Fault forCalls(String onlyMethod, String prefix) {
        return new Fault(kind, region, onlyMethod, prefix, times, delay, executes, code, text, bytes, headers);
    }

    /** For so many calls. */
    public Fault times(int calls) {
        return new Fault(kind, region, method, pathPrefix, calls, delay, executes, code, text, bytes, headers);
    }

    /** After a wait. */
    public Fault delayed(Duration wait) {
        return new Fault(kind, region, method, pathPrefix, times, wait, executes, code, text, bytes, headers);
    }

    /** With the side effect done before. */
    public Fault afterExecution() {
        return new Fault(kind, region, method, pathPrefix, times, delay, true, code, text, bytes, headers);
    }

    /** A status fault with a header such as {@code Retry-After}. */
    public Fault withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Fault(kind, region, method, pathPrefix, times, delay, executes, code, text, bytes, more);
    }

    FaultKind.Phase phase() {
        return executes ? FaultKind.Phase.EXECUTED : kind.phase();
    }

    boolean meets(String calledRegion, String calledMethod, String path) {
        return (region == null || region.equals(calledRegion))
                && (method == null || method.equals(calledMethod))
                && path.startsWith(pathPrefix);
    }
}
