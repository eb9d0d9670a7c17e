package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {
    private static final String TOKEN = "3f4eda2bdec17232f67c0b188af3eec1";
    private static final String HASH_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    Path folder;

    private String file = "";

    @BeforeEach
    void write() throws IOException {
        file = ConfigFiles.usable(folder).toString();
    }

    @Test
    void regionIsShownWithItsReason() {
        CommandRun explained =
                CommandRun.of("explain", "-c", file, "--tenant", "acme", "-H", "X-Country-Code: 1", "/v1.0/devices/d1");

        assertThat(explained.code()).isZero();
        assertThat(explained.out())
                .contains("tenant   acme")
                .contains("region   us, https://openapi.tuyaus.com")
                .contains("because  country US in header")
                .contains("GET\n" + HASH_OF_NOTHING + "\n\n/v1.0/devices/d1");
    }

    @Test
    void tenantIsThatOfTheAccessId() {
        CommandRun explained = CommandRun.of("explain", "-c", file, "-H", "client_id: acme-sdk", "/v1.0/devices/d1");

        assertThat(explained.code()).isZero();
        assertThat(explained.out()).contains("tenant   acme", "because  default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1.0/iot-03/devices/bf0123456789abcdefghij | | paired by an app is asked for under /v1.0/devices/{id}",
                "/v1.0/devices/bf0123456789abcdefghij/status | | is asked for under /v1.0/iot-03/devices/{id}",
                "/v1.0/devices/7db92a8e6c2b9f6d | | looks like a uuid",
                "/v1.0/token | | add ?grant_type=1",
                "/v1.0/devices | t: 1700000000 | without a signature it is not looked at",
                "/v1.0/devices | t: 1700000000;sign: 00 | Tuya wants milliseconds"
            })
    void trapsThatShowAreHintedAt(String url, @Nullable String headers, String hint) {
        List<String> arguments = new ArrayList<>(List.of("explain", "-c", file, "-H", "client_id: acme-sdk"));
        for (String header : headers == null ? new String[0] : headers.split(";", -1)) {
            arguments.addAll(List.of("-H", header));
        }
        arguments.add(url);

        CommandRun explained = CommandRun.of(arguments.toArray(String[]::new));

        assertThat(explained.out().lines().filter(line -> line.startsWith("hint ")))
                .singleElement()
                .asString()
                .contains(hint);
    }

    @Test
    void trapsOfABodyAreHintedAt() {
        CommandRun explained = CommandRun.of(
                "explain",
                "-c",
                file,
                "--tenant",
                "acme",
                "-d",
                "{\"username\":\"4915112345678\",\"password\":\"00\",\"schema\":\"smartlife\"}",
                "/v1.0/iot-01/associated-users/actions/authorized-login");

        assertThat(explained.out())
                .contains("hint     a telephone number as username needs country_code")
                .contains("hint     the body has no Content-Type; it goes on as application/json")
                .doesNotContain("4915112345678");
    }

    @Test
    void refusalIsShownAndFails() {
        CommandRun explained =
                CommandRun.of("explain", "-c", file, "--tenant", "acme", "-H", "X-Tuya-Region: cn", "/v1.0/devices/d1");

        assertThat(explained.code()).isEqualTo(1);
        assertThat(explained.out()).contains("refused  region-not-enabled: this call belongs to region cn");
    }

    /** Once this was said to be refused, since a token call needs no region. */
    @Test
    void tokenCallIsAnsweredByTheGateway() {
        CommandRun explained =
                CommandRun.of("explain", "-c", file, "-H", "client_id: nomad-sdk", "/v1.0/token?grant_type=1");

        assertThat(explained.code()).isZero();
        assertThat(explained.out()).contains("answered by the gateway").doesNotContain("refused");
    }

    @Test
    void tokensAndSecretsAreMasked() {
        CommandRun business = CommandRun.of(
                "explain", "-H", "client_id: id", "-H", "access_token: " + TOKEN, "-H", "t: 1", "/v1.0/devices/d1");
        CommandRun refresh = CommandRun.of("explain", "--secret", "s3cret", "-H", "sign: X", "/v1.0/token/" + TOKEN);

        assertThat(business.out()).contains("id" + "*".repeat(32) + "1").doesNotContain(TOKEN);
        assertThat(refresh.out() + refresh.err()).contains("/v1.0/token/****").doesNotContain(TOKEN, "s3cret");
    }

    @Test
    void firstDifferenceOfAStringIsShown() {
        CommandRun explained = CommandRun.of(
                "explain", "--string", "GET\n" + HASH_OF_NOTHING + "\n\n/v1.0/devices?a=1", "/v1.0/devices?a=2");

        assertThat(explained.code()).isEqualTo(1);
        assertThat(explained.out())
                .contains("yours differs first at line 4, column 17:")
                .contains("expected  /v1.0/devices?a=2")
                .contains("found     /v1.0/devices?a=1")
                .contains("likely cause: ");
    }

    @Test
    void rightStringIsRight() {
        CommandRun explained = CommandRun.of(
                "explain", "--string", "GET\n" + HASH_OF_NOTHING + "\n\n/v1.0/devices?a=2", "/v1.0/devices?a=2");

        assertThat(explained.code()).isZero();
        assertThat(explained.out()).contains("yours is right");
    }

    @Test
    void signatureIsCheckedWithTheSecretOfTheConfiguration() {
        List<String> signed = CommandRun.of(
                        "sign",
                        "--access-id",
                        "acme-sdk",
                        "--secret",
                        "sdk-secret",
                        "-H",
                        "t: 1",
                        "/v1.0/token?grant_type=1")
                .out()
                .lines()
                .toList();

        CommandRun right = CommandRun.of(
                "explain",
                "-c",
                file,
                "-H",
                signed.get(0),
                "-H",
                signed.get(1),
                "-H",
                signed.get(3),
                "/v1.0/token?grant_type=1");
        CommandRun wrong = CommandRun.of(
                "explain",
                "-c",
                file,
                "-H",
                signed.get(0),
                "-H",
                "t: 2",
                "-H",
                signed.get(3),
                "/v1.0/token?grant_type=1");

        assertThat(right.code()).isZero();
        assertThat(right.out()).contains("yours is right").doesNotContain("sdk-secret");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.out()).contains("likely cause: no known form fits").doesNotContain("sdk-secret");
    }

    @Test
    void unknownTenantIsWrongUsage() {
        CommandRun unknown = CommandRun.of("explain", "-c", file, "--tenant", "nobody", "/");
        CommandRun unsaid = CommandRun.of("explain", "-c", file, "/");

        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("the configuration has no tenant nobody");
        assertThat(unsaid.code()).isEqualTo(2);
        assertThat(unsaid.err()).contains("say whose request it is");
    }

    @Test
    void brokenConfigurationIsReported() throws IOException {
        ConfigFiles broken = ConfigFiles.of(folder, "nonsense: 1\n");

        CommandRun explained = CommandRun.of("explain", "-c", broken.toString(), "/");

        assertThat(explained.code()).isEqualTo(78);
        assertThat(explained.err()).contains("tuyere.yaml:1:", "nonsense");
    }
}
