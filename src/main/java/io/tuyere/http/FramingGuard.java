package io.tuyere.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.gateway.Answers;
import io.tuyere.gateway.Exchange;
import io.tuyere.observe.Meters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the next server might read in another way, above all where one request ends and the next begins (RFC 9112,
 * sections 3.2, 6.1 and 6.3; RFC 9110, section 5.1). What was refused ends its connection, since bytes left on it could pass
 * for a request. Owner's event loop only.
 */
public final class FramingGuard {
    private final Answers answers;
    private final Meters meters;
    private final RequestIds ids = new RequestIds();

    /** The guard of one event loop. */
    public FramingGuard(Answers answers, Meters meters) {
        this.answers = answers;
        this.meters = meters;
    }

    /** Whether a request is not to be handled; then it is answered already. */
    public boolean refuses(HttpServerRequest request) {
        String wrong = wrong(request);
        if (wrong == null) {
            return false;
        }
        refuse(request, new Failure.BadRequest(wrong));
        return true;
    }

    /** Answers a request that could not be read. */
    public void unreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            refuse(request, new Failure.TargetTooLong());
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(request, new Failure.HeadersTooLarge());
        } else {
            refuse(request, new Failure.BadRequest("this is not HTTP/1.1 as RFC 9112 describes it"));
        }
    }

    private static @Nullable String wrong(HttpServerRequest request) {
        MultiMap headers = request.headers();
        if (headers.contains(HttpHeaders.TRANSFER_ENCODING)
                && !(headers.getAll(HttpHeaders.TRANSFER_ENCODING).size() == 1
                        && "chunked".equalsIgnoreCase(headers.get(HttpHeaders.TRANSFER_ENCODING)))) {
            return "Transfer-Encoding may be chunked, once, and nothing else";
        }
        int hosts = headers.getAll(HttpHeaders.HOST).size();
        if (hosts > 1 || (hosts == 0 && request.version() != HttpVersion.HTTP_1_0)) {
            return "a request needs one Host header";
        }
        if (hosts == 1 && request.authority() == null) {
            return "Host must be a name or an address, and perhaps a port";
        }
        return headers.contains("") ? "a header has no name" : null;
    }

    private void refuse(HttpServerRequest request, Failure failure) {
        meters.failure(failure.kind().slug());
        Face face = Exchange.faceOf(request.headers());
        String requestId = ids.next();
        ReplyWriter.writeLast(answers.failure(face, requestId, failure), request, face, requestId)
                .onFailure(gone -> request.connection().close());
    }
}
