package io.tuyere.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SealedValuesTest {
    private static final Secret OLD = Secret.of("0123456789abcdef0123456789abcdef");
    private static final Secret NEW = Secret.of("fedcba9876543210fedcba9876543210");
    private static final byte[] VALUE = "an access token".getBytes(StandardCharsets.UTF_8);

    private final SealedValues values = new SealedValues(List.of(OLD));

    @Test
    void sealedValueOpensUnderItsKeyOnly() {
        byte[] sealed = values.seal("tuyere:1:a", VALUE);

        assertThat(values.open("tuyere:1:a", sealed)).hasValue(VALUE);
        assertThat(values.open("tuyere:1:b", sealed)).isEmpty();
    }

    @Test
    void sameValueNeverLooksTheSame() {
        assertThat(values.seal("k", VALUE)).isNotEqualTo(values.seal("k", VALUE));
    }

    @Test
    void sealedValueDoesNotShowItsText() {
        String sealed = new String(values.seal("k", VALUE), StandardCharsets.ISO_8859_1);

        assertThat(sealed).doesNotContain("access").doesNotContain("token");
    }

    @Test
    void changedByteAnywhereIsNoticed() {
        byte[] sealed = values.seal("k", VALUE);

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(values.open("k", changed)).isEmpty();
        }
    }

    @Test
    void shorterValueIsNoticed() {
        byte[] sealed = values.seal("k", VALUE);

        for (int length = 0; length < sealed.length; length++) {
            assertThat(values.open("k", Arrays.copyOf(sealed, length))).isEmpty();
        }
    }

    @Test
    void formerKeyStillOpensAndTheFirstOneSeals() {
        SealedValues both = new SealedValues(List.of(NEW, OLD));
        byte[] former = values.seal("k", VALUE);
        byte[] sealed = both.seal("k", VALUE);

        assertThat(both.open("k", former)).hasValue(VALUE);
        assertThat(new SealedValues(List.of(NEW)).open("k", sealed)).hasValue(VALUE);
        assertThat(values.open("k", sealed)).isEmpty();
    }

    @Test
    void withoutAMasterKeyNothingIsSealed() {
        assertThatThrownBy(() -> new SealedValues(List.of())).hasMessageContaining("secrets.master-key");
    }
}
