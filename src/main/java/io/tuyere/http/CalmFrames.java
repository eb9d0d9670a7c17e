package io.tuyere.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * Ends a connection of HTTP/2 on which frames that ask for work and bring nothing come without end: pings, settings,
 * priorities. Netty and Vert.x bound the other ways to keep a server busy, resets, empty data and continuations of headers, by
 * themselves. The connection's event loop only.
 */
final class CalmFrames extends Http2FrameListenerDecorator {
    private static final long MINUTE_MILLIS = 60_000;
    private static final int MOST_A_MINUTE = 600;

    private final Visit visit;
    private long minute;
    private int frames;

    private CalmFrames(Http2FrameListener listener, Visit visit) {
        super(listener);
        this.visit = visit;
    }

    /** Puts one before whoever listens. */
    static void install(Http2ConnectionDecoder decoder, Visit visit) {
        decoder.frameListener(new CalmFrames(decoder.frameListener(), visit));
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
        count();
        super.onPingRead(context, data);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
        count();
        super.onPingAckRead(context, data);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        count();
        super.onSettingsRead(context, settings);
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        count();
        super.onPriorityRead(context, stream, dependency, weight, exclusive);
    }

    private void count() throws Http2Exception {
        long now = visit.nowMillis() / MINUTE_MILLIS;
        if (now != minute) {
            minute = now;
            frames = 0;
        }
        frames++;
        if (frames > MOST_A_MINUTE) {
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM, "more than %d idle frames in a minute", MOST_A_MINUTE);
        }
    }
}
