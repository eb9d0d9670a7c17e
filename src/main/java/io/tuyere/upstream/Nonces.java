package io.tuyere.upstream;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Texts that do not repeat: a random half for this event loop and a count. Owner's event loop only. */
final class Nonces {
    private final String half =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private long count;

    String next() {
        return half + HexFormat.of().toHexDigits(count++);
    }
}
