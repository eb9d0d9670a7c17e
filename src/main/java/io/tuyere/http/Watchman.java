package io.tuyere.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.tuyere.core.Failure;
import io.tuyere.http.Visit.Overstay;
import io.tuyere.observe.Meters;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the connections of clients that take too long: to send headers, to send a body, to read an answer, or for nothing at
 * all. One of these looks at all connections of an event loop a few times a second, so that neither a connection nor a request
 * costs a timer, and all clocks are read once for all of them. Owner's event loop only.
 */
public final class Watchman {
    /** Names that Vert.x 5.1.6 gives to its handlers. */
    private static final String DECODER = "httpDecoder";

    private static final String ENCODER = "httpEncoder";
    private static final String VERTX = "handler";
    private static final String IDLE = "idle";
    private static final long ROUND_MILLIS = 250;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final EdgeSettings limits;
    private final long idleMillis;
    private final Http1ServerConfig http1;
    private final LastWords lastWords;
    private final Meters meters;
    private final AccessLog log;
    private final RequestIds ids = new RequestIds();
    private @Nullable Visit first;
    private long nowMillis = elapsedMillis();
    private long timer = NO_TIMER;

    /** A watchman on the event loop that calls this. */
    public Watchman(Vertx vertx, ServerSettings settings, LastWords lastWords, Meters meters, AccessLog log) {
        this.vertx = vertx;
        this.limits = settings.limits();
        this.idleMillis = settings.idleTimeout().toMillis();
        this.http1 = new Http1ServerConfig()
                .setMaxHeaderSize(settings.maxHeaderBytes())
                .setMaxInitialLineLength(settings.maxRequestLineBytes());
        this.lastWords = lastWords;
        this.meters = meters;
        this.log = log;
    }

    /** Sees to it that a connection is read strictly, answered in turn, and used. */
    void receive(HttpConnection connection) {
        // Vert.x has no call of its own for it.
        Channel channel = ((ConnectionBase) connection).channel();
        if (connection.protocolVersion() == HttpVersion.HTTP_2) {
            Http2ConnectionHandler frames = channel.pipeline().get(Http2ConnectionHandler.class);
            CalmFrames.install(frames.decoder(), watch(channel, false));
            return;
        }
        Visit visit = watch(channel, true);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.replace(DECODER, DECODER, new StrictDecoder(http1, limits.maxFields(), visit));
        pipeline.addBefore(VERTX, "turnstile", new Turnstile(visit));
        if (pipeline.get(IDLE) != null) {
            pipeline.remove(IDLE); // its work is done here
        }
    }

    private Visit watch(Channel channel, boolean http1) {
        if (timer == NO_TIMER) {
            nowMillis = elapsedMillis();
            timer = vertx.setPeriodic(ROUND_MILLIS, fired -> round());
        }
        Visit visit = new Visit(channel, () -> nowMillis, http1);
        Visit second = first;
        visit.next = second;
        if (second != null) {
            second.previous = visit;
        }
        first = visit;
        channel.closeFuture().addListener((ChannelFutureListener) closed -> forget(visit));
        return visit;
    }

    private void forget(Visit visit) {
        Visit before = visit.previous;
        Visit after = visit.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
    }

    private void round() {
        nowMillis = elapsedMillis();
        Visit visit = first;
        while (visit != null) {
            Visit after = visit.next;
            Overstay overstay = visit.overstay(nowMillis, limits, idleMillis);
            if (overstay != null) {
                end(visit, overstay);
            }
            visit = after;
        }
        if (first == null && vertx.cancelTimer(timer)) {
            timer = NO_TIMER;
        }
    }

    private void end(Visit visit, Overstay overstay) {
        meters.connectionEnded(overstay.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Channel channel = visit.channel();
        ChannelHandlerContext encoder = channel.pipeline().context(ENCODER);
        boolean answered = encoder != null && visit.mayBeAnswered();
        String requestId = ids.next();
        if (overstay == Overstay.SLOW_HEADER) { // a body or an answer is part of a call, which is told when it ends
            log.tellUnread(channel.remoteAddress(), requestId, new Failure.RequestTimeout(), answered);
        }
        if (answered) {
            var unused = encoder.writeAndFlush(Unpooled.wrappedBuffer(lastWords.tooSlow(requestId)))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            var unused = channel.close(); // whoever waits for something on it hears of it
        }
    }

    private static long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
