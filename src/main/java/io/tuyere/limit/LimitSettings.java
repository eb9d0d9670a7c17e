package io.tuyere.limit;

/** Group {@code limits} of the configuration, which holds no key yet. */
public record LimitSettings() {
    /** What is used where the configuration says nothing. */
    public static LimitSettings defaults() {
        return new LimitSettings();
    }
}
