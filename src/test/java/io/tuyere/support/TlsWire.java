package io.tuyere.support;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Opens TLS connections with the JDK's own TLS, which the gateway does not use. */
public final class TlsWire {
    private TlsWire() {}

    /**
     * A connection that is encrypted, to a server that is trusted.
     *
     * @param client what the client proves itself with, null for nothing
     * @param protocols what it offers to speak
     * @throws IOException when one of both is not content with the other
     */
    public static SSLSocket open(int port, X509Bundle authority, @Nullable X509Bundle client, String... protocols)
            throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket = (SSLSocket) context(TestCertificates.trusting(authority), client)
                .getSocketFactory()
                .createSocket(plain, "localhost", port, true);
        socket.setSoTimeout(20_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Makes sockets of a server with this certificate. */
    public static ServerSocketFactory server(X509Bundle certificate) {
        return context(null, certificate).getServerSocketFactory();
    }

    private static SSLContext context(@Nullable KeyStore trusted, @Nullable X509Bundle client) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            if (client != null) {
                own.setKeyEntry("client", client.getKeyPair().getPrivate(), new char[0], client.getCertificatePath());
            }
            keys.init(own, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
