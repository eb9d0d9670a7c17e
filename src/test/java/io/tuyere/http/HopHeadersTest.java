package io.tuyere.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopHeadersTest {
    private final MultiMap from = HttpHeaders.headers();
    private final MultiMap to = HttpHeaders.headers();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "keep-alive",
                "TRANSFER-ENCODING",
                "Trailer",
                "TE",
                "Upgrade",
                "Proxy-Connection",
                "Proxy-Authenticate",
                "Content-Length",
                "Content-Encoding",
                "Set-Cookie",
                "Server",
                "Date",
                "Strict-Transport-Security",
                "Alt-Svc"
            })
    void whatBelongsToTheConnectionOrTheSiteStays(String name) {
        from.set(name, "value");

        HopHeaders.copyEndToEnd(from, to);

        assertThat(to).isEmpty();
    }

    @Test
    void everythingElseGoesOnAsItCame() {
        from.add("Content-Type", "application/json").add("X-Two", "1").add("X-Two", "2");

        HopHeaders.copyEndToEnd(from, to);

        assertThat(to.get("content-type")).isEqualTo("application/json");
        assertThat(to.getAll("x-two")).containsExactly("1", "2");
    }

    @Test
    void headersThatConnectionNamesStay() {
        from.add("Connection", "close, X-Secret ,x-other")
                .add("X-Secret", "1")
                .add("X-Other", "2")
                .add("X-Open", "3");

        HopHeaders.copyEndToEnd(from, to);

        assertThat(to.names()).containsExactly("X-Open");
    }

    /** A second Connection field was overlooked, and what it named went on. */
    @Test
    void headersThatASecondConnectionNamesStay() {
        from.add("Connection", "close").add("Connection", "X-Secret").add("X-Secret", "1");

        HopHeaders.copyEndToEnd(from, to);

        assertThat(to.names()).isEmpty();
    }
}
