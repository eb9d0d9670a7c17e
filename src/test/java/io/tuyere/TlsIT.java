package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.handler.ssl.OpenSsl;
import io.netty.pkitesting.X509Bundle;
import io.tuyere.config.ConfigWatcher;
import io.tuyere.config.Configuration;
import io.tuyere.config.Generation.Trigger;
import io.tuyere.config.Reading;
import io.tuyere.http.ServerSettings.Tls;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.EveryTlsEngine;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestCertificates;
import io.tuyere.support.TlsWire;
import io.tuyere.support.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data port over TLS: both versions of HTTP, and certificates that change while it serves. */
class TlsIT extends EveryTlsEngine {
    private static final String READ = "/v1.0/devices/demo-eu-lamp-1";
    private static final X509Bundle AUTHORITY = TestCertificates.authority("tests");

    @TempDir
    private static Path folder;

    private final X509Bundle first = TestCertificates.local(AUTHORITY);
    private final Path chain = TestCertificates.chain(folder.resolve("chain.pem"), first);
    private final Path key = TestCertificates.key(folder.resolve("key.pem"), first);
    private @Nullable Configuration configuration;

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    private final GatewayUnderTest gateway = GatewayUnderTest.start(this::secured);

    private Configuration secured(Configuration usual) {
        Configuration secured = usual.withServer(usual.server().withTls(new Tls(chain, key, Optional.empty())));
        configuration = secured;
        return secured;
    }

    @AfterEach
    void nothingIsLeftOver() {
        Eventually.check(() -> assertThat(Scrape.of(gateway).underWay()).isZero());
        gateway.close();
    }

    @Test
    void callsGoOverHttp2WhereTheClientSpeaksIt() throws Exception {
        HttpClient client = http2();

        HttpResponse<String> written = client.send(
                to("/v1.0/sim/echo").POST(BodyPublishers.ofString("{\"a\":1}")).build(), BodyHandlers.ofString());
        HttpResponse<String> large =
                client.send(to("/v1.0/sim/large?bytes=400000").build(), BodyHandlers.ofString());
        HttpResponse<String> tooLarge = client.send(
                to("/v1.0/sim/echo")
                        .POST(BodyPublishers.ofString("x".repeat(3 << 20)))
                        .build(),
                BodyHandlers.ofString());
        HttpResponse<String> odd = client.send(to("/v1.0//x").build(), BodyHandlers.ofString());

        assertThat(written.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(written.body()).contains("{\\\"a\\\":1}");
        assertThat(written.headers().map()).containsKey("x-tuya-region").doesNotContainKeys("connection", "keep-alive");
        assertThat(large.body()).hasSize(400_000);
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(odd.statusCode()).isEqualTo(400);
        assertThat(client.send(to(READ).build(), BodyHandlers.ofString()).body())
                .contains("\"success\":true");
    }

    @Test
    void logSaysWhoEncrypts() {
        assertThat(log.text()).contains(boring() ? "TLS by BoringSSL" : "TLS by the JDK");
    }

    private boolean boring() {
        return engine.equals(BEST) && OpenSsl.isAvailable();
    }

    @Test
    void callsGoOverHttp1Otherwise() throws IOException {
        try (SSLSocket socket = TlsWire.open(gateway.port(), AUTHORITY, null, "http/1.1")) {
            assertThat(read(new Wire(socket)).success()).isTrue();
        }
    }

    /** BoringSSL goes on as if the client had offered nothing; the JDK says that there is no such protocol (RFC 7301). */
    @Test
    void clientThatOffersOtherProtocolsOnlySpeaksHttp1OrIsTold() throws IOException {
        if (boring()) {
            try (SSLSocket socket = TlsWire.open(gateway.port(), AUTHORITY, null, "spdy/3")) {
                assertThat(read(new Wire(socket)).success()).isTrue();
            }
        } else {
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> TlsWire.open(gateway.port(), AUTHORITY, null, "spdy/3"))
                    .withMessageContaining("no_application_protocol");
        }
    }

    @Test
    void changedCertificateIsUsedAndNoConnectionIsDropped() throws IOException {
        ConfigWatcher watcher = watching();
        try (SSLSocket before = TlsWire.open(gateway.port(), AUTHORITY, null, "http/1.1")) {
            Wire wire = new Wire(before);
            assertThat(read(wire).success()).isTrue();
            X509Bundle second = TestCertificates.local(AUTHORITY);
            write(second);

            assertThat(GatewayUnderTest.done(watcher.reload(Trigger.SIGNAL)).taken())
                    .isTrue();

            Eventually.check(() -> assertThat(served()).isEqualTo(second.getCertificate()));
            assertThat(read(wire).success()).isTrue();
        }
        assertThat(scraped("tuyere_certificate_reloads_total{result=\"taken\"}"))
                .isEqualTo(1);
    }

    @Test
    void certificateThatCannotBeUsedIsLeft() throws IOException {
        ConfigWatcher watcher = watching();
        long ends = scraped("tuyere_certificate_expiry_timestamp_seconds");
        Path unused = TestCertificates.chain(chain, TestCertificates.local(AUTHORITY)); // with the first one's key
        assertThat(GatewayUnderTest.done(watcher.reload(Trigger.SIGNAL)).taken())
                .isTrue();
        write(TestCertificates.ended(AUTHORITY));
        assertThat(GatewayUnderTest.done(watcher.reload(Trigger.SIGNAL)).taken())
                .isTrue();

        assertThat(scraped("tuyere_certificate_reloads_total{result=\"refused\"}"))
                .isEqualTo(2);
        assertThat(scraped("tuyere_certificate_expiry_timestamp_seconds")).isEqualTo(ends);
        assertThat(ends)
                .isEqualTo(first.getCertificate().getNotAfter().toInstant().getEpochSecond());
        assertThat(served()).isEqualTo(first.getCertificate());
    }

    private void write(X509Bundle certificate) {
        assertThat(TestCertificates.key(key, certificate)).exists();
        assertThat(TestCertificates.chain(chain, certificate)).exists();
    }

    private long scraped(String meter) {
        return (long) Scrape.of(gateway).value(meter);
    }

    private ConfigWatcher watching() {
        Reading reading = new Reading(Optional.ofNullable(configuration), List.of(), Set.of(chain, key));
        return gateway.gateway().watch(() -> reading, reading);
    }

    private X509Certificate served() {
        try (SSLSocket socket = TlsWire.open(gateway.port(), AUTHORITY, null, "http/1.1")) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Response read(Wire wire) {
        return wire.send("GET " + READ + " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: acme-key\r\n\r\n")
                .read();
    }

    private HttpRequest.Builder to(String target) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.port() + target))
                .header("X-API-Key", "acme-key");
    }

    private static HttpClient http2() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(TestCertificates.trusting(AUTHORITY));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
