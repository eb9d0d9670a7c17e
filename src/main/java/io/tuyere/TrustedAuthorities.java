package io.tuyere;

import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom the gateway believes that a server is a data centre: those that the JDK or the system trusts, and others besides. */
final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /**
     * With the authorities of a PEM file; blocks.
     *
     * @throws IllegalStateException with a message to show, when they cannot be read
     */
    static TrustOptions and(Path pem) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate usual : manager(null).getAcceptedIssuers()) {
                add(store, usual);
            }
            for (Certificate more : read(pem)) {
                add(store, more);
            }
            return TrustOptions.wrap(manager(store));
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalStateException("upstream.trust: " + unusable.getMessage(), unusable);
        }
    }

    private static void add(KeyStore store, Certificate certificate) throws GeneralSecurityException {
        store.setCertificateEntry(Integer.toString(store.size()), certificate);
    }

    private static Collection<? extends Certificate> read(Path pem) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                throw new IOException("there is no certificate in " + pem);
            }
            return all;
        }
    }

    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager usable) {
                return usable;
            }
        }
        throw new IllegalStateException("every JDK trusts somebody");
    }
}
