package io.tuyere.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tuyere.wire.Flushes;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets one request of a connection in at a time; those that are pipelined behind it wait until it is answered. Vert.x 5.1.6
 * does the same by itself, but when the client leaves meanwhile it never releases the bodies that wait, and stumbles over the
 * request they belong to. Answers leave at the end of the event loop's turn. The connection's event loop only.
 */
final class Turnstile extends ChannelDuplexHandler {
    private static final int MAX_WAITING = 8; // messages, after which nothing more is read for the time being

    private final Visit visit;
    private final Queue<Object> waiting = new ArrayDeque<>();
    private final Flushes flushes = Flushes.ofThisLoop();
    private boolean coming; // the request that was let in has not come to its end
    private boolean answering; // nor has its answer

    Turnstile(Visit visit) {
        this.visit = visit;
    }

    /** Takes it away, since what comes from now on is no HTTP; false when more HTTP than the last request has come already. */
    static boolean remove(HttpConnection connection) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        Turnstile turnstile = pipeline.get(Turnstile.class);
        boolean nothingWaits = turnstile.waiting.isEmpty();
        pipeline.remove(turnstile);
        return nothingWaits;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (waiting.isEmpty() && mayEnter(message)) {
            enter(context, message);
            return;
        }
        visit.pipelined(true);
        if (waiting.add(message) && waiting.size() == MAX_WAITING) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean informs = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        var unused = context.write(message, promise); // the promise tells
        if (message instanceof HttpResponse && !informs) {
            visit.answerBegins();
        }
        if (message instanceof LastHttpContent && !informs) {
            answering = false;
            visit.answered();
            if (!waiting.isEmpty()) {
                context.executor().execute(() -> next(context)); // once Vert.x knows, too, that the answer is out
            }
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        flushes.later(context);
    }

    /** What was written leaves first. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        context.flush();
        var unused = context.close(promise); // the promise tells
    }

    private void next(ChannelHandlerContext context) {
        boolean entered = false;
        for (Object first = waiting.peek(); first != null && mayEnter(first); first = waiting.peek()) {
            enter(context, waiting.remove());
            entered = true;
        }
        if (entered) {
            context.fireChannelReadComplete();
        }
        visit.pipelined(!waiting.isEmpty());
        if (waiting.size() < MAX_WAITING) {
            context.channel().config().setAutoRead(true);
        }
    }

    private boolean mayEnter(Object message) {
        return coming || !answering || !(message instanceof HttpRequest);
    }

    private void enter(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            coming = true;
            answering = true;
            visit.answering();
        }
        if (message instanceof LastHttpContent) {
            coming = false;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        letGo();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        context.flush();
        letGo();
    }

    private void letGo() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
