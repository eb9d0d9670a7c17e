package io.tuyere.doctor;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.NetUtil;
import io.tuyere.core.Region;
import io.tuyere.doctor.Finding.Mark;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Goes the way to a region step by step, as far as it leads: name, port, TLS. One event loop. */
final class RegionProbe {
    private final Vertx vertx;
    private final NetClient client;
    private final ClientSSLOptions tls;
    private final long stepMillis;

    /**
     * A probe.
     *
     * @param tls how the gateway checks the certificates of regions
     * @param perStep time that each step may take
     */
    RegionProbe(Vertx vertx, ClientSSLOptions tls, Duration perStep) {
        this.vertx = vertx;
        this.tls = tls;
        this.stepMillis = perStep.toMillis();
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout((int) stepMillis));
    }

    /** What was found; never fails. */
    Future<Finding> probe(Region region) {
        Steps steps = new Steps();
        return steps.timed("name", resolved(region))
                .compose(address -> steps.timed("connection", client.connect(region.port(), region.host())))
                .compose(socket -> secured(region, socket, steps).eventually(socket::close))
                .map(done -> finding(region, Mark.OK, steps.passed))
                .otherwise(cause -> finding(region, Mark.FAILED, steps.before() + steps.step + ": " + words(cause)));
    }

    private Future<InetAddress> resolved(Region region) {
        return vertx.executeBlocking(() -> InetAddress.getByName(region.host()))
                .<InetAddress>map(Objects::requireNonNull)
                .timeout(stepMillis, TimeUnit.MILLISECONDS);
    }

    private Future<Void> secured(Region region, NetSocket socket, Steps steps) {
        if (!region.tls()) {
            return Future.succeededFuture();
        }
        boolean named = !NetUtil.isValidIpV4Address(region.host()) && !NetUtil.isValidIpV6Address(region.host());
        Future<Void> handshake = named ? socket.upgradeToSsl(tls, region.host()) : socket.upgradeToSsl(tls);
        return steps.timed("TLS", handshake.timeout(stepMillis, TimeUnit.MILLISECONDS))
                .onSuccess(done -> steps.passed += " (" + socket.sslSession().getProtocol() + ")");
    }

    private static Finding finding(Region region, Mark mark, String words) {
        return new Finding("region", region.id(), mark, region.baseUrl() + ": " + words);
    }

    private String words(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "its host name is not known to the resolver of this machine";
        }
        if (cause instanceof TimeoutException || cause instanceof ConnectTimeoutException) {
            return "nothing within " + stepMillis + " ms; is there a firewall on the way?";
        }
        if (cause instanceof ConnectException) {
            return "refused";
        }
        if (cause instanceof NotSslRecordException) {
            return "the port does not speak TLS; should base-url begin with http:// ?";
        }
        if (cause instanceof SSLException && cause.getCause() != null) {
            return Objects.toString(cause.getCause().getMessage(), cause.toString());
        }
        return Objects.toString(cause.getMessage(), cause.getClass().getSimpleName());
    }

    /** The steps that were taken, and how long each took. */
    private static final class Steps {
        private String passed = "";
        private String step = "";

        String before() {
            return passed.isEmpty() ? "" : passed + ", ";
        }

        <T> Future<T> timed(String name, Future<T> taking) {
            long began = System.nanoTime();
            step = name;
            return taking.onSuccess(done ->
                    passed = before() + name + ' ' + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) + " ms");
        }
    }
}
