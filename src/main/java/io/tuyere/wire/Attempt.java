package io.tuyere.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One request on the wire, and what comes back for it: read until its end or until more than 16 KiB have come, whichever is
 * first. The envelope of every refusal fits into that; what is longer streams. The connection's event loop only.
 */
public final class Attempt {
    /** Bytes of a body that are held. */
    public static final int HELD_BYTES = 16 * 1024;

    private static final byte[] NOTHING = {};

    private final Connection connection;
    private final Promise<Response> response = Promise.promise();
    private int status;
    private MultiMap headers = HttpHeaders.headers();
    private byte[] body = NOTHING;
    private int length;
    private long announced;
    private @Nullable PausedBody rest;
    private boolean informed;
    private boolean reusable;
    private boolean ended;

    Attempt(Connection connection) {
        this.connection = connection;
    }

    /** The response; fails with what happened to the connection, or with what is wrong with the response. */
    public Future<Response> response() {
        return response.future();
    }

    /** Breaks it off, unless the response has come in whole: then the connection may be another attempt's already. */
    public void abort() {
        if (connection.carries(this) && !ended) {
            connection.breakOff(new ClosedChannelException());
        }
    }

    void begins(HttpResponse head) {
        informed = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (informed) {
            return;
        }
        status = head.status().code();
        headers = Headers.of(head);
        reusable = HttpUtil.isKeepAlive(head);
        announced = HttpUtil.getContentLength(head, -1L);
        if (announced > 0 && announced <= HELD_BYTES) {
            body = new byte[(int) announced];
        }
    }

    void takes(ByteBuf bytes) {
        int count = bytes.readableBytes();
        if (count == 0) {
            return;
        }
        if (rest != null) {
            rest.came(bytes);
            return;
        }
        if (length + count > body.length) {
            body = Arrays.copyOf(body, Math.max(body.length * 2, length + count));
        }
        bytes.readBytes(body, length, count);
        length += count;
        if (length > HELD_BYTES) {
            rest = new PausedBody(this);
            reads(false);
        }
    }

    void ends() {
        if (informed) {
            informed = false; // the response itself is still to come
            return;
        }
        ended = true;
        if (rest != null) {
            reads(true);
            rest.ended();
        }
    }

    /** Something came behind its response that nobody asked for. */
    void isFollowed() {
        reusable = false;
    }

    void breaks(Throwable cause) {
        if (rest != null) {
            rest.broke(cause);
        }
        response.tryFail(cause);
    }

    /** Hands the response on once there is enough of it. */
    void deliver() {
        if (ended && rest == null) {
            response.tryComplete(new Response(status, headers, whole(), null, length));
        } else if (rest != null) {
            response.tryComplete(new Response(status, headers, whole(), rest, announced));
        }
    }

    private byte[] whole() {
        return length == body.length ? body : Arrays.copyOf(body, length);
    }

    boolean ended() {
        return ended;
    }

    /** Whether the connection may carry another one after this. */
    boolean reusable() {
        return reusable;
    }

    void reads(boolean more) {
        if (connection.carries(this)) {
            connection.reads(more);
        }
    }
}
