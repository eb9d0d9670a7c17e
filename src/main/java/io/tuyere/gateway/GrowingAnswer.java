package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.upstream.Backpressure;
import io.tuyere.upstream.GrowingBody;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to one read of several regions. What comes to little is held until the last region has spoken, so that its status
 * tells whether one is missing. What comes to more is written while it comes: each region's part as soon as it is whole, in the
 * order in which they are. A part that is given out is forgotten. Owner's event loop only.
 */
final class GrowingAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(GrowingAnswer.class);

    /** Bytes of all parts together up to which an answer waits for the last of them. */
    private static final int WAITS_BYTES = 64 * 1024;

    private final Exchange exchange;
    private final List<Route> routes;
    private final Inquiry inquiry;
    private final Consumer<List<Part>> listener;
    private final LongSupplier nowMillis;
    private final Backpressure backpressure = new Backpressure();
    private final Promise<Reply> begun = Promise.promise();

    private final List<Part> spoken = new ArrayList<>(); // without bodies
    private final List<Part> waiting = new ArrayList<>(); // until there is a body
    private @Nullable GrowingBody body;
    private boolean first = true;
    private boolean over;

    /**
     * An answer without parts.
     *
     * @param listener is told what every region said, without the bodies
     */
    GrowingAnswer(
            Exchange exchange,
            List<Route> routes,
            Inquiry inquiry,
            Consumer<List<Part>> listener,
            LongSupplier nowMillis) {
        this.exchange = exchange;
        this.routes = routes;
        this.inquiry = inquiry;
        this.listener = listener;
        this.nowMillis = nowMillis;
    }

    /** Asks the regions; the reply comes when it can be begun. */
    Future<Reply> ask(List<Inquiry.Question> questions) {
        exchange.lifetime().afterwards(() -> end(new Failure.ClientGone().toException()));
        inquiry.ask(exchange, questions, Inquiry.limitMillis(exchange.lifetime()), backpressure)
                .forEach(part -> part.onSuccess(this::take).onFailure(this::fail));
        return begun.future();
    }

    private void take(Part part) {
        if (over) {
            inquiry.release(List.of(part));
            return;
        }
        spoken.add(part.withoutBody());
        if (allSpoke()) {
            listener.accept(spoken);
        }
        if (body != null) {
            give(part, body);
        } else {
            waiting.add(part);
            if (waiting.stream().mapToInt(Part::heldBytes).sum() > WAITS_BYTES) {
                grow();
            } else if (allSpoke()) {
                begun.tryComplete(whole());
            }
        }
    }

    private boolean allSpoke() {
        return spoken.size() == routes.size();
    }

    private Reply whole() {
        waiting.sort(Comparator.comparingInt(part -> routes.indexOf(part.route())));
        Reply reply = RegionalAnswer.of(waiting, RegionalAnswer.each(waiting), exchange, nowMillis.getAsLong());
        releaseWaiting();
        return reply;
    }

    /** From here on the status says that it is for the body to tell, unless all is known already. */
    private void grow() {
        GrowingBody growing = new GrowingBody(backpressure);
        body = growing;
        waiting.forEach(part -> give(part, growing));
        waiting.clear();
        boolean nothingMissing = allSpoke() && RegionalAnswer.nothingMissing(spoken);
        int status = RegionalAnswer.status(nothingMissing, exchange);
        begun.tryComplete(growing.reply(status, Buffer.buffer(RegionalAnswer.BEGINNING + "{")));
    }

    private void give(Part part, GrowingBody growing) {
        if (!part.skipped()) { // or it is told behind the others
            Buffer json = Buffer.buffer();
            RegionalAnswer.append(json, part, first);
            first = false;
            int bytes = part.heldBytes();
            growing.add(json, () -> inquiry.release(bytes));
        }
        if (allSpoke()) {
            growing.end(
                    Buffer.buffer("}").appendBuffer(RegionalAnswer.behind(spoken, exchange, nowMillis.getAsLong())));
        }
    }

    private void fail(Throwable bug) {
        if (!begun.tryFail(bug) && !over) {
            LOG.error("an answer of several regions met an error, request id {}", exchange.requestId(), bug);
        }
        end(bug);
    }

    /** What is not given out by now is not wanted any more. */
    private void end(Throwable why) {
        over = true;
        releaseWaiting();
        if (body != null) {
            body.giveUp(why);
        }
    }

    private void releaseWaiting() {
        inquiry.release(waiting);
        waiting.clear();
    }
}
