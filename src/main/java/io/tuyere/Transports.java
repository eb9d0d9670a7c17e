package io.tuyere;

import io.tuyere.http.ServerSettings.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses what a process speaks to its sockets with: {@code server.transport}. */
final class Transports {
    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);

    private Transports() {}

    /** A Vert.x that uses this one or, with a warning, what {@code auto} finds where the system does not let it. */
    static Vertx vertx(VertxOptions options, Transport wanted) {
        return switch (wanted) {
            case AUTO -> Vertx.vertx(options);
            case NIO -> Vertx.vertx(new VertxOptions(options).setPreferNativeTransport(false));
            case EPOLL -> vertx(options, wanted, io.vertx.core.transport.Transport.EPOLL);
            case IO_URING -> vertx(options, wanted, io.vertx.core.transport.Transport.IO_URING);
        };
    }

    static Vertx vertx(VertxOptions options, Transport wanted, io.vertx.core.transport.Transport transport) {
        if (transport.available()) {
            return Vertx.builder().with(options).withTransport(transport).build();
        }
        LOG.warn(
                "server.transport {} cannot be had here, what auto finds is used reason=\"{}\"",
                wanted.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                reason(transport.unavailabilityCause()));
        return Vertx.vertx(options);
    }

    /** The innermost cause says what the system refused; those around it say that something could not be loaded. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }
}
