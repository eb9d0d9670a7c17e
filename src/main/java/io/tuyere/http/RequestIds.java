package io.tuyere.http;

import java.util.HexFormat;
import java.util.SplittableRandom;

/** Makes request ids: 16 random bytes in hexadecimal. Owner's event loop only. */
final class RequestIds {
    private final SplittableRandom random = new SplittableRandom();

    String next() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
