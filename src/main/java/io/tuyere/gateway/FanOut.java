package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.core.PathTemplates;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * One call to several regions: a read asks all of them and is answered with what each said, a list of a known family with one
 * list, and a write goes only where {@link RegionalWrites} lets it. Owner's event loop only.
 */
public final class FanOut {
    private static final CharSequence MERGE = HttpHeaders.createOptimized("X-Tuyere-Merge");

    private final Inquiry inquiry;
    private final MergedLists lists;
    private final RegionalWrites writes;
    private final Admission admission;
    private final PathTemplates templates;
    private final LearnedRegions learned;
    private final LongSupplier nowMillis;

    /** The collaborators it works with. */
    public FanOut(
            Inquiry inquiry,
            MergedLists lists,
            RegionalWrites writes,
            Admission admission,
            PathTemplates templates,
            LearnedRegions learned,
            LongSupplier nowMillis) {
        this.inquiry = inquiry;
        this.lists = lists;
        this.writes = writes;
        this.admission = admission;
        this.templates = templates;
        this.learned = learned;
        this.nowMillis = nowMillis;
    }

    /** Whether a call is for several regions; calls that the gateway answers by itself never are. */
    boolean asked(Exchange exchange) {
        return Spread.asked(exchange)
                && (exchange.relayed() || !exchange.endpoint().local());
    }

    /** The answer to a call for several regions. */
    Future<Reply> answer(Exchange exchange, Directory directory) {
        List<Route> routes = Spread.routes(exchange, directory);
        check(exchange);
        Future<Reply> answer;
        if (!exchange.method().equals(HttpMethod.GET)) {
            answer = writes.answer(exchange, routes);
        } else if (exchange.header(MERGE).isEmpty()) {
            answer = admission.admitEach(exchange, routes.size()).compose(admitted -> read(exchange, routes));
        } else {
            checkMerge(exchange);
            answer = lists.answer(exchange, routes);
        }
        return answer.map(reply -> told(reply, routes));
    }

    private static void check(Exchange exchange) {
        if (exchange.relayed()) {
            throw new Failure.NotAcrossRegions(
                            "the client signed it for one region, and the gateway cannot sign it anew")
                    .toException();
        }
        if (exchange.endpoint() != Endpoint.BUSINESS) {
            throw new Failure.NotAcrossRegions("a sign-in belongs to one region").toException();
        }
        exchange.user().ifPresent(user -> {
            throw new Failure.NotAcrossRegions("the user of this token lives in region " + user.region()
                            + " alone; leave the token out to ask for the project")
                    .toException();
        });
    }

    private static void checkMerge(Exchange exchange) {
        if (!exchange.header(MERGE).equalsIgnoreCase("list")) {
            throw new Failure.BadRequest("X-Tuyere-Merge can only be list").toException();
        }
    }

    private Future<Reply> read(Exchange exchange, List<Route> routes) {
        List<Inquiry.Question> questions = routes.stream()
                .map(route -> Inquiry.Question.of(exchange, route))
                .toList();
        return new GrowingAnswer(exchange, routes, inquiry, parts -> learn(exchange, parts), nowMillis).ask(questions);
    }

    /** What only one region knows lives there. */
    private void learn(Exchange exchange, List<Part> parts) {
        List<Part> knowing = parts.stream().filter(Part::success).toList();
        if (knowing.size() == 1 && parts.size() > 1) {
            String tenant = exchange.client().tenant().id();
            templates
                    .match(exchange.target().path())
                    .resource()
                    .ifPresent(resource ->
                            learned.learn(tenant, resource, knowing.get(0).region()));
        }
    }

    private static Reply told(Reply reply, List<Route> routes) {
        List<String> ids = routes.stream().map(route -> route.region().id()).toList();
        reply.headers().set("X-Tuya-Region", String.join(",", ids));
        reply.headers().set("X-Tuyere-Route", routes.get(0).reason());
        return reply;
    }
}
