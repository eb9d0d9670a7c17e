package io.tuyere.http;

import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.gateway.Answers;
import io.tuyere.gateway.Exchange;
import io.tuyere.observe.CallTrace;
import io.tuyere.observe.Meters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the next server might read in another way (RFC 9112, sections 3.2 and 6; RFC 9110, sections 7.2 and 10.1.1).
 * What {@link StrictDecoder} could not take is answered here. What was refused ends its connection, since bytes left on it
 * could pass for a request; where it is not even certain which request an answer would belong to, none is given. Owner's event
 * loop only.
 */
public final class FramingGuard {
    /** What says where a request goes and where it ends is never for one connection only. */
    private static final Set<String> KEPT = Set.of("host", "content-length", "transfer-encoding", "connection");

    private final Answers answers;
    private final Meters meters;
    private final AccessLog log;
    private final int maxFields;
    private final RequestIds ids = new RequestIds();

    /** The guard of one event loop. */
    public FramingGuard(Answers answers, Meters meters, AccessLog log, int maxFields) {
        this.answers = answers;
        this.meters = meters;
        this.log = log;
        this.maxFields = maxFields;
    }

    /** Whether a request is not to be handled; then it is answered already. */
    public boolean refuses(HttpServerRequest request) {
        MultiMap headers = request.headers();
        if (headers.contains(HttpHeaders.EXPECT)
                && !"100-continue".equalsIgnoreCase(String.join(",", headers.getAll(HttpHeaders.EXPECT)))) {
            refuse(request, new Failure.ExpectationFailed());
            return true;
        }
        if (request.version() == HttpVersion.HTTP_2 && headers.size() > maxFields) {
            refuse(request, new Failure.HeadersTooLarge());
            return true;
        }
        String wrong = wrongHost(request, headers);
        if (wrong == null) {
            dropNamed(headers);
            return false;
        }
        refuse(request, new Failure.BadRequest(wrong));
        return true;
    }

    /** Whom a request is for, as a Host header has it; null when it does not say. */
    static @Nullable String host(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                ? String.valueOf(request.authority())
                : request.getHeader(HttpHeaders.HOST);
    }

    /** Answers a request that could not be read, if it came to its last header. */
    public void unreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof PrematureChannelClosureException) {
            return; // the connection ended first: nothing was asked, and nobody is there
        }
        if (cause instanceof StrictDecoder.AmbiguousFraming) {
            meters.connectionEnded("ambiguous-framing");
            request.connection().close().onFailure(gone -> {});
            tell(request, ids.next(), Exchange.faceOf(request.headers()), "ambiguous-framing");
        } else if (cause instanceof FailureException refusal) {
            refuse(request, refusal.failure());
        } else if (cause instanceof TooLongHttpLineException) {
            refuse(request, new Failure.TargetTooLong());
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(request, new Failure.HeadersTooLarge());
        } else {
            refuse(request, new Failure.BadRequest("this is not HTTP/1.1 as RFC 9112 describes it"));
        }
    }

    /** A sender may name headers that are for this connection only; nobody behind it is to see them. */
    private static void dropNamed(MultiMap headers) {
        String options = HopHeaders.named(headers);
        if (options == null) {
            return;
        }
        for (String option : options.split(",", -1)) {
            String name = option.strip();
            if (!name.isEmpty() && !KEPT.contains(name.toLowerCase(Locale.ROOT))) {
                headers.remove(name);
            }
        }
    }

    private static @Nullable String wrongHost(HttpServerRequest request, MultiMap headers) {
        if (request.version() == HttpVersion.HTTP_2) {
            return wrongAuthority(request, headers);
        }
        String host = headers.get(HttpHeaders.HOST);
        if (host == null) {
            return request.version() == HttpVersion.HTTP_1_0 ? null : "a request needs one Host header";
        }
        if (headers.getAll(HttpHeaders.HOST).size() > 1) {
            return "a request needs one Host header";
        }
        return host.isEmpty() || request.authority() == null
                ? "Host must be a name or an address, and perhaps a port"
                : null;
    }

    /** Vert.x takes a Host for the authority where a request of HTTP/2 has none. */
    private static @Nullable String wrongAuthority(HttpServerRequest request, MultiMap headers) {
        HostAndPort authority = request.authority();
        if (authority == null) {
            return "a request needs an authority, or one Host header";
        }
        for (String host : headers.getAll(HttpHeaders.HOST)) {
            if (!authority.toString().equalsIgnoreCase(host)) {
                return "Host is another than the authority";
            }
        }
        return null;
    }

    private void refuse(HttpServerRequest request, Failure failure) {
        meters.failure(failure.kind().slug());
        Face face = Exchange.faceOf(request.headers());
        String requestId = ids.next();
        ReplyWriter.writeLast(answers.failure(face, requestId, failure), request, face, requestId)
                .onFailure(gone -> ReplyWriter.breakOff(request));
        tell(request, requestId, face, failure.kind().slug());
    }

    private void tell(HttpServerRequest request, String requestId, Face face, String error) {
        AccessLog.Ending ending = new AccessLog.Ending(Meters.Outcome.REFUSED, error, 0, 0);
        log.tell(request, requestId, face.label(), CallTrace.NONE, null, ending);
    }
}
