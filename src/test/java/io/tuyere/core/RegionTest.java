package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionTest {
    @ParameterizedTest
    @CsvSource({
        "https://openapi.tuyaeu.com, true, openapi.tuyaeu.com, 443, openapi.tuyaeu.com",
        "https://openapi.tuyaeu.com/, true, openapi.tuyaeu.com, 443, openapi.tuyaeu.com",
        "https://OpenAPI.TuyaEU.com:443, true, openapi.tuyaeu.com, 443, openapi.tuyaeu.com",
        "https://lab.example:80, true, lab.example, 80, lab.example:80",
        "http://lab.example, false, lab.example, 80, lab.example",
        "http://lab.example:443, false, lab.example, 443, lab.example:443",
        "http://127.0.0.1:18603, false, 127.0.0.1, 18603, 127.0.0.1:18603",
        "http://[::1]:18603, false, [::1], 18603, [::1]:18603",
        "http://lab.example:0, false, lab.example, 0, lab.example:0"
    })
    void baseUrlSaysWhereToConnect(String baseUrl, boolean tls, String host, int port, String authority) {
        Region region = region(baseUrl);

        assertThat(region.tls()).isEqualTo(tls);
        assertThat(region.host()).isEqualTo(host);
        assertThat(region.port()).isEqualTo(port);
        assertThat(region.authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://lab.example, base-url of region lab must be http or https: ftp://lab.example",
        "lab.example, base-url of region lab must be http or https: lab.example",
        "http:///, base-url of region lab has no host: http:///",
        "http://lab_1.example, base-url of region lab has no host: http://lab_1.example",
        "http://lab.example/v1.0, base-url of region lab must have no path: http://lab.example/v1.0"
    })
    void otherBaseUrlIsRefusedByName(String baseUrl, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> region(baseUrl)).withMessage(message);
    }

    @Test
    void aliasesAreCopied() {
        Set<String> aliases = new HashSet<>(Set.of("l"));
        Region region = new Region("lab", "lab", URI.create("http://lab.example"), "unknown", aliases, "test");
        aliases.add("m");

        assertThat(region.aliases()).containsExactly("l");
    }

    private static Region region(String baseUrl) {
        return new Region("lab", "lab", URI.create(baseUrl), "unknown", Set.of(), "test");
    }
}
