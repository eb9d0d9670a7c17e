package io.tuyere.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Secret;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Test cases 1 and 2 of RFC 4231, section 4. */
class HmacTest {
    private static final String JEFE = "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843";

    private final Hmac hmac = new Hmac(Secret.of("Jefe"));

    @Test
    void keyOfTheRfcGivesItsHmac() {
        assertThat(hmac.sign("what do ya want for nothing?")).isEqualTo(JEFE);
    }

    /** RFC 4231, section 4.7. */
    @Test
    void keyLongerThanABlockIsHashedFirst() {
        byte[] key = new byte[131];
        Arrays.fill(key, (byte) 0xaa);

        assertThat(new Hmac(Secret.of(key)).sign("Test Using Larger Than Block-Size Key - Hash Key First"))
                .isEqualTo("60E431591EE0B67F0D8A26AACBF5B77F8E0BC6213728C5140546040F0EE37F54");
    }

    @Test
    void keysShareADigest() {
        MessageDigest shared = Hmac.sha256();
        Hmac jefe = new Hmac(Secret.of("Jefe"), shared);
        Hmac other = new Hmac(Secret.of("other"), shared);

        assertThat(other.sign("what do ya want for nothing?")).isNotEqualTo(JEFE);
        assertThat(jefe.sign("what do ya want for nothing?")).isEqualTo(JEFE);
    }

    @Test
    void oneInstanceSignsManyMessages() {
        String first = hmac.sign("one");

        assertThat(hmac.sign("two")).isNotEqualTo(first);
        assertThat(hmac.sign("one")).isEqualTo(first);
    }

    @Test
    void messageIsSignedAsUtf8() {
        Hmac sameKey = new Hmac(Secret.of(new byte[] {'J', 'e', 'f', 'e'}));

        assertThat(sameKey.sign("Küche 灯")).isEqualTo(hmac.sign("Küche 灯")).isNotEqualTo(hmac.sign("K?che ?"));
    }

    @Test
    void onlyTheWholeUpperCaseSignatureMatches() {
        String message = "what do ya want for nothing?";

        assertThat(hmac.matches(message, JEFE)).isTrue();
        assertThat(hmac.matches(message, JEFE.toLowerCase(Locale.ROOT))).isFalse();
        assertThat(hmac.matches(message, JEFE.substring(1))).isFalse();
        assertThat(hmac.matches(message, JEFE + "0")).isFalse();
        assertThat(hmac.matches(message, "")).isFalse();
        assertThat(hmac.matches("another message", JEFE)).isFalse();
    }
}
