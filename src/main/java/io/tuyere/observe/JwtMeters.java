package io.tuyere.observe;

import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is counted of tokens of identity providers. Any thread. */
public final class JwtMeters {
    private final Meters meters;
    private final Map<String, Counter> verifications = new ConcurrentHashMap<>();

    JwtMeters(Meters meters) {
        this.meters = meters;
    }

    /** Keys of an issuer were fetched: taken, unchanged, or failed to be had. */
    public void refreshed(String result) {
        meters.counter("tuyere_jwks_refreshes_total", "result", result).increment();
    }

    /** A token was looked at: verified, remembered from before, or refused. */
    public void verified(String result) {
        verifications
                .computeIfAbsent(result, label -> meters.counter("tuyere_jwt_verifications_total", "result", label))
                .increment();
    }
}
