package io.tuyere.http;

import io.netty.channel.Channel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.tuyere.gateway.ClientCertificate;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** The certificates of clients, looked at once a connection. TLS has checked before that one of the authorities issued them. */
final class ClientCertificates {
    private static final AttributeKey<Optional<ClientCertificate>> KEY =
            AttributeKey.valueOf(ClientCertificates.class, "certificate");

    private ClientCertificates() {}

    /** That of the client of a request, null for none. */
    static @Nullable ClientCertificate of(HttpServerRequest request) {
        if (!request.isSSL()) {
            return null;
        }
        Channel channel = ((ConnectionBase) request.connection()).channel();
        Attribute<Optional<ClientCertificate>> known = channel.attr(KEY);
        Optional<ClientCertificate> certificate = known.get();
        if (certificate == null) {
            certificate = read(request.sslSession());
            known.set(certificate);
        }
        return certificate.orElse(null);
    }

    private static Optional<ClientCertificate> read(@Nullable SSLSession session) {
        try {
            Certificate[] chain = session == null ? new Certificate[0] : session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first
                    ? Optional.of(new ClientCertificate(
                            sha256(first), first.getSubjectX500Principal().getName(X500Principal.CANONICAL)))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    private static String sha256(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that TLS has checked has a form, and every JDK SHA-256", e);
        }
    }
}
