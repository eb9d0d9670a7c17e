package io.tuyere.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * A connection, which carries one attempt at a time. It is free for the next one when the response has come in whole, and with
 * it everything that was read at once: bytes behind the end of a response are nobody's, and close it. So does a response that
 * overtakes its own request. Its event loop only.
 */
public final class Connection extends ChannelInboundHandlerAdapter {
    private static final String VERTX = "handler";
    private static final int MAX_STATUS_LINE = 4096;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_CHUNK = 64 * 1024;
    private static final int COPIED_BODY = 16 * 1024;

    private final Connections owner;
    private final ContextInternal context;
    private final ChannelHandlerContext wire;
    private final Flushes flushes = Flushes.ofThisLoop();
    private final long bornTick;
    private long idleSinceTick;
    private boolean unpacks;
    private @Nullable Attempt attempt;
    private @Nullable ChannelFuture request;

    private Connection(Connections owner, ContextInternal context, ChannelPipeline pipeline, long tick) {
        this.owner = owner;
        this.context = context;
        this.bornTick = tick;
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_STATUS_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxChunkSize(MAX_CHUNK)
                .setHeadersFactory(Headers.FACTORY);
        pipeline.addBefore(VERTX, "http", new Decoder(limits));
        pipeline.addBefore(VERTX, "attempts", this);
        this.wire = pipeline.context(this);
    }

    /** Makes no name of a header twice. */
    private static final class Decoder extends HttpResponseDecoder {
        private final RecentNames names = RecentNames.ofThisLoop();

        Decoder(HttpDecoderConfig limits) {
            super(limits);
        }

        @Override
        protected AsciiString splitHeaderName(byte[] line, int start, int length) {
            return names.name(line, start, length);
        }
    }

    /** Takes a socket over from Vert.x, which has resolved, connected and secured it. */
    static Connection over(NetSocketInternal socket, Connections owner, ContextInternal context, long tick) {
        return new Connection(owner, context, socket.channelHandlerContext().pipeline(), tick);
    }

    /** Sends a request in one write. */
    public Attempt send(RequestHead head, Buffer body) {
        Attempt begun = new Attempt(this);
        attempt = begun;
        ByteBuf bodyBytes = ((BufferInternal) body).getByteBuf(); // released by nobody: a call may be sent again
        int copied = body.length() > COPIED_BODY ? 0 : body.length();
        ByteBuf bytes = wire.alloc().ioBuffer(head.length() + copied + 2);
        head.writeTo(bytes);
        if (copied == body.length()) {
            bytes.writeBytes(bodyBytes);
        } else {
            var unused = wire.write(bytes); // the write behind it tells
            bytes = bodyBytes;
        }
        request = wire.write(bytes).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        flushes.later(wire);
        return begun;
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        if (message instanceof HttpResponse head && packed(head)) {
            unpack(channel, head);
            return;
        }
        try {
            take((HttpObject) message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(HttpObject message) {
        Attempt now = attempt;
        if (now == null) {
            close();
        } else if (now.ended()) {
            now.isFollowed();
        } else if (message.decoderResult().isFailure()) {
            breakOff(message.decoderResult().cause());
        } else {
            if (message instanceof HttpResponse head) {
                now.begins(head);
            }
            if (message instanceof HttpContent content) {
                now.takes(content.content());
            }
            if (message instanceof LastHttpContent) {
                now.ends();
            }
        }
    }

    private boolean packed(HttpResponse head) {
        return !unpacks && head.headers().contains(HttpHeaderNames.CONTENT_ENCODING);
    }

    /** Nobody asked for a packed response; one that comes all the same goes a longer way, and so do those behind it. */
    private void unpack(ChannelHandlerContext channel, HttpResponse head) {
        unpacks = true;
        channel.pipeline().addBefore(channel.name(), "unpack", new HttpContentDecompressor(0));
        try {
            HttpContentDecompressor first = channel.pipeline().get(HttpContentDecompressor.class);
            first.channelRead(channel.pipeline().context(first), head);
        } catch (Exception unreadable) {
            breakOff(unreadable);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext channel) {
        Attempt now = attempt;
        if (now == null) {
            return;
        }
        ContextInternal before = context.beginDispatch();
        try {
            if (now.ended()) {
                letGo(now);
            }
            now.deliver();
        } finally {
            context.endDispatch(before);
        }
    }

    private void letGo(Attempt done) {
        attempt = null;
        boolean sent = request != null && request.isSuccess();
        if (sent && done.reusable() && usable()) {
            owner.free(this);
        } else {
            close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        breakOff(new ClosedChannelException());
        owner.closed(this);
        channel.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        breakOff(cause);
    }

    /** Closes it; the attempt that it carries fails. */
    void breakOff(Throwable cause) {
        Attempt broken = attempt;
        attempt = null;
        close();
        if (broken != null) {
            context.dispatch(cause, broken::breaks);
        }
    }

    void close() {
        var unused = wire.close(); // channelInactive tells
    }

    boolean usable() {
        return wire.channel().isActive();
    }

    boolean carries(Attempt which) {
        return attempt == which;
    }

    void reads(boolean more) {
        wire.channel().config().setAutoRead(more);
    }

    void idleSince(long tick) {
        idleSinceTick = tick;
    }

    boolean idleFor(long ticks, long now) {
        return now - idleSinceTick >= ticks;
    }

    boolean olderThan(long ticks, long now) {
        return now - bornTick >= ticks;
    }
}
