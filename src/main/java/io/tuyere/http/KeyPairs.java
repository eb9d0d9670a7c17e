package io.tuyere.http;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/** Finds out whether a certificate and a key can be used: together. */
final class KeyPairs {
    private static final byte[] SAMPLE = {1, 2, 3};

    private KeyPairs() {}

    /**
     * Reads both; blocks.
     *
     * @return the certificate, which may have ended
     * @throws Exception whose message says what is wrong
     */
    static X509Certificate check(Vertx vertx, PemKeyCertOptions pair) throws Exception {
        for (KeyManager manager : pair.getKeyManagerFactory(vertx).getKeyManagers()) {
            if (manager instanceof X509KeyManager keys) {
                for (String type : new String[] {"RSA", "EC", "EdDSA"}) {
                    String[] aliases = keys.getServerAliases(type, null);
                    if (aliases != null && aliases.length > 0) {
                        return check(keys.getCertificateChain(aliases[0])[0], keys.getPrivateKey(aliases[0]));
                    }
                }
            }
        }
        throw new IllegalArgumentException("no RSA, EC or EdDSA certificate with a key was found");
    }

    private static X509Certificate check(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        if (!belong(certificate.getPublicKey(), key)) {
            throw new IllegalArgumentException("the key is not that of the certificate");
        }
        return certificate;
    }

    private static boolean belong(PublicKey open, PrivateKey secret) throws GeneralSecurityException {
        if (!open.getAlgorithm().equals(secret.getAlgorithm())) {
            return false;
        }
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(SAMPLE);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(SAMPLE);
        return signature.verify(signed);
    }
}
