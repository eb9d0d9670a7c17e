package io.tuyere.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
    private static InetAddress address(String text) {
        return Objects.requireNonNull(Network.address(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.128/25, 192.0.2.255, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "2001:db8:4000::/35, 2001:db8:5fff::1, true",
        "2001:db8:4000::/35, 2001:db8:6000::1, false",
        "::ffff:10.0.0.1, 10.0.0.1, true"
    })
    void addressesThatBeginAlikeAreOfIt(String network, String address, boolean inside) {
        assertThat(Network.of(network).contains(address(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proxy.example|must be an address or a network",
                "10.0.0|must be an address or a network",
                "10.0.0.0/33|must have 0 to 32 bits",
                "10.0.0.0/|must have 0 to 32 bits",
                "10.0.0.0/-1|must have 0 to 32 bits",
                "fd00::/129|must have 0 to 128 bits",
                "10.0.0.1/8|is no network: bits are set behind the first 8"
            })
    void whatIsNoNetworkIsRefused(String text, String why) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.of(text)).withMessageStartingWith(why);
    }

    @Test
    void sameNetworkIsWrittenAlike() {
        assertThat(Network.of("2001:DB8:0::/32"))
                .isEqualTo(Network.of("2001:db8::/32"))
                .hasToString("2001:db8::/32");
        assertThat(Network.of("10.0.0.1")).hasToString("10.0.0.1/32").isNotEqualTo(Network.of("10.0.0.0/31"));
    }
}
