package io.tuyere.http;

import io.tuyere.http.ServerSettings.Tls;
import io.tuyere.observe.Meters;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the data port proves itself with. It is read and checked before it is used, so that a pair of files that do not belong
 * together, of which one was just replaced, never gets to a client; connections that are open keep what they began with. Any
 * thread.
 */
public final class ServerCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

    /** Forward secret and authenticated, the fastest first; TLS 1.2 and 1.3 are spoken. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final Vertx vertx;
    private final Meters meters;
    private final long handshakeMillis;
    private volatile Pem current;
    private volatile @Nullable HttpServer server;

    /** The contents of the files. */
    private record Pem(Buffer chain, Buffer key, Optional<Buffer> clientCa, ClientAuth clientAuth) {
        static Pem read(Tls tls) throws IOException {
            return new Pem(
                    bytes(tls.cert()),
                    bytes(tls.key()),
                    tls.clientCa().isPresent()
                            ? Optional.of(bytes(tls.clientCa().get()))
                            : Optional.empty(),
                    auth(tls.clientAuth()));
        }

        private static Buffer bytes(Path file) throws IOException {
            return Buffer.buffer(Files.readAllBytes(file));
        }

        private static ClientAuth auth(ServerSettings.ClientAuth asked) {
            return switch (asked) {
                case NONE -> ClientAuth.NONE;
                case OPTIONAL -> ClientAuth.REQUEST;
                case REQUIRED -> ClientAuth.REQUIRED;
            };
        }

        PemKeyCertOptions pair() {
            return new PemKeyCertOptions().setCertValue(chain).setKeyValue(key);
        }

        /** Names nothing: the key is a secret. */
        @Override
        public String toString() {
            return "Pem[***]";
        }
    }

    /**
     * Reads the files; blocks.
     *
     * @throws IllegalStateException with a message to show, when they cannot be used
     */
    public ServerCertificate(Vertx vertx, Tls tls, long handshakeMillis, Meters meters) {
        this.vertx = vertx;
        this.meters = meters;
        this.handshakeMillis = handshakeMillis;
        try {
            this.current = Pem.read(tls);
            X509Certificate certificate = KeyPairs.check(vertx, current.pair());
            long endsMillis = certificate.getNotAfter().toInstant().toEpochMilli();
            meters.certificateEnds(endsMillis);
            if (endsMillis < System.currentTimeMillis()) {
                LOG.error(
                        "the certificate of the data port has ended on {}",
                        certificate.getNotAfter().toInstant());
            }
        } catch (Exception unusable) {
            throw new IllegalStateException("server.tls: " + unusable.getMessage(), unusable);
        }
    }

    /** What a server begins with. */
    public ServerSSLOptions options() {
        return options(current);
    }

    /** A server of the port listens; one is enough, since all share their certificate. */
    public void serves(HttpServer listening) {
        server = listening;
    }

    /** Reads the files again; blocks. What is changed and can be used is used for connections from now on. */
    public void renew(Tls tls) {
        HttpServer listening = server;
        if (listening == null) {
            return;
        }
        try {
            Pem pem = Pem.read(tls);
            if (!pem.equals(current)) {
                X509Certificate certificate = KeyPairs.check(vertx, pem.pair());
                certificate.checkValidity();
                listening
                        .updateSSLOptions(options(pem), true)
                        .onSuccess(used ->
                                taken(pem, certificate.getNotAfter().toInstant().toEpochMilli()))
                        .onFailure(this::left);
            }
        } catch (Exception unusable) {
            left(unusable);
        }
    }

    private void taken(Pem pem, long endsMillis) {
        current = pem;
        meters.certificateEnds(endsMillis);
        meters.certificateReloaded(true);
        LOG.info("certificate reloaded");
    }

    private void left(Throwable cause) {
        meters.certificateReloaded(false);
        LOG.warn("certificate not reloaded, the old one stays: {}", cause.getMessage());
    }

    private ServerSSLOptions options(Pem pem) {
        ServerSSLOptions options = new ServerSSLOptions()
                .setKeyCertOptions(pem.pair())
                .setClientAuth(pem.clientAuth())
                .setUseAlpn(true)
                .setApplicationLayerProtocols(List.of("h2", "http/1.1"))
                .setSslHandshakeTimeout(handshakeMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        CIPHERS.forEach(options::addEnabledCipherSuite);
        pem.clientCa().ifPresent(ca -> options.setTrustOptions(new PemTrustOptions().addCertValue(ca)));
        return options;
    }
}
