package io.tuyere.wire;

import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names of headers that came lately. Clients and clouds send the same few again and again; one that is known brings its hash
 * and its text along, which otherwise are made anew for each header of each message. Bounded, and what strangers send can only
 * push names out. Its event loop only.
 */
public final class RecentNames {
    private static final int SLOTS = 128; // a power of two
    private static final int LONGEST = 40;
    private static final int SPREAD = 31;
    private static final FastThreadLocal<RecentNames> OF_THIS_LOOP = new FastThreadLocal<>() {
        @Override
        protected RecentNames initialValue() {
            return new RecentNames();
        }
    };

    private final @Nullable AsciiString[] names = new AsciiString[SLOTS];

    RecentNames() {}

    /** Those of the event loop that calls this. */
    public static RecentNames ofThisLoop() {
        return OF_THIS_LOOP.get();
    }

    /** The name that these bytes spell, upper and lower case as they are. */
    public AsciiString name(byte[] line, int start, int length) {
        if (length == 0 || length > LONGEST) {
            return new AsciiString(line, start, length, true);
        }
        int slot = slot(line, start, length);
        AsciiString known = names[slot];
        if (known != null && spells(known, line, start, length)) {
            return known;
        }
        AsciiString name = new AsciiString(line, start, length, true);
        names[slot] = name;
        return name;
    }

    private static boolean spells(AsciiString known, byte[] line, int start, int length) {
        return Arrays.equals(known.array(), 0, known.length(), line, start, start + length);
    }

    private static int slot(byte[] line, int start, int length) {
        int hash = length;
        hash = hash * SPREAD + line[start];
        hash = hash * SPREAD + line[start + length / 2];
        hash = hash * SPREAD + line[start + length - 1];
        return (hash ^ (hash >>> 7)) & (SLOTS - 1);
    }
}
