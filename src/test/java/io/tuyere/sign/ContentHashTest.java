package io.tuyere.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHashTest {
    private final ContentHash hash = new ContentHash();

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{ }", "{", "[]", "{]", "x}", "abc", "{\"name\":\"Küche 灯\"}"})
    void knownAndComputedHashesAreSha256InLowerCase(String body) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));

        assertThat(hash.of(body.getBytes(UTF_8))).isEqualTo(HexFormat.of().formatHex(digest));
    }
}
