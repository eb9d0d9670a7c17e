package io.tuyere.jwt;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The public keys of an issuer (RFC 7517, section 5) at one time. Never changed; any thread. */
public final class KeySet {
    private static final int MOST_KEYS = 100;

    private final String text;
    private final List<VerificationKey> keys;
    private final String leftOut;

    private KeySet(String text, List<VerificationKey> keys, String leftOut) {
        this.text = text;
        this.keys = List.copyOf(keys);
        this.leftOut = leftOut;
    }

    /**
     * The keys that are written so. Those for other uses, and those that cannot be used, are left out, as RFC 7517 has it.
     *
     * @throws IllegalArgumentException with a message to show, when it is no key set or has no key for signatures
     */
    public static KeySet parse(String text) {
        JsonArray all;
        try {
            all = new JsonObject(text).getJsonArray("keys");
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalArgumentException("it is no JSON key set (RFC 7517)", e);
        }
        if (all == null || all.size() > MOST_KEYS) {
            throw new IllegalArgumentException(
                    all == null ? "it has no list of keys (RFC 7517)" : "it has more than " + MOST_KEYS + " keys");
        }
        List<VerificationKey> keys = new ArrayList<>();
        String leftOut = "";
        for (Object each : all) {
            try {
                VerificationKey key = each instanceof JsonObject jwk ? VerificationKey.of(jwk) : null;
                if (key != null) {
                    keys.add(key);
                }
            } catch (IllegalArgumentException unusable) {
                leftOut = "; " + unusable.getMessage();
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it has no key for signatures with " + Algorithm.all() + leftOut);
        }
        return new KeySet(text, keys, leftOut);
    }

    /** Whether these are the keys of another set, written in the same way. */
    boolean same(@Nullable KeySet other) {
        return other != null && text.equals(other.text);
    }

    /** Whether there is a key of this name; for a token that names none, whether there is any. */
    boolean knows(@Nullable String kid) {
        return kid == null || keys.stream().anyMatch(key -> kid.equals(key.kid()));
    }

    /** The key that a token names, if it fits the token's algorithm; for a token that names none, the only one that does. */
    @Nullable
    VerificationKey find(@Nullable String kid, Algorithm algorithm) {
        List<VerificationKey> found = keys.stream()
                .filter(key -> kid == null || kid.equals(key.kid()))
                .filter(key -> key.algorithms().contains(algorithm))
                .toList();
        return found.size() == 1 || (kid != null && !found.isEmpty()) ? found.get(0) : null;
    }

    /** What they are, for people. */
    @Override
    public String toString() {
        String algorithms = keys.stream()
                .flatMap(key -> key.algorithms().stream())
                .distinct()
                .sorted()
                .map(Algorithm::label)
                .collect(Collectors.joining(", "));
        return keys.size() + (keys.size() == 1 ? " key for " : " keys for ") + algorithms + leftOut;
    }
}
