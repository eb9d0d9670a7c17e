package io.tuyere.jwt;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches key sets: from exactly the URL it is told, following nothing, within {@value #MILLIS} ms and {@value #MOST_BYTES}
 * bytes. Any thread.
 */
public final class JwksClient {
    static final int MILLIS = 5_000;
    static final int MOST_BYTES = 64 * 1024;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int OK = 200;
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[\\s,])max-age=([0-9]{1,9})(?![0-9])");

    private final Supplier<HttpClient> made;
    private @Nullable HttpClient http;

    /**
     * Fetches with a client that checks certificates and keeps no connections.
     *
     * @param made makes it when there is something to fetch
     */
    public JwksClient(Supplier<HttpClient> made) {
        this.made = made;
    }

    private synchronized HttpClient http() {
        if (http == null) {
            http = made.get();
        }
        return http;
    }

    /**
     * What was fetched.
     *
     * @param maxAge for which it may be used, as its server says; null where it does not
     */
    public record Fetched(KeySet keys, @Nullable Duration maxAge) {}

    /** The keys that are published at a URL; fails, with a message to show, where there are none or not in time. */
    public Future<Fetched> get(String url) {
        Attempt attempt = new Attempt();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url)
                .setFollowRedirects(false)
                .setConnectTimeout(CONNECT_MILLIS)
                .putHeader(HttpHeaders.ACCEPT, "application/jwk-set+json, application/json");
        return http().request(options)
                .compose(attempt::send)
                .timeout(MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(attempt::breakOff)
                .recover(cause -> Future.failedFuture(
                        cause instanceof TimeoutException ? failure("no answer within " + MILLIS + " ms") : cause));
    }

    /** Why {@link #get} failed, with what is behind it. */
    public static String words(Throwable cause) {
        String words = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        Throwable behind = cause.getCause();
        return cause instanceof SSLException && behind != null ? words + ": " + words(behind) : words;
    }

    private static IllegalArgumentException failure(String why) {
        return new IllegalArgumentException(why);
    }

    /** One request and its answer. */
    private static final class Attempt {
        private @Nullable HttpClientRequest request;
        private boolean over;

        synchronized Future<Fetched> send(HttpClientRequest begun) {
            request = begun;
            if (over) {
                reset(begun);
                return Future.failedFuture(failure("it was too late"));
            }
            return begun.send().compose(this::read);
        }

        /** Nobody waits for the rest. */
        synchronized void breakOff(Throwable cause) {
            over = true;
            if (request != null) {
                reset(request);
            }
        }

        private static void reset(HttpClientRequest begun) {
            begun.reset().onFailure(gone -> {}); // gone is what it was to be
        }

        private Future<Fetched> read(HttpClientResponse response) {
            Promise<Buffer> whole = Promise.promise();
            response.exceptionHandler(whole::tryFail);
            if (response.statusCode() != OK) {
                return Future.failedFuture(failure("its answer has status " + response.statusCode()));
            }
            Buffer body = Buffer.buffer();
            response.handler(chunk -> {
                if (body.length() + chunk.length() > MOST_BYTES) {
                    whole.tryFail(failure("its answer is longer than " + MOST_BYTES + " bytes"));
                } else {
                    body.appendBuffer(chunk);
                }
            });
            response.endHandler(ended -> whole.tryComplete(body));
            return whole.future().map(text -> new Fetched(KeySet.parse(text.toString()), maxAge(response)));
        }
    }

    private static @Nullable Duration maxAge(HttpClientResponse response) {
        String control = Objects.requireNonNullElse(response.getHeader(HttpHeaders.CACHE_CONTROL), "");
        Matcher found = MAX_AGE.matcher(control);
        return found.find() ? Duration.ofSeconds(Long.parseLong(found.group(1))) : null;
    }
}
