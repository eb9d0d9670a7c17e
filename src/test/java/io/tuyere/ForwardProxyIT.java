package io.tuyere;

import static io.tuyere.support.TestTenants.ACME;
import static io.tuyere.support.TestTenants.EUROPE;
import static io.tuyere.support.TestTenants.OTHER;
import static io.tuyere.support.TestTenants.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Face;
import io.tuyere.core.RegionOverride;
import io.tuyere.http.ProxySettings;
import io.tuyere.support.Eventually;
import io.tuyere.support.FarEnd;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.OwnFailure;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestCertificate;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TuyaClient;
import io.tuyere.support.Wire;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take the gateway for their proxy. */
class ForwardProxyIT {
    private static final String EU = "openapi.tuyaeu.com";
    private static final String EU_443 = EU + ":443";
    private static final String ECHO = "/v1.0/sim/echo";
    private static final String OPENED = "tuyere_tunnels_opened_total{region=\"eu\"}";
    private static final String OUT = "tuyere_tunnel_bytes_total{direction=\"out\",region=\"eu\"}";
    private static final String IN = "tuyere_tunnel_bytes_total{direction=\"in\",region=\"eu\"}";
    private static final OwnFailure NOT_ALLOWED = new OwnFailure("host-not-allowed", 403, 60403);
    private static final OwnFailure NO_CREDENTIAL = new OwnFailure("proxy-credential", 407, 60407);
    private static final OwnFailure OVERLOADED = new OwnFailure("overloaded", 503, 60529);
    private static final OwnFailure BAD_REQUEST = new OwnFailure("bad-request", 400, 1109);

    @AutoClose
    private static final FarEnd echo = FarEnd.echoing();

    @AutoClose
    private static final GatewayUnderTest gateway = start(echo.port(), settings -> settings);

    private final int accepted = echo.accepted();
    private final long requests = requests();

    private static GatewayUnderTest start(int euPort, UnaryOperator<ProxySettings> changed) {
        return GatewayUnderTest.start(configuration -> {
            Map<String, RegionOverride> regions = new LinkedHashMap<>(configuration.regions());
            regions.put("eu", RegionOverride.of("eu", URI.create("https://127.0.0.1:" + euPort)));
            return configuration
                    .withRegions(regions)
                    .withProxy(changed.apply(ProxySettings.defaults().withConnect(true)));
        });
    }

    @Test
    void clientSpeaksTlsWithTheDataCentreThroughATunnel(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.of(EU, folder);
        try (FarEnd front = FarEnd.securing(certificate, gateway.cloud().port("eu"));
                GatewayUnderTest proxy = start(front.port(), settings -> settings);
                Wire wire = new Wire(proxy.port())) {
            assertThat(connected(wire, EU_443, key(ACME)).status()).isEqualTo(200);
            TuyaClient sdk = new TuyaClient(proxy.port(), PROJECT.accessId(), PROJECT.accessSecret());

            Wire secured = wire.secured(certificate, EU);
            Response granted =
                    sdk.kept(sdk.get("/v1.0/token?grant_type=1").withoutToken().send(secured));
            Response read = sdk.get(ECHO).send(secured);

            assertThat(granted.success()).as(granted.text()).isTrue();
            assertThat(read.result().getString("region")).isEqualTo("eu");
            assertThat(read.header("x-tuya-region")).isEmpty();
        }
    }

    @Test
    void bytesPassBothWaysAndTheEndOfOneWayLeavesTheOtherOpen() {
        String much = "0123456789abcdef".repeat(100_000);
        Scrape before = Scrape.of(gateway);
        try (Wire wire = new Wire(gateway.port())) {
            Response open = connected(wire, EU_443, key(ACME));

            Thread writer = new Thread(() -> {
                Wire unused = wire.send(much).finish();
            });
            writer.start();
            byte[] back = wire.rest();

            assertThat(open.status()).isEqualTo(200);
            assertThat(open.headers()).doesNotContainKeys("content-length", "transfer-encoding");
            assertThat(new String(back, StandardCharsets.ISO_8859_1)).isEqualTo(much + "bye");
        }
        Eventually.check(() -> {
            Scrape seen = Scrape.of(gateway);
            assertThat(seen.value("tuyere_tunnels")).isZero();
            assertThat(seen.value("tuyere_connections")).isZero();
            assertThat(grown(OPENED, before, seen)).isEqualTo(1);
            assertThat(grown(OUT, before, seen)).isEqualTo(much.length());
            assertThat(grown(IN, before, seen)).isEqualTo(much.length() + 3);
        });
    }

