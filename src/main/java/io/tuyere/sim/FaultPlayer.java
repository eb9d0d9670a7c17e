package io.tuyere.sim;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** Makes one call go wrong. Belongs to the region's event loop. */
final class FaultPlayer {
    private final Vertx vertx;
    private final DataCentre centre;
    private final Envelope envelope;

    FaultPlayer(Vertx vertx, DataCentre centre, Envelope envelope) {
        this.vertx = vertx;
        this.centre = centre;
        this.envelope = envelope;
    }

    /**
     * Plays a fault before anything was looked at.
     *
     * @param goOn serves the call as usual
     */
    void onArrival(Fault fault, HttpServerRequest request, SimCall call, Runnable goOn) {
        if (fault.kind() == FaultKind.EXPIRE_TOKEN) {
            centre.tokens().expire(call.header("access_token"));
        }
        boolean servedAfterwards = fault.kind() == FaultKind.LATENCY || fault.kind() == FaultKind.EXPIRE_TOKEN;
        later(fault, servedAfterwards ? goOn : () -> spoil(fault, request, call, Buffer.buffer()));
    }

    /** Plays a fault in place of, or on, an answer. */
    void onAnswer(Fault fault, HttpServerRequest request, SimCall call, Buffer answer) {
        if (fault.kind() == FaultKind.DRIBBLE) {
            dribble(fault, Replies.head(request).putHeader("content-length", "" + answer.length()), answer, 0);
        } else {
            later(fault, () -> spoil(fault, request, call, answer));
        }
    }

    private void spoil(Fault fault, HttpServerRequest request, SimCall call, Buffer answer) {
        switch (fault.kind()) {
            case LATENCY -> Replies.json(request, answer);
            case HANG, DRIBBLE -> {}
            case RESET -> reset(request);
            case STATUS -> status(fault, request.response());
            case EXPIRE_TOKEN -> {
                centre.tokens().expire(call.header("access_token"));
                Replies.json(request, answer);
            }
            case REFUSAL -> Replies.json(request, envelope.render(new Refusal(fault.code(), fault.text())));
            case TRUNCATED -> {
                HttpServerResponse response = Replies.head(request);
                cutOff(fault, request, response.putHeader("content-length", "" + answer.length()), answer);
            }
            case UNFINISHED_CHUNKS ->
                cutOff(fault, request, Replies.head(request).setChunked(true), answer);
            case NOT_JSON -> Replies.end(request.response().putHeader("content-type", "text/html"), text(fault));
            case EMPTY -> Replies.end(Replies.head(request), Buffer.buffer());
            case GZIP -> Replies.gzip(request, answer);
            case CHUNKED -> Replies.chunked(request, answer);
            case CLOSE -> Replies.jsonThenClose(request, answer);
        }
    }

    /** Netty sends RST instead of FIN when it closes a channel that does not linger; Vert.x has no call of its own for it. */
    private static void reset(HttpServerRequest request) {
        var channel = ((ConnectionBase) request.connection()).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        var unused = channel.close();
    }

    private static void status(Fault fault, HttpServerResponse response) {
        response.setStatusCode(fault.code());
        fault.headers().forEach(response::putHeader);
        Replies.end(response, text(fault));
    }

    private static void cutOff(Fault fault, HttpServerRequest request, HttpServerResponse response, Buffer answer) {
        int sent = Math.min(fault.bytes(), answer.length() - 1);
        if (sent > 0) {
            response.write(answer.slice(0, sent))
                    .onComplete(written -> request.connection().close());
        } else {
            response.writeHead().onComplete(written -> request.connection().close());
        }
    }

    private void dribble(Fault fault, HttpServerResponse response, Buffer answer, int from) {
        int to = Math.min(from + fault.bytes(), answer.length());
        if (response.closed()) {
            return;
        }
        if (to == answer.length()) {
            response.end(answer.slice(from, to));
            return;
        }
        response.write(answer.slice(from, to));
        vertx.setTimer(fault.delay().toMillis(), timer -> dribble(fault, response, answer, to));
    }

    private void later(Fault fault, Runnable step) {
        if (fault.delay().toMillis() < 1) {
            step.run();
        } else {
            vertx.setTimer(fault.delay().toMillis(), timer -> step.run());
        }
    }

    private static Buffer text(Fault fault) {
        return Buffer.buffer(fault.text());
    }
}
