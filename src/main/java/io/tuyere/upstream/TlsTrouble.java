package io.tuyere.upstream;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in plain words why a server was not believed to be what it should be. */
final class TlsTrouble {
    private static final int DEEPEST = 10;

    private TlsTrouble() {}

    /** The reason, without anything that the server says of itself. */
    static String words(SSLException failed) {
        String words = "no TLS connection";
        Throwable cause = failed;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            words = Objects.requireNonNullElse(known(cause), words);
            cause = cause.getCause();
        }
        return words;
    }

    private static @Nullable String known(Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return "its certificate has ended";
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "its certificate is not valid yet";
        }
        if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            return message.contains("subject alternative") || message.contains("no name matching")
                    ? "its certificate is for another name"
                    : "its certificate is of nobody that is trusted (see upstream.trust)";
        }
        return null;
    }
}
