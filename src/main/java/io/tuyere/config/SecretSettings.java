package io.tuyere.config;

import io.tuyere.core.Secret;
import java.util.List;

/**
 * What seals secrets before they leave the process: group {@code secrets} of the configuration.
 *
 * @param masterKeys 32 bytes each: the first seals, all of them open, so that a key is changed without losing values;
 *     none where nothing is shared
 */
public record SecretSettings(List<Secret> masterKeys) {
    public SecretSettings {
        masterKeys = List.copyOf(masterKeys);
        if (masterKeys.size() > 2) {
            throw new IllegalArgumentException(
                    "secrets.master-key must be one key or two, the newer first, were " + masterKeys.size());
        }
        for (Secret key : masterKeys) {
            if (key.bytes().length != 32) {
                throw new IllegalArgumentException("secrets.master-key must be 32 bytes, was " + key.bytes().length);
            }
        }
    }

    /** No key, which serves a single instance without Redis. */
    public static SecretSettings defaults() {
        return new SecretSettings(List.of());
    }
}
