package io.tuyere.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The port that clients call: group {@code server} of the configuration.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param tls certificate and key; plain HTTP without
 * @param maxBodyBytes a longer request body is refused
 * @param maxHeaderBytes all request headers together
 * @param maxRequestLineBytes method, path and query
 * @param idleTimeout a connection without traffic for this long is closed
 * @param drainTimeout how long calls in flight may take to end after SIGTERM
 * @param drainDelay how long new calls are taken after SIGTERM, for load balancers to notice that the gateway is not ready
 * @param maxConnections connections at the same time; the next one is closed at once
 * @param limits what a client may take its time for, and how much it may send
 * @param trustedProxies whose word is taken for whom a request comes from
 * @param transport how the process speaks to its sockets, those of clients and those of data centres
 */
public record ServerSettings(
        String host,
        int port,
        Optional<Tls> tls,
        int maxBodyBytes,
        int maxHeaderBytes,
        int maxRequestLineBytes,
        Duration idleTimeout,
        Duration drainTimeout,
        Duration drainDelay,
        int maxConnections,
        EdgeSettings limits,
        List<Network> trustedProxies,
        Transport transport) {
    /** More are an oversight, and each is looked at for each call. */
    private static final int MOST_PROXIES = 100;

    private static final int LONGEST_ADDRESS = 43; // of IPv6 with its prefix
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    public ServerSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("server.host must not be blank");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("server.port must be 0 to 65535, was " + port);
        }
        bytes("server.max-body", maxBodyBytes, KIB, 1024 * MIB);
        bytes("server.max-headers", maxHeaderBytes, KIB, MIB);
        bytes("server.max-request-line", maxRequestLineBytes, KIB, 64 * KIB);
        seconds("server.idle-timeout", idleTimeout, 1, 3600);
        seconds("server.drain-timeout", drainTimeout, 0, 600);
        seconds("server.drain-delay", drainDelay, 0, 600);
        if (maxConnections < 1 || maxConnections > 1_000_000) {
            throw new IllegalArgumentException("server.max-connections must be 1 to 1000000, was " + maxConnections);
        }
        trustedProxies = List.copyOf(trustedProxies);
        if (trustedProxies.size() > MOST_PROXIES) {
            throw new IllegalArgumentException("server.trusted-proxies must be " + MOST_PROXIES
                    + " networks at most, were " + trustedProxies.size());
        }
    }

    /** What is used where the configuration says nothing. */
    public static ServerSettings defaults() {
        return new ServerSettings(
                "0.0.0.0",
                8080,
                Optional.empty(),
                2 * MIB,
                16 * KIB,
                8 * KIB,
                Duration.ofSeconds(75),
                Duration.ofSeconds(20),
                Duration.ofSeconds(1),
                20_000,
                EdgeSettings.defaults(),
                List.of(),
                Transport.AUTO);
    }

    /** These settings with another {@code server.host}. */
    public ServerSettings withHost(String value) {
        return new ServerSettings(
                value,
                port,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                maxRequestLineBytes,
                idleTimeout,
                drainTimeout,
                drainDelay,
                maxConnections,
                limits,
                trustedProxies,
                transport);
    }

    /** These settings with another {@code server.port}. */
    public ServerSettings withPort(int value) {
        return new ServerSettings(
                host,
                value,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                maxRequestLineBytes,
                idleTimeout,
                drainTimeout,
                drainDelay,
                maxConnections,
                limits,
                trustedProxies,
                transport);
    }

    /** These settings with this {@code server.tls}. */
    public ServerSettings withTls(Tls value) {
        return new ServerSettings(
                host,
                port,
                Optional.of(value),
                maxBodyBytes,
                maxHeaderBytes,
                maxRequestLineBytes,
                idleTimeout,
                drainTimeout,
                drainDelay,
                maxConnections,
                limits,
                trustedProxies,
                transport);
    }

    /** These settings with another {@code server.max-body}, in bytes. */
    public ServerSettings withMaxBodyBytes(int value) {
        return new ServerSettings(
                host,
                port,
                tls,
                value,
                maxHeaderBytes,
                maxRequestLineBytes,
                idleTimeout,
                drainTimeout,
                drainDelay,
                maxConnections,
                limits,
                trustedProxies,
                transport);
    }

    /** These settings with another {@code server.max-headers}, in bytes. */
    public ServerSettings withMaxHeaderBytes(int value) {
        return new ServerSettings(
                host,
                port,
                tls,
                maxBodyBytes,
                value,
                maxRequestLineBytes,
                idleTimeout,
                drainTimeout,
                drainDelay,
                maxConnections,
                limits,
                trustedProxies,
                transport);
    }

    /** These settings with another {@code server.max-request-line}, in bytes. */
    public ServerSettings withMaxRequestLineBytes(int value) {
        return new ServerSettings(
                host,
                port,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                value,
                idleTimeout,
                drainTimeout,
                drainDelay,
                maxConnections,
                limits,
                trustedProxies,
                transport);
    }

    /** These settings with another {@code server.idle-timeout}. */
    public ServerSettings withIdleTimeout(Duration value) {
        return new ServerSettings(
                host,
                port,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                maxRequestLineBytes,
                value,
                drainTimeout,
                drainDelay,
                maxConnections,
                limits,
                trustedProxies,
                transport);
    }

    /** These settings with another {@code server.drain-timeout}. */
    public ServerSettings withDrainTimeout(Duration value) {
        return new ServerSettings(
                host,
                port,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                maxRequestLineBytes,
                idleTimeout,
                value,
                drainDelay,
                maxConnections,
                limits,
                trustedProxies,
                transport);
    }

    /** These settings with another {@code server.drain-delay}. */
    public ServerSettings withDrainDelay(Duration value) {
        return new ServerSettings(
                host,
                port,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                maxRequestLineBytes,
                idleTimeout,
                drainTimeout,
                value,
                maxConnections,
                limits,
                trustedProxies,
                transport);
    }

    /** These settings with another {@code server.max-connections}. */
    public ServerSettings withMaxConnections(int value) {
        return new ServerSettings(
                host,
                port,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                maxRequestLineBytes,
                idleTimeout,
                drainTimeout,
                drainDelay,
                value,
                limits,
                trustedProxies,
                transport);
    }

    /** These settings with other limits on what clients may do. */
    public ServerSettings withLimits(EdgeSettings value) {
        return new ServerSettings(
                host,
                port,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                maxRequestLineBytes,
                idleTimeout,
                drainTimeout,
                drainDelay,
                maxConnections,
                value,
                trustedProxies,
                transport);
    }

    /** These settings with other {@code server.trusted-proxies}, each an address or a network as {@link Network#of} takes it. */
    public ServerSettings withTrustedProxies(List<String> value) {
        return new ServerSettings(
                host,
                port,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                maxRequestLineBytes,
                idleTimeout,
                drainTimeout,
                drainDelay,
                maxConnections,
                limits,
                value.stream().map(ServerSettings::proxies).toList(),
                transport);
    }

    /** These settings with another {@code server.transport}. */
    public ServerSettings withTransport(Transport value) {
        return new ServerSettings(
                host,
                port,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                maxRequestLineBytes,
                idleTimeout,
                drainTimeout,
                drainDelay,
                maxConnections,
                limits,
                trustedProxies,
                value);
    }

    private static Network proxies(String text) {
        try {
            return Network.of(text);
        } catch (IllegalArgumentException wrong) {
            String shown = text.length() > LONGEST_ADDRESS ? text.substring(0, LONGEST_ADDRESS) + "…" : text;
            throw new IllegalArgumentException(
                    "server.trusted-proxies " + wrong.getMessage() + ", was \"" + shown + '"');
        }
    }

    private static void bytes(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    key + " must be " + least / KIB + "KiB to " + most / KIB + "KiB, was " + value + "B");
        }
    }

    private static void seconds(String key, Duration value, int least, int most) {
        if (value.compareTo(Duration.ofSeconds(least)) < 0 || value.compareTo(Duration.ofSeconds(most)) > 0) {
            throw new IllegalArgumentException(
                    key + " must be " + least + "s to " + most + "s, was " + value.toMillis() + "ms");
        }
    }

    /**
     * What the port proves itself with, as PEM files.
     *
     * @param cert certificate chain
     * @param key its private key
     * @param clientCa authorities whose client certificates are taken
     * @param clientAuth whether clients are asked for a certificate
     */
    public record Tls(Path cert, Path key, Optional<Path> clientCa, ClientAuth clientAuth) {
        public Tls {
            if (clientAuth != ClientAuth.NONE && clientCa.isEmpty()) {
                throw new IllegalArgumentException("server.tls.client-auth must be none without a client-ca");
            }
        }

        /** With the certificate of a client required where there is an authority for it. */
        public Tls(Path cert, Path key, Optional<Path> clientCa) {
            this(cert, key, clientCa, clientCa.isPresent() ? ClientAuth.REQUIRED : ClientAuth.NONE);
        }
    }

    /** Whether clients are asked for a certificate. */
    public enum ClientAuth {
        /** None is asked for. */
        NONE,
        /** One that is shown is looked at; a client may come without. */
        OPTIONAL,
        /** Who shows none is not let in. */
        REQUIRED
    }

    /** How a process speaks to its sockets. */
    public enum Transport {
        /** By the best that there is without being asked for: epoll on Linux, elsewhere what the JDK has. */
        AUTO,
        /** Linux tells which sockets are ready. */
        EPOLL,
        /** Linux takes and completes what is asked of it in queues; many containers may not use that. */
        IO_URING,
        /** What the JDK has. */
        NIO
    }
}
