package io.tuyere.support;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;

/** Makes certificates, and files of them. */
public final class TestCertificates {
    private static final String PASSWORD = "changeit";

    private TestCertificates() {}

    /** An authority of this name. */
    public static X509Bundle authority(String name) {
        return made(() -> new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign)
                .buildSelfSigned());
    }

    /** A server's certificate for this machine. */
    public static X509Bundle local(X509Bundle authority) {
        return made(() ->
                server().addSanDnsName("localhost").addSanIpAddress("127.0.0.1").buildIssuedBy(authority));
    }

    /** A server's certificate for another name. */
    public static X509Bundle foreign(X509Bundle authority) {
        return made(() -> server().addSanDnsName("elsewhere.test").buildIssuedBy(authority));
    }

    /** A server's certificate that has ended. */
    public static X509Bundle ended(X509Bundle authority) {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        return made(() -> server().addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .notBefore(yesterday.minus(Duration.ofDays(9)))
                .notAfter(yesterday)
                .buildIssuedBy(authority));
    }

    /** A client's certificate. */
    public static X509Bundle client(X509Bundle authority, String subject) {
        return made(() -> new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(authority));
    }

    private static CertificateBuilder server() {
        return new CertificateBuilder().ecp256().subject("CN=server").addExtendedKeyUsageServerAuth();
    }

    /** Writes a certificate chain as PEM. */
    public static Path chain(Path file, X509Bundle bundle) {
        return write(file, bundle.getCertificatePathPEM());
    }

    /** Writes a private key as PEM. */
    public static Path key(Path file, X509Bundle bundle) {
        return write(file, bundle.getPrivateKeyPEM());
    }

    /** A store of this certificate alone. */
    public static KeyStore trusting(X509Bundle authority) {
        return made(() -> {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD.toCharArray());
            store.setCertificateEntry("authority", authority.getCertificate());
            return store;
        });
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Making<T> {
        T make() throws Exception;
    }

    private static <T> T made(Making<T> making) {
        try {
            return making.make();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
