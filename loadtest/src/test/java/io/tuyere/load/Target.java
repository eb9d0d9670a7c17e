package io.tuyere.load;

import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;

/**
 * What is loaded, and how hard: each value is the system property of its name, or else what {@code loadtest/stand} exports, or
 * else what {@code ./tuyere demo} has.
 */
final class Target {
    static final String BASE_URL = text("baseUrl", "LOAD_BASE_URL", "http://127.0.0.1:8080");
    static final String CONTROL_URL = text("controlUrl", "LOAD_CONTROL_URL", "http://127.0.0.1:18600");
    static final String API_KEY = text("apiKey", "LOAD_API_KEY", "demo-key");
    static final String ACCESS_ID = text("accessId", "LOAD_ACCESS_ID", "demo-sdk");
    static final String ACCESS_SECRET = text("accessSecret", "LOAD_ACCESS_SECRET", "demo-sdk-secret");

    private Target() {}

    /** Connections are kept alive and shared by all virtual users, as a back end's are; nothing else is ever contacted. */
    static HttpProtocolBuilder backEnd() {
        return client().shareConnections();
    }

    /** Each virtual user has connections of its own, which end with it. */
    static HttpProtocolBuilder client() {
        return http.baseUrl(BASE_URL)
                .disableWarmUp()
                .disableCaching()
                .disableFollowRedirect()
                .userAgentHeader("tuyere-loadtest");
    }

    /** Calls, or users, a second. */
    static double rate(double otherwise) {
        return Double.parseDouble(text("rate", "LOAD_RATE", Double.toString(otherwise)));
    }

    static int users(int otherwise) {
        return number("users", otherwise);
    }

    /** How long each phase of a simulation lasts. */
    static Duration duration(int otherwiseSeconds) {
        return Duration.ofSeconds(number("duration", otherwiseSeconds));
    }

    static int number(String property, int otherwise) {
        return Integer.parseInt(text(property, "LOAD_" + property.toUpperCase(java.util.Locale.ROOT), "" + otherwise));
    }

    static String text(String property, String variable, String otherwise) {
        return System.getProperty(property, System.getenv().getOrDefault(variable, otherwise));
    }
}
