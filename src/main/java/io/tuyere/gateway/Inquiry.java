package io.tuyere.gateway;

import io.tuyere.core.FailureException;
import io.tuyere.observe.FanOutMeters;
import io.tuyere.token.TokenKey;
import io.tuyere.upstream.Backpressure;
import io.tuyere.upstream.Branches;
import io.tuyere.upstream.Call;
import io.tuyere.upstream.Deadlines;
import io.tuyere.upstream.Lifetime;
import io.tuyere.upstream.Reply;
import io.tuyere.upstream.WholeReplies;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks several regions at once, each through its own stack: with its own token, pace, breakers and time. No region's trouble
 * is another's, and none is waited for beyond the call's deadline. Owner's event loop only.
 */
public final class Inquiry {
    /** What is kept of a call's time for putting its answer together, in milliseconds; a tenth if that is less. */
    private static final long KEPT_MILLIS = 200;

    private final RegionStacks stacks;
    private final Deadlines deadlines;
    private final WholeReplies replies;
    private final FanOutMeters meters;

    /** The collaborators it works with. */
    public Inquiry(RegionStacks stacks, Deadlines deadlines, WholeReplies replies, FanOutMeters meters) {
        this.stacks = stacks;
        this.deadlines = deadlines;
        this.replies = replies;
        this.meters = meters;
    }

    /** What one region is asked: the client's call, or another path and query in its place. */
    public record Question(
            Route route, String path, @Nullable String query) {
        /** Names neither path nor query, which may hold a token. */
        @Override
        public String toString() {
            return "Question[" + route.region().id() + "]";
        }

        static Question of(Exchange exchange, Route route) {
            return new Question(
                    route, exchange.target().path(), exchange.target().query());
        }
    }

    /** Milliseconds that a part of this call has. */
    static long limitMillis(Lifetime whole) {
        long remaining = whole.remainingMillis();
        return Math.max(1, remaining - Math.min(KEPT_MILLIS, remaining / 10));
    }

    /**
     * What each region says, in the order of the questions; what they said is to be {@linkplain #release released}.
     *
     * @param limitMillis milliseconds for the slowest of them
     */
    Future<List<Part>> ask(Exchange exchange, List<Question> questions, long limitMillis) {
        return joined(ask(exchange, questions, limitMillis, new Backpressure()));
    }

    /** The same, each as soon as it is said; they fail with a bug alone. */
    List<Future<Part>> ask(Exchange exchange, List<Question> questions, long limitMillis, Backpressure backpressure) {
        meters.asked(FanOutMeters.Kind.READ);
        return ask(exchange, questions, limitMillis, Branches.of(exchange.lifetime(), deadlines), backpressure);
    }

    /** What each region says, to its end even when the client leaves. */
    Future<List<Part>> askToTheEnd(Exchange exchange, List<Question> questions) {
        meters.asked(FanOutMeters.Kind.LOCATE);
        Branches branches = Branches.detached(exchange.lifetime(), deadlines);
        return joined(ask(exchange, questions, limitMillis(exchange.lifetime()), branches, new Backpressure()));
    }

    private List<Future<Part>> ask(
            Exchange exchange,
            List<Question> questions,
            long limitMillis,
            Branches branches,
            Backpressure backpressure) {
        return questions.stream()
                .map(question -> part(
                        question.route(),
                        branches.run(limitMillis, lifetime -> whole(exchange, question, lifetime, backpressure))))
                .toList();
    }

    private Future<List<Part>> joined(List<Future<Part>> parts) {
        return Future.join(parts)
                .<List<Part>>map(joined -> joined.list())
                .onFailure(bug ->
                        parts.stream().filter(Future::succeeded).forEach(part -> release(List.of(part.result()))));
    }

    private Future<Reply> whole(Exchange exchange, Question question, Lifetime lifetime, Backpressure backpressure) {
        String region = question.route().region().id();
        return send(exchange, question, lifetime)
                .compose(reply -> replies.whole(reply, region, lifetime, backpressure));
    }

    /** Sends a call to every region, to its end even when the client leaves, and does something with each outcome at once. */
    <T> Future<List<T>> send(Exchange exchange, List<Route> routes, Function<Part, Future<T>> ended) {
        meters.asked(FanOutMeters.Kind.WRITE);
        Branches branches = Branches.detached(exchange.lifetime(), deadlines);
        long limitMillis = limitMillis(exchange.lifetime());
        List<Future<T>> sent = routes.stream()
                .map(route -> part(
                                route,
                                branches.run(
                                        limitMillis,
                                        lifetime -> whole(
                                                exchange, Question.of(exchange, route), lifetime, new Backpressure())))
                        .compose(ended))
                .toList();
        return Future.join(sent).map(joined -> joined.list());
    }

    private Future<Reply> send(Exchange exchange, Question question, Lifetime lifetime) {
        Route route = question.route();
        TokenKey speaker = new TokenKey.OfProject(
                route.project().accessId(), route.region().id());
        Call call = Outbound.call(exchange, route, speaker).to(question.path(), question.query(), lifetime);
        return stacks.of(route.region()).send(call);
    }

    private Future<Part> part(Route route, Future<Reply> reply) {
        return reply.map(answered -> Part.of(route, answered))
                .recover(cause -> cause instanceof FailureException known
                        ? Future.succeededFuture(Part.failed(route, known.failure()))
                        : Future.failedFuture(cause))
                .onSuccess(part -> meters.ended(part.region(), part.ending()));
    }

    /** Takes memory for an answer that is put together from parts, until its call ends; fails with {@code OVERLOADED}. */
    void keep(Exchange exchange, Buffer answer) {
        replies.keep(answer, exchange.lifetime());
    }

    /** Gives back the memory that these parts hold. */
    void release(List<Part> parts) {
        release(parts.stream().mapToInt(Part::heldBytes).sum());
    }

    /** Gives back so many bytes of it. */
    void release(int bytes) {
        replies.release(bytes);
    }
}
