package io.tuyere.http;

import io.netty.channel.Channel;
import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.gateway.Answers;
import io.tuyere.gateway.Tunnels;
import io.tuyere.observe.AccessLine;
import io.tuyere.observe.Meters;
import io.tuyere.upstream.Reply;
import io.tuyere.upstream.TunnelConnector;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens tunnels for CONNECT (RFC 9110, section 9.3.6). Whatever was refused ends its connection, since a client that did not wait
 * for the answer may have sent something else than HTTP already. Owner's event loop only.
 */
public final class ForwardProxy {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardProxy.class);
    private static final String CHALLENGE = "Basic realm=\"tuyere\", charset=\"UTF-8\"";

    private final Tunnels tunnels;
    private final TunnelConnector connector;
    private final TunnelShares shares;
    private final Answers answers;
    private final Meters meters;
    private final AccessLog log;
    private final GuessBrake brake;
    private final RequestIds ids = new RequestIds();
    private final Set<Tunnel> open = new HashSet<>();
    private boolean draining;

    /** The proxy of one event loop. */
    public ForwardProxy(
            Tunnels tunnels,
            TunnelConnector connector,
            TunnelShares shares,
            Answers answers,
            Meters meters,
            AccessLog log,
            GuessBrake brake) {
        this.tunnels = tunnels;
        this.connector = connector;
        this.shares = shares;
        this.answers = answers;
        this.meters = meters;
        this.log = log;
        this.brake = brake;
    }

    /** Whether it is for this to answer: without tunnels, CONNECT is a method like any other that does not exist. */
    public boolean takes(HttpServerRequest request) {
        return shares.settings().connect()
                && request.method().equals(HttpMethod.CONNECT)
                && request.version() != HttpVersion.HTTP_2;
    }

    /** Opens a tunnel, or says why not. */
    public void handle(HttpServerRequest request) {
        new Opener(request).begin();
    }

    /** From now on no tunnel is opened, and those that are close as soon as they are quiet. */
    public void drain() {
        draining = true;
        Set.copyOf(open).forEach(Tunnel::drain);
    }

    /** A body would be taken for the first bytes of the tunnel, or the other way round. */
    private static void checkAlone(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if ((length != null && !length.equals("0")) || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            throw new Failure.BadRequest("CONNECT has no body").toException();
        }
    }

    private TunnelShares.Share entered(Tunnels.Opening opening) {
        String region = opening.region().id();
        if (draining) {
            throw new Failure.Overloaded(region, "the gateway is stopping").toException();
        }
        TunnelShares.Share share = shares.of(opening.tenant());
        if (!share.tryEnter()) {
            throw new Failure.Overloaded(region, "too many tunnels of this tenant are open").toException();
        }
        return share;
    }

    /** One CONNECT and what becomes of it. */
    private final class Opener {
        private final HttpServerRequest request;
        private final String requestId = ids.next();
        private final long beganNanos = System.nanoTime();

        Opener(HttpServerRequest request) {
            this.request = request;
        }

        void begin() {
            try {
                checkAlone(request);
                Tunnels.Opening opening = tunnels.opening(
                        request.uri(),
                        request.getHeader(HttpHeaders.HOST),
                        request.getHeader(HttpHeaders.PROXY_AUTHORIZATION));
                TunnelShares.Share share = entered(opening);
                connector
                        .open(opening.region())
                        .onSuccess(cloud -> join(cloud, opening, share))
                        .onFailure(cause -> {
                            share.leave();
                            refuse(cause);
                        });
            } catch (FailureException refused) {
                refuse(refused);
            }
        }

        private void join(NetSocket cloudSocket, Tunnels.Opening opening, TunnelShares.Share share) {
            Channel client = ((ConnectionBase) request.connection()).channel(); // Vert.x has no call of its own for it
            Channel cloud = ((ConnectionBase) cloudSocket).channel();
            if (!client.isActive() || !Turnstile.remove(request.connection())) {
                share.leave();
                var unused = cloud.close();
                var unusedToo = client.close();
                tell(Meters.Outcome.ABORTED, Failure.Kind.CLIENT_GONE.slug());
                return;
            }
            AccessLine line = log.tunnel(request, requestId, opening);
            Meters.OfRegion ofRegion = meters.region(opening.region().id());
            Tunnel[] self = new Tunnel[1];
            Tunnel tunnel = new Tunnel(client, cloud, shares, share, ofRegion, () -> closed(self[0], line));
            self[0] = tunnel;
            open.add(tunnel);
            request.response().putHeader(ReplyWriter.REQUEST_ID, requestId);
            request.toNetSocket().onSuccess(socket -> tunnel.open()).onFailure(broken -> tunnel.close());
            ofRegion.tunnelOpened();
            LOG.atDebug()
                    .addKeyValue("region", opening.region().id())
                    .addKeyValue("tenant", opening.tenant())
                    .log("a tunnel opened");
        }

        private void closed(Tunnel tunnel, AccessLine line) {
            open.remove(tunnel);
            log.tellTunnel(line, requestId, System.nanoTime() - beganNanos, tunnel);
        }

        private void refuse(Throwable cause) {
            if (!(cause instanceof FailureException known)) {
                LOG.error("a tunnel met an error, request id {}", requestId, cause);
                write(answers.error(Face.API_KEY, requestId, ""));
                tell(Meters.Outcome.ERROR, Answers.INTERNAL);
                return;
            }
            Failure failure = known.failure();
            meters.failure(failure.kind().slug());
            if (guessed(failure)) {
                brake.refused(request).onSuccess(answer -> answerGuess(failure, answer));
            } else {
                answer(failure);
            }
        }

        /** Who shows nothing is told what to show, as proxies do to every client first; that is no guess. */
        private boolean guessed(Failure failure) {
            return failure.kind() == Failure.Kind.PROXY_CREDENTIAL
                    && request.headers().contains(HttpHeaders.PROXY_AUTHORIZATION);
        }

        private void answerGuess(Failure failure, boolean answer) {
            if (answer) {
                answer(failure);
            } else {
                var unused = request.connection().close();
                tell(Meters.Outcome.REFUSED, failure.kind().slug());
            }
        }

        private void answer(Failure failure) {
            if (failure.kind() == Failure.Kind.PROXY_CREDENTIAL) {
                request.response().putHeader(HttpHeaders.PROXY_AUTHENTICATE, CHALLENGE);
            }
            write(answers.failure(Face.API_KEY, requestId, failure));
            tell(
                    failure.kind().refusal() ? Meters.Outcome.REFUSED : Meters.Outcome.FAILED,
                    failure.kind().slug());
        }

        private void write(Reply reply) {
            ReplyWriter.writeLast(reply, request, Face.API_KEY, requestId)
                    .onFailure(gone -> request.connection().close());
        }

        private void tell(Meters.Outcome outcome, String error) {
            long nanos = System.nanoTime() - beganNanos;
            log.tellTunnel(request, requestId, new AccessLog.Ending(outcome, error, 0, nanos));
        }
    }
}
