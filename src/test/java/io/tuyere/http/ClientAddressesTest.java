package io.tuyere.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {
    private static final String PROXY = "10.0.0.1";

    private final ClientAddresses addresses = new ClientAddresses(
            List.of(Network.of("10.0.0.0/8"), Network.of("127.0.0.1"), Network.of("2001:db8:ffff::/48")));

    private static MultiMap headers(String name, String... values) {
        MultiMap headers = HttpHeaders.headers();
        List.of(values).forEach(value -> headers.add(name, value));
        return headers;
    }

    private String told(String... fields) {
        return addresses.of(PROXY, headers("X-Forwarded-For", fields));
    }

    @Test
    void withoutTrustedProxiesTheConnectionTells() {
        ClientAddresses nobodyTrusted = new ClientAddresses(List.of());

        assertThat(nobodyTrusted.of(PROXY, headers("X-Forwarded-For", "203.0.113.9")))
                .isEqualTo(PROXY);
    }

    @Test
    void whoIsNoProxyIsNotBelieved() {
        assertThat(addresses.of("192.0.2.7", headers("X-Forwarded-For", "203.0.113.9")))
                .isEqualTo("192.0.2.7");
    }

    @Test
    void proxyThatTellsNothingIsTheClientItself() {
        assertThat(addresses.of(PROXY, HttpHeaders.headers())).isEqualTo(PROXY);
        assertThat(told("")).isEqualTo(PROXY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9|203.0.113.9",
                " 203.0.113.9 |203.0.113.9",
                "203.0.113.9:4711|203.0.113.9",
                "[2001:db8::9]:4711|2001:db8:0:0:0:0:0:9",
                "[2001:db8::9]|2001:db8:0:0:0:0:0:9",
                "2001:db8::9|2001:db8:0:0:0:0:0:9",
                "::ffff:203.0.113.9|203.0.113.9"
            })
    void addressIsReadInEveryForm(String told, String client) {
        assertThat(told(told)).isEqualTo(client);
    }

    /** What a client writes stands before what the proxies add. */
    @Test
    void clientCannotMakeItselfAnother() {
        assertThat(told("198.51.100.1, 203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(told("198.51.100.1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(told("10.0.0.5, 203.0.113.9")).isEqualTo("203.0.113.9");
    }

    @Test
    void proxiesInARowAreLookedThrough() {
        assertThat(told("198.51.100.1, 203.0.113.9, 10.1.1.1, 10.2.2.2")).isEqualTo("203.0.113.9");
        assertThat(addresses.of("2001:db8:ffff::1", headers("X-Forwarded-For", "203.0.113.9, 127.0.0.1")))
                .isEqualTo("203.0.113.9");
        assertThat(told("10.3.3.3, 10.2.2.2")).isEqualTo("10.3.3.3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9, unknown",
                "203.0.113.9, ",
                "203.0.113.9, client.example",
                "203.0.113.9, 203.0.113.300",
                "203.0.113.9, 203.0.113.9:port",
                "203.0.113.9, [2001:db8::9",
                "203.0.113.9, [2001:db8::9]4711",
                "203.0.113.9, 203.0.113.9:4711:1",
                "203.0.113.9, 3405803785"
            })
    void whatIsNoAddressEndsTheList(String told) {
        assertThat(told(told)).isEqualTo(PROXY);
        assertThat(told(told + ", 10.9.9.9")).isEqualTo("10.9.9.9");
    }

    @Test
    void longListIsReadFromItsEndOnly() {
        String chain = "203.0.113.9, " + String.join(", ", Collections.nCopies(1000, "10.4.4.4"));

        assertThat(told(chain)).isEqualTo("10.4.4.4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=203.0.113.9|203.0.113.9",
                "For=\"203.0.113.9:80\";proto=https;by=10.0.0.1|203.0.113.9",
                "for=198.51.100.1, proto=http; for=203.0.113.9|203.0.113.9",
                "for=\"[2001:db8::9]:4711\"|2001:db8:0:0:0:0:0:9",
                "for=203.0.113.9, for=_hidden|10.0.0.1",
                "for=203.0.113.9, for=unknown|10.0.0.1",
                "for=203.0.113.9, proto=https|10.0.0.1",
                "for=203.0.113.9, for=\"|10.0.0.1"
            })
    void standardHeaderIsReadToo(String told, String client) {
        assertThat(addresses.of(PROXY, headers("Forwarded", told))).isEqualTo(client);
    }

    @Test
    void usualHeaderGoesBeforeTheStandardOne() {
        MultiMap both = headers("Forwarded", "for=198.51.100.1").add("X-Forwarded-For", "203.0.113.9");

        assertThat(addresses.of(PROXY, both)).isEqualTo("203.0.113.9");
    }
}
