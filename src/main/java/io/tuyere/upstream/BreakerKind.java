package io.tuyere.upstream;

import java.util.Locale;

/** What a breaker stands in front of. */
public enum BreakerKind {
    /** A region: it fails for everybody. */
    TRANSPORT,
    /** A project in a region: nothing it calls there is answered. */
    ACCESS,
    /** A project and API family in a region: the product is not covered. */
    PRODUCT;

    /** Lower-case name: safe as a metric label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
