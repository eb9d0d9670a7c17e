package io.tuyere.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.tuyere.observe.Meters;
import io.vertx.core.net.impl.ShutdownEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Two connections that carry each other's bytes, unseen. Neither is read while the other cannot take more, or while the tenant's
 * tunnels have carried more than they may; the end of one direction is passed on and leaves the other open. It is closed when
 * nothing has come for too long, when its time is up, and when the gateway stops as soon as it is quiet. Both connections'
 * event loop only.
 *
 * <p>It stands before Vert.x in both pipelines, which keeps no half-open connection and would copy every byte.
 */
final class Tunnel {
    private static final String VERTX = "handler";
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final long LINGER_SECONDS = 2;

    private final TunnelShares shares;
    private final TunnelShares.Share share;
    private final Runnable whenClosed;
    private final End client;
    private final End cloud;
    private final long endNanos;
    private long idleNanos;
    private long lastNanos;
    private @Nullable ScheduledFuture<?> watch;
    private boolean closed;

    /** A tunnel through which nothing goes before it is opened. */
    Tunnel(
            Channel client,
            Channel cloud,
            TunnelShares shares,
            TunnelShares.Share share,
            Meters.OfRegion meters,
            Runnable whenClosed) {
        this.shares = shares;
        this.share = share;
        this.whenClosed = whenClosed;
        this.lastNanos = shares.nowNanos();
        this.idleNanos = shares.settings().idleTimeout().toNanos();
        this.endNanos = lastNanos + shares.settings().maxLifetime().toNanos();
        this.client = new End(client, meters::tunnelledOut);
        this.cloud = new End(cloud, meters::tunnelledIn);
        this.client.peer = this.cloud;
        this.cloud.peer = this.client;
        this.client.install();
        this.cloud.install();
    }

    /** Bytes that came from the client. */
    long bytesOfClient() {
        return client.total;
    }

    /** Bytes that came from the cloud. */
    long bytesOfCloud() {
        return cloud.total;
    }

    /** Lets bytes pass. */
    void open() {
        client.regulate();
        cloud.regulate();
        watch();
    }

    /** Ends it as soon as it is quiet. */
    void drain() {
        idleNanos = Math.min(idleNanos, QUIET.toNanos());
        watch();
    }

    private void watch() {
        if (watch != null) {
            watch.cancel(false);
        }
        if (closed) {
            return;
        }
        long left = Math.min(lastNanos + idleNanos, endNanos) - shares.nowNanos();
        if (left <= 0) {
            close();
        } else {
            watch = client.channel.eventLoop().schedule(this::watch, left, TimeUnit.NANOSECONDS);
        }
    }

    /** Ends it; what was taken in is still passed on, for a moment. A second time changes nothing. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (watch != null) {
            watch.cancel(false);
        }
        client.closeBehind();
        cloud.closeBehind();
        share.leave();
        whenClosed.run();
    }

    /** Notes how much of something happened. */
    @FunctionalInterface
    private interface Count {
        void add(int bytes);
    }

    /** One of the two connections. */
    private final class End extends ChannelInboundHandlerAdapter {
        private final Channel channel;
        private final Count carried;
        private End peer = this;
        private @Nullable ChannelHandlerContext context;
        private boolean throttled;
        private long total;
        private boolean inputOver;

        private End(Channel channel, Count carried) {
            this.channel = channel;
            this.carried = carried;
        }

        private void install() {
            channel.config().setAutoRead(false);
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            channel.pipeline().addBefore(VERTX, "tunnel", this);
        }

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        @Override
        public void channelRead(ChannelHandlerContext from, Object message) {
            if (!(message instanceof ByteBuf bytes) || closed) {
                ReferenceCountUtil.release(message); // the end of the CONNECT request, or too late
                return;
            }
            lastNanos = shares.nowNanos();
            int length = bytes.readableBytes();
            total += length;
            carried.add(length);
            peer.write(bytes);
            long pauseNanos = share.carried(length);
            if (pauseNanos > 0 && !throttled) {
                throttled = true;
                var unused = channel.eventLoop().schedule(this::calm, pauseNanos, TimeUnit.NANOSECONDS);
            }
        }

        private void calm() {
            throttled = false;
            regulate();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext from) {
            peer.channel.flush();
            regulate();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext from) {
            peer.regulate();
            from.fireChannelWritabilityChanged();
        }

        private void regulate() {
            channel.config().setAutoRead(!throttled && peer.channel.isWritable());
        }

        private void write(ByteBuf bytes) {
            ChannelHandlerContext to = context;
            if (to == null) {
                bytes.release();
            } else {
                var unused = to.write(bytes); // a failure closes the connection, which is seen
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext from, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                inputOver = true;
                peer.outputOver();
            } else if (event instanceof ShutdownEvent) {
                drain();
            } else if (!(event instanceof IdleStateEvent) && !(event instanceof ChannelInputShutdownReadComplete)) {
                from.fireUserEventTriggered(event);
            }
        }

        /** Says that no more comes, behind all that did; TLS cannot say it in one direction only. */
        private void outputOver() {
            boolean whole = inputOver || channel.pipeline().get(SslHandler.class) != null;
            if (whole || !(channel instanceof DuplexChannel duplex)) {
                close();
                return;
            }
            var unused = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> {
                var unusedToo = duplex.shutdownOutput();
            });
        }

        private void closeBehind() {
            var unused = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            if (channel.isActive()) {
                var unusedToo = channel.eventLoop().schedule(this::closeNow, LINGER_SECONDS, TimeUnit.SECONDS);
            }
        }

        private void closeNow() {
            var unused = channel.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext from) {
            close();
            from.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
            close(); // one side broke off, as it may
        }
    }
}
