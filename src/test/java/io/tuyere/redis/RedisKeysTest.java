package io.tuyere.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisKeysTest {
    @Test
    void usualIdsStayReadable() {
        assertThat(RedisKeys.escaped("az1600000000001-demo_1.x")).isEqualTo("az1600000000001-demo_1.x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "{tag}", "a b\r\nFLUSHALL", "100%", "a+b", "gr\u00fc\u00df \ud83d\ude00", "%41"})
    void anyIdIsBroughtBackAndHoldsNoSpecialCharacter(String id) {
        String escaped = RedisKeys.escaped(id);

        assertThat(RedisKeys.unescaped(escaped)).isEqualTo(id);
        assertThat(escaped).matches("[A-Za-z0-9._%-]*");
    }
}
