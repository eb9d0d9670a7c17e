package io.tuyere;

import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who encrypts: BoringSSL, which costs less, or the JDK where its library cannot be loaded. */
final class TlsEngines {
    private static final Logger LOG = LoggerFactory.getLogger(TlsEngines.class);

    private TlsEngines() {}

    /** The better of those that are there; with {@code -Dtuyere.tls=jdk} always the JDK's. */
    static SSLEngineOptions best() {
        return boring() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
    }

    /** Says in the log which one it is. */
    static void announce() {
        if (boring()) {
            LOG.info("TLS by {}", OpenSsl.versionString());
        } else {
            Throwable cause = OpenSsl.unavailabilityCause();
            LOG.info(
                    "TLS by the JDK{}",
                    cause == null ? "" : ", since BoringSSL cannot be loaded: " + cause.getMessage());
        }
    }

    private static boolean boring() {
        return !"jdk".equals(System.getProperty("tuyere.tls")) && OpenSsl.isAvailable();
    }
}
