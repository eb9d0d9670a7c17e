package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.netty.pkitesting.X509Bundle;
import io.tuyere.config.Configuration;
import io.tuyere.core.Credential;
import io.tuyere.core.Tenant;
import io.tuyere.http.ServerSettings.ClientAuth;
import io.tuyere.http.ServerSettings.Tls;
import io.tuyere.support.EveryTlsEngine;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.TestCertificates;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TlsWire;
import io.tuyere.support.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that prove themselves with a certificate. */
class MtlsIT extends EveryTlsEngine {
    private static final X509Bundle SERVERS = TestCertificates.authority("servers");
    private static final X509Bundle CLIENTS = TestCertificates.authority("clients");
    private static final X509Bundle METER = TestCertificates.client(CLIENTS, "CN=meter-7,O=Acme");
    private static final X509Bundle TWIN = TestCertificates.client(CLIENTS, "CN=meter-7,O=Acme");
    private static final X509Bundle NOBODY = TestCertificates.client(CLIENTS, "CN=nobody");

    @TempDir
    private static Path folder;

    @AutoClose
    private final GatewayUnderTest optional = start(ClientAuth.OPTIONAL);

    private static GatewayUnderTest start(ClientAuth asked) {
        X509Bundle server = TestCertificates.local(SERVERS);
        Tls tls = new Tls(
                TestCertificates.chain(folder.resolve("chain.pem"), server),
                TestCertificates.key(folder.resolve("key.pem"), server),
                Optional.of(TestCertificates.chain(folder.resolve("clients.pem"), CLIENTS)),
                asked);
        return GatewayUnderTest.start(
                usual -> known(usual.withServer(usual.server().withTls(tls))));
    }

    /** Acme is known by what is written in the certificate, the stateside tenant by the very certificate. */
    private static Configuration known(Configuration usual) {
        return usual.withTenants(Stream.concat(
                        usual.tenants().stream(),
                        Stream.of(
                                tenant(
                                        "subject",
                                        "eu",
                                        new Credential.Mtls(null, canonical("cn=METER-7, o=acme"), false, null)),
                                tenant("print", "us", new Credential.Mtls(sha256(TWIN), null, true, null))))
                .toList());
    }

    private static Tenant tenant(String id, String region, Credential credential) {
        Tenant usual = TestTenants.tenant(id, region, TestTenants.PROJECT, List.of(region));
        return new Tenant(
                id, region, List.of(region), false, Map.of(), usual.projects(), List.of(credential), null, null);
    }

    @Test
    void subjectOrFingerprintTellsTheTenant() throws IOException {
        assertThat(call(optional, METER, "").region()).isEqualTo("eu");
        assertThat(call(optional, TWIN, "").region())
                .as("fingerprint goes before subject")
                .isEqualTo("us");
    }

    @Test
    void apiKeyGoesBeforeTheCertificate() throws IOException {
        assertThat(call(optional, TWIN, "X-API-Key: acme-key\r\n").region()).isEqualTo("eu");
        assertThat(call(optional, TWIN, "X-API-Key: nobodys-key\r\n").status()).isEqualTo(401);
    }

    @Test
    void certificateThatNobodyHasIsNone() throws IOException {
        Response answer = call(optional, NOBODY, "");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).isEqualTo("unknown-credential");
        assertThat(answer.text()).contains(sha256(NOBODY));
        assertThat(call(optional, null, "").status()).isEqualTo(401);
        assertThat(call(optional, null, "X-API-Key: acme-key\r\n").status()).isEqualTo(200);
    }

    @Test
    void certificateOfAStrangeAuthorityEndsTheConnection() {
        X509Bundle forged = TestCertificates.client(TestCertificates.authority("clients"), "CN=meter-7,O=Acme");

        assertThatIOException().isThrownBy(() -> call(optional, forged, ""));
    }

    @Test
    void certificateMayBeRequired() throws IOException {
        try (GatewayUnderTest required = start(ClientAuth.REQUIRED)) {
            assertThat(call(required, METER, "").region()).isEqualTo("eu");
            assertThatIOException().isThrownBy(() -> call(required, null, "X-API-Key: acme-key\r\n"));
        }
    }

    private static Response call(GatewayUnderTest gateway, @Nullable X509Bundle client, String credential)
            throws IOException {
        try (SSLSocket socket = TlsWire.open(gateway.port(), SERVERS, client, "http/1.1")) {
            return new Wire(socket)
                    .send("GET /v1.0/sim/echo HTTP/1.1\r\nHost: localhost\r\n" + credential + "\r\n")
                    .read();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String canonical(String subject) {
        return new X500Principal(subject).getName(X500Principal.CANONICAL);
    }

    private static String sha256(X509Bundle bundle) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(bundle.getCertificate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
