package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
