package io.tuyere.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private static String text(RequestHead head) {
        return new String(head.bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void headIsWrittenInOrder() {
        RequestHead head = new RequestHead();
        head.begin("GET", "/v1.0/devices/d", "a=1");

        head.lines(RequestHead.line("Host", "cloud"));
        head.header("t", "1");

        assertThat(text(head)).isEqualTo("GET /v1.0/devices/d?a=1 HTTP/1.1\r\nHost: cloud\r\nt: 1\r\n");
    }

    @Test
    void nextHeadBeginsWhereNothingStands() {
        RequestHead head = new RequestHead();
        head.begin("GET", "/v1.0/devices/the-first", "a=1");
        head.header("t", "1");

        head.begin("PUT", "/b", null);

        assertThat(text(head)).isEqualTo("PUT /b HTTP/1.1\r\n");
        assertThat(head.isUsual()).isTrue();
    }

    @Test
    void longHeadsFit() {
        RequestHead head = new RequestHead();
        head.begin("GET", "/" + "p".repeat(5_000), null);

        head.header("name", "v".repeat(10_000));

        assertThat(text(head)).hasSize("GET / HTTP/1.1\r\nname: \r\n".length() + 15_000);
        assertThat(head.isUsual()).isFalse();
    }

    /** Whatever a client or a configuration brings, it cannot end its line. */
    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\0", "a\u007f", "\u0100"})
    void charactersThatWouldEndTheirLineAreRefused(String value) {
        RequestHead head = new RequestHead();
        head.begin("GET", "/", null);

        assertThatIllegalArgumentException().isThrownBy(() -> head.header("name", value));
    }
}