    @Test
    void aSlowReaderSlowsTheFarEndAndLosesNothing() {
        byte[] flood = new byte[32 << 20];
        try (FarEnd flooding = new FarEnd((in, out) -> out.write(flood));
                GatewayUnderTest proxy = start(flooding.port(), settings -> settings.withBytesPerSecond(1 << 30));
                Wire wire = new Wire(proxy.port())) {
            assertThat(connected(wire, EU_443, key(ACME)).status()).isEqualTo(200);
            String first = wire.bytes(1);
            double taken = Scrape.of(proxy).value(IN);

            byte[] rest = wire.rest();

            assertThat(first).hasSize(1);
            assertThat(taken).isLessThan(flood.length);
            assertThat(rest).hasSize(flood.length - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:443",
                "127.0.0.1:22",
                "127.0.0.1:9090",
                "localhost:443",
                "0.0.0.0:443",
                "[::1]:443",
                "[::ffff:127.0.0.1]:443",
                "169.254.169.254:80",
                "169.254.169.254:443",
                "2130706433:443",
                "metadata.google.internal:443",
                "example.invalid:443",
                "openapi.tuyaeu.com.example.invalid:443",
                "openapi.tuyaeu.com.:443",
                "openapi.tuyaeu.com",
                "openapi.tuyaeu.com:",
                "openapi.tuyaeu.com:80",
                "openapi.tuyaeu.com:0443",
                "openapi.tuyaeu.com:8443",
                "openapi.tuyaeu.com:99999",
                "openapi.tuyaeu.com:443:443",
                "openapi.tuyaeu.com:443/",
                "user@openapi.tuyaeu.com:443",
                "user:password@openapi.tuyaeu.com:443",
                "openapi.tuyaeu.com:443@example.invalid:443",
                "https://openapi.tuyaeu.com:443",
                "example.invalid#openapi.tuyaeu.com:443",
                ":443",
                "*",
                "/",
                "/v1.0/token",
                "openapi.tuyaus.com:443" // a region that is configured without TLS
            })
    void whatIsNoDataCentreIsRefusedWithoutBeingLookedUp(String target) {
        try (Wire wire = new Wire(gateway.port())) {
            Response answer = wire.send("CONNECT " + target + " HTTP/1.1\r\nHost: " + EU_443
                            + "\r\nProxy-Authorization: " + key(ACME) + "\r\n\r\n")
                    .read();

            assertThat(answer.status()).as(answer.text()).isIn(400, 403);
            assertThat(answer.error()).isIn("host-not-allowed", "bad-request");
            assertThat(wire.ended()).isTrue();
        }
        assertThat(echo.accepted()).isEqualTo(accepted);
        assertThat(requests()).isEqualTo(requests);
    }

    @ParameterizedTest
    @CsvSource({"OPENAPI.TuyaEU.com:443", "openapi.tuyaeu.com:443"})
    void theCaseOfAHostDoesNotMatter(String target) {
        try (Wire wire = new Wire(gateway.port())) {
            assertThat(connected(wire, target, key(ACME)).status()).isEqualTo(200);
        }
    }

    @Test
    void theAddressThatARegionIsGivenLeadsThereAsWell() {
        try (Wire wire = new Wire(gateway.port())) {
            assertThat(connected(wire, "127.0.0.1:" + echo.port(), key(ACME)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aHostThatNamesAnotherHostIsRefused() {
        try (Wire wire = new Wire(gateway.port())) {
            Response answer = wire.send("CONNECT " + EU_443 + " HTTP/1.1\r\nHost: example.invalid\r\n"
                            + "Proxy-Authorization: " + key(ACME) + "\r\n\r\n")
                    .read();

            BAD_REQUEST.isSaidBy(answer, Face.API_KEY);
        }
    }

    @Test
    void anOldClientMayLeaveTheHostOut() {
        try (Wire wire = new Wire(gateway.port())) {
            Response answer = wire.send(
                            "CONNECT " + EU_443 + " HTTP/1.0\r\nProxy-Authorization: " + key(ACME) + "\r\n\r\n")
                    .head();

            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic !!!",
                "Basic YWNtZS1zZGs=",
                "Basic YWNtZS1zZGs6",
                "Basic YWNtZS1zZGs6d3Jvbmc=",
                "Bearer acme-key",
                "Basic OmFjbWU="
            })
    void aTunnelNeedsACredential(String authorization) {
        try (Wire wire = new Wire(gateway.port())) {
            Response answer = wire.send(connect(EU_443, authorization)).read();

            NO_CREDENTIAL.isSaidBy(answer, Face.API_KEY);
            assertThat(answer.header("proxy-authenticate")).startsWith("Basic realm=");
            assertThat(wire.ended()).isTrue();
        }
        assertThat(echo.accepted()).isEqualTo(accepted);
    }

    @Test
    void anAccessIdWithItsSecretIsACredential() {
        try (Wire wire = new Wire(gateway.port())) {
            String sdk = TestTenants.sdk(ACME);

            assertThat(connected(wire, EU_443, basic(sdk, TestTenants.secret(sdk)))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aTenantGetsToItsOwnRegionsOnly() {
        try (GatewayUnderTest proxy = GatewayUnderTest.start(configuration -> {
                    Map<String, RegionOverride> regions = new LinkedHashMap<>(configuration.regions());
                    regions.put("in", RegionOverride.of("in", URI.create("https://127.0.0.1:" + echo.port())));
                    return configuration
                            .withRegions(regions)
                            .withProxy(ProxySettings.defaults().withConnect(true));
                });
                Wire allowed = new Wire(proxy.port());
                Wire wire = new Wire(proxy.port())) {
            assertThat(connected(allowed, "openapi.tuyain.com:443", key(ACME)).status())
                    .isEqualTo(200);

            Response refused =
                    wire.send(connect("openapi.tuyain.com:443", key(EUROPE))).read();

            new OwnFailure("region-not-enabled", 403, 2403).isSaidBy(refused, Face.API_KEY);
        }
    }

    @Test
    void whereNobodyNeedsACredentialAWrongOneIsRefusedStill() {
        try (GatewayUnderTest proxy = start(echo.port(), settings -> settings.withRequireCredentials(false));
                Wire without = new Wire(proxy.port());
                Wire wrong = new Wire(proxy.port())) {
            assertThat(connected(without, EU_443, "").status()).isEqualTo(200);
            NO_CREDENTIAL.isSaidBy(wrong.send(connect(EU_443, basic("x", "y"))).read(), Face.API_KEY);
        }
    }

    @Test
    void withoutTheSettingThereAreNoTunnels() {
        try (GatewayUnderTest proxy = start(echo.port(), settings -> settings.withConnect(false));
                Wire wire = new Wire(proxy.port())) {
            Response answer = wire.send(connect(EU_443, key(ACME))).read();

            new OwnFailure("method-not-allowed", 405, 60405).isSaidBy(answer, Face.API_KEY);
        }
    }

    @Test
    void aRequestBehindConnectIsNeverTakenForOne() {
        try (Wire wire = new Wire(gateway.port())) {
            String smuggled = "GET /@us/v1.0/devices/demo-us-lamp-1 HTTP/1.1\r\nHost: x\r\nX-API-Key: "
                    + TestTenants.key(ACME) + "\r\n\r\n";

            byte[] back =
                    wire.send(connect(EU_443, key(ACME)) + smuggled).finish().rest();

            assertThat(new String(back, StandardCharsets.ISO_8859_1))
                    .doesNotContain("X-Tuya-Region")
                    .doesNotContain("demo-us-lamp-1\"");
        }
        assertThat(requests()).isEqualTo(requests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"})
    void connectHasNoBody(String end) {
        try (Wire wire = new Wire(gateway.port())) {
            Response answer = wire.send("CONNECT " + EU_443 + " HTTP/1.1\r\nHost: " + EU_443
                            + "\r\nProxy-Authorization: " + key(ACME) + "\r\n" + end)
                    .read();

            BAD_REQUEST.isSaidBy(answer, Face.API_KEY);
            assertThat(wire.ended()).isTrue();
        }
        assertThat(echo.accepted()).isEqualTo(accepted);
    }

    @Test
    void aTenantHasSoManyTunnelsAndGetsAnotherWhenOneIsClosed() {
        try (GatewayUnderTest proxy = start(echo.port(), settings -> settings.withTunnelsPerTenant(1));
                Wire second = new Wire(proxy.port());
                Wire ofOther = new Wire(proxy.port())) {
            try (Wire first = new Wire(proxy.port())) {
                assertThat(connected(first, EU_443, key(ACME)).status()).isEqualTo(200);

                OVERLOADED.isSaidBy(second.send(connect(EU_443, key(ACME))).read(), Face.API_KEY);
                assertThat(connected(ofOther, EU_443, key(OTHER)).status()).isEqualTo(200);
            }
            Eventually.check(() -> {
                try (Wire third = new Wire(proxy.port())) {
                    assertThat(connected(third, EU_443, key(ACME)).status()).isEqualTo(200);
                }
            });
        }
    }

    @Test
    void aTunnelEndsWhenNothingComesAndWhenItsTimeIsUp() {
        UnaryOperator<ProxySettings> idle = settings -> settings.withIdleTimeout(Duration.ofSeconds(1));
        UnaryOperator<ProxySettings> old = settings -> settings.withMaxLifetime(Duration.ofSeconds(1));
        try (GatewayUnderTest impatient = start(echo.port(), idle);
                GatewayUnderTest shortLived = start(echo.port(), old);
                Wire quiet = new Wire(impatient.port());
                Wire busy = new Wire(shortLived.port())) {
            assertThat(connected(quiet, EU_443, key(ACME)).status()).isEqualTo(200);
            assertThat(connected(busy, EU_443, key(ACME)).status()).isEqualTo(200);

            assertThat(quiet.ended()).isTrue();
            assertThat(busy.ended()).isTrue();
            Eventually.check(() ->
                    assertThat(Scrape.of(shortLived).value("tuyere_tunnels")).isZero());
        }
    }

    @Test
    void aRegionThatCannotBeReachedIsSoonNotTriedAnyMore() {
        FarEnd gone = FarEnd.echoing();
        gone.close();
        try (GatewayUnderTest proxy = start(gone.port(), settings -> settings)) {
            for (int i = 0; i < 10; i++) {
                try (Wire wire = new Wire(proxy.port())) {
                    assertThat(wire.send(connect(EU_443, key(ACME))).read().status())
                            .isEqualTo(503);
                }
            }
            try (Wire wire = new Wire(proxy.port())) {
                Response answer = wire.send(connect(EU_443, key(ACME))).read();

                new OwnFailure("region-unavailable", 503, 60503).isSaidBy(answer, Face.API_KEY);
                assertThat(answer.header("retry-after")).isNotEmpty();
                assertThat(OwnFailure.words(answer, Face.API_KEY)).contains("cannot be connected to");
            }
        }
    }

    @Test
    void tunnelsEndWhenTheGatewayStops() {
        GatewayUnderTest stopping = start(echo.port(), settings -> settings);
        try (Wire wire = new Wire(stopping.port())) {
            assertThat(connected(wire, EU_443, key(ACME)).status()).isEqualTo(200);

            stopping.close();

            assertThat(wire.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://openapi.tuyaus.com, openapi.tuyaus.com",
        "https://openapi.tuyaus.com, openapi.tuyaus.com",
        "http://openapi.tuyaus.com:80, openapi.tuyaus.com",
        "https://openapi.tuyaus.com:443, openapi.tuyaus.com:443",
        "https://openapi.tuyaus.com, openapi.tuyaus.com:443",
        "HTTPS://OpenAPI.tuyaus.com, openapi.tuyaus.com",
    })
    void aCallInAbsoluteFormGoesToTheDataCentreThatItNames(String url, String host) {
        TuyaClient client = gateway.client(TestTenants.sdk(ACME));
        Response granted = client.kept(client.get("/v1.0/token?grant_type=1")
                .withoutToken()
                .under(url)
                .header("Host", host)
                .send());

        Response read = client.get(ECHO).under(url).header("Host", host).send();

        assertThat(granted.success()).as(granted.text()).isTrue();
        assertThat(read.result().getString("region")).isEqualTo("us");
        assertThat(read.route()).isEqualTo("host");
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.invalid, example.invalid, host-not-allowed",
        "http://127.0.0.1:22, 127.0.0.1:22, host-not-allowed",
        "http://169.254.169.254, 169.254.169.254, host-not-allowed",
        "http://user@openapi.tuyaus.com, openapi.tuyaus.com, host-not-allowed",
        "http://openapi.tuyaus.com:8080, openapi.tuyaus.com:8080, host-not-allowed",
        "http://openapi.tuyaus.com., openapi.tuyaus.com., host-not-allowed",
        "http://[::1], [::1], host-not-allowed",
        "http://openapi.tuyaus.com, example.invalid, bad-request",
        "http://openapi.tuyaus.com, openapi.tuyaeu.com, bad-request",
    })
    void aCallInAbsoluteFormForAnybodyElseIsRefused(String url, String host, String slug) {
        Response answer = gateway.request("GET", url + ECHO)
                .header("Host", host)
                .key(TestTenants.key(ACME))
                .send();

        assertThat(answer.error()).as(answer.text()).isEqualTo(slug);
        assertThat(answer.status()).isEqualTo(slug.equals("bad-request") ? 400 : 403);
        if (answer.status() == 403) {
            NOT_ALLOWED.isSaidBy(answer, Face.API_KEY);
        }
    }

    private static long requests() {
        return gateway.control().counters("us").allRequests();
    }

    private static double grown(String series, Scrape before, Scrape after) {
        return after.value(series) - before.value(series);
    }

    private static Response connected(Wire wire, String target, String authorization) {
        return wire.send(connect(target, authorization)).head();
    }

    private static String connect(String target, String authorization) {
        String proof = authorization.isEmpty() ? "" : "Proxy-Authorization: " + authorization + "\r\n";
        return "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + proof + "\r\n";
    }

    private static String key(String tenant) {
        return basic("key", TestTenants.key(tenant));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
