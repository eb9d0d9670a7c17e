package io.tuyere.support;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A certificate for localhost that signs itself, made by the tool that comes with every JDK.
 *
 * @param file a PKCS #12 store, which serves as key store and as trust store
 */
public record Certificate(Path file) {
    /** Opens the store. */
    public static final String PASSWORD = "changeit";

    /** A new one, in this directory. */
    public static Certificate in(Path directory) {
        Path file = directory.resolve("redis.p12");
        try {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost,ip:127.0.0.1",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            PASSWORD,
                            "-keystore",
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            return new Certificate(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a server needs it. */
    public PfxOptions store() {
        return new PfxOptions().setPath(file.toString()).setPassword(PASSWORD);
    }

    /** The options of a JVM that trusts it. */
    public String[] trusted() {
        return new String[] {"-Djavax.net.ssl.trustStore=" + file, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD};
    }
}
