package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.core.ListFamilies;
import io.tuyere.core.ListFamily;
import io.tuyere.core.PathTemplates;
import io.tuyere.gateway.Inquiry.Question;
import io.tuyere.redis.SealedValues;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * One list over several regions, page by page, under one cursor. Nothing is kept between pages: {@link MergeCursor} carries
 * where the list stands, {@link MergePage} puts one page together. Owner's event loop only.
 */
public final class MergedLists {
    private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
    private static final int MOST_ROUNDS = 12;

    /** A round is not worth it with less time than this. */
    private static final long WORTHWHILE_MILLIS = 100;

    private final Inquiry inquiry;
    private final MergeCursor cursors;
    private final Admission admission;
    private final PathTemplates templates;
    private final LongSupplier nowMillis;

    /** The collaborators it works with. */
    public MergedLists(
            Inquiry inquiry,
            SealedValues values,
            Admission admission,
            PathTemplates templates,
            LongSupplier nowMillis) {
        this.inquiry = inquiry;
        this.cursors = new MergeCursor(values, nowMillis);
        this.admission = admission;
        this.templates = templates;
        this.nowMillis = nowMillis;
    }

    /** The next page. */
    Future<Reply> answer(Exchange exchange, List<Route> routes) {
        String path = exchange.target().path();
        ListFamily family = ListFamilies.builtIn()
                .find(templates.match(path).template())
                .orElseThrow(() -> new Failure.NotAcrossRegions("it is no list that is known to be merged; without"
                                + " X-Tuyere-Merge each region's answer comes by itself")
                        .toException());
        MergeQuery query = MergeQuery.of(exchange.target().query(), family);
        List<String> regions = routes.stream().map(route -> route.region().id()).toList();
        String list = list(exchange, query, regions);
        MergeStand stand =
                query.cursor().isEmpty() ? MergeStand.start(query.size(), regions) : cursors.read(list, query.cursor());
        MergePage page = new MergePage(family, query, path, stand);
        return fill(exchange, routes, page).map(filled -> reply(exchange, filled, list));
    }

    /** What a cursor is good for. */
    private static String list(Exchange exchange, MergeQuery query, List<String> regions) {
        return List.of(
                        exchange.client().tenant().id(),
                        exchange.target().path(),
                        query.rest(),
                        String.join(",", regions))
                .stream()
                .collect(Collectors.joining("\n"));
    }

    private Future<MergePage> fill(Exchange exchange, List<Route> routes, MergePage page) {
        boolean late = page.rounds() > 0 && exchange.lifetime().remainingMillis() < WORTHWHILE_MILLIS;
        List<Question> questions = late || page.rounds() == MOST_ROUNDS ? List.of() : page.questions(routes);
        if (questions.isEmpty()) {
            return Future.succeededFuture(page);
        }
        boolean first = page.rounds() == 1;
        // Half of what is left, so that a region that hangs leaves time for those behind it.
        long limitMillis = Math.max(1, Inquiry.limitMillis(exchange.lifetime()) / 2);
        return (first
                        ? admission.admitEach(exchange, questions.size())
                        : admission.admitMore(exchange, questions.size()))
                .compose(admitted -> inquiry.ask(exchange, questions, limitMillis))
                .compose(parts -> {
                    page.take(parts);
                    inquiry.release(parts);
                    return fill(exchange, routes, page);
                });
    }

    /** A page is a success unless no region that was asked for it answered. */
    private Reply reply(Exchange exchange, MergePage page, String list) {
        String cursor = page.more() ? cursors.write(list, page.stand()) : "";
        List<Part> failures = page.failures();
        boolean success = failures.isEmpty() || page.anyAnswered();
        Buffer result = page.result(cursor);
        inquiry.keep(exchange, result);
        Reply reply = RegionalAnswer.of(failures, result, success, exchange, nowMillis.getAsLong());
        long seconds = page.retryAfterSeconds();
        if (seconds > 0) {
            reply.headers().set(RETRY_AFTER, Long.toString(seconds));
        }
        return reply;
    }
}
