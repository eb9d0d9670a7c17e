package io.tuyere.redis;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.tuyere.core.Secret;
import java.util.Arrays;
import java.util.List;

/** What Redis holds is opened only if it was sealed here, for this key, and is otherwise as good as absent. */
final class SealedValuesFuzz {
    private static final SealedValues VALUES = new SealedValues(List.of(Secret.of(new byte[32])));
    private static final byte[] SEALED = VALUES.seal("key", new byte[] {1, 2, 3});

    private SealedValuesFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        byte[] changed = SEALED.clone();
        while (data.remainingBytes() > 8) {
            int at = data.consumeInt(0, changed.length - 1);
            byte value = data.consumeByte();
            changed[at] = value;
        }
        boolean same = Arrays.equals(changed, SEALED);
        byte[] garbage = data.consumeRemainingAsBytes();
        if (VALUES.open("key", changed).isPresent() != same
                || VALUES.open("other", changed).isPresent()
                || VALUES.open("key", garbage).isPresent()) {
            throw new AssertionError("something opened that was not sealed here");
        }
    }
}
