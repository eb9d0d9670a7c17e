package io.tuyere.http;

import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.gateway.Answers;
import io.tuyere.gateway.Client;
import io.tuyere.gateway.Exchange;
import io.tuyere.gateway.Gateway;
import io.tuyere.gateway.Route;
import io.tuyere.gateway.Target;
import io.tuyere.observe.CallFacts;
import io.tuyere.observe.CallTrace;
import io.tuyere.observe.Meters;
import io.tuyere.observe.RecentFailures;
import io.tuyere.observe.TenantMeters;
import io.tuyere.observe.Tracing;
import io.tuyere.upstream.Deadlines;
import io.tuyere.upstream.Lifetime;
import io.tuyere.upstream.Reply;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge of the data plane: takes a request in, hands it to the gateway, writes the answer. Every request is answered
 * exactly once, by whichever comes first of its answer, its deadline and its client's leaving. Owner's event loop only.
 */
public final class ProxyHandler implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyHandler.class);
    private static final List<HttpMethod> METHODS =
            List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.PATCH);
    private static final int BAD_REQUEST = 400;

    private final Gateway gateway;
    private final Answers answers;
    private final BodyReader bodies;
    private final Deadlines deadlines;
    private final Meters meters;
    private final TenantMeters tenants;
    private final Tracing tracing;
    private final AccessLog log;
    private final RecentFailures failures;
    private final GuessBrake brake;
    private final long limitMillis;
    private final RequestIds ids = new RequestIds();
    private boolean draining;

    /**
     * The edge of one event loop.
     *
     * @param maxBodyBytes cap on request bodies
     * @param bodyMemory for the request bodies of the process
     * @param slowBodies of the event loop
     * @param limitMillis time a call has, from its headers to the end of its answer
     */
    public ProxyHandler(
            Gateway gateway,
            Answers answers,
            Deadlines deadlines,
            Meters meters,
            TenantMeters tenants,
            Tracing tracing,
            AccessLog log,
            RecentFailures failures,
            GuessBrake brake,
            int maxBodyBytes,
            BodyMemory bodyMemory,
            SlowBodies slowBodies,
            long limitMillis) {
        this.gateway = gateway;
        this.answers = answers;
        this.bodies = new BodyReader(maxBodyBytes, bodyMemory, slowBodies);
        this.deadlines = deadlines;
        this.meters = meters;
        this.tenants = tenants;
        this.tracing = tracing;
        this.log = log;
        this.failures = failures;
        this.brake = brake;
        this.limitMillis = limitMillis;
    }

    @Override
    public void handle(HttpServerRequest request) {
        new Conversation(request).begin();
    }

    /** From now on clients are told to open no further call on their connections. */
    public void drain() {
        draining = true;
    }

    private static void checkMethod(HttpMethod method) {
        if (!METHODS.contains(method)) {
            String allowed = METHODS.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
            throw new Failure.MethodNotAllowed(allowed).toException();
        }
    }

    /** One request and its answer. */
    private final class Conversation {
        private final HttpServerRequest request;
        private final Face face;
        private final String requestId = ids.next();
        private final long beganNanos = System.nanoTime();
        private final CallTrace trace;
        private @Nullable Lifetime lifetime;
        private @Nullable Exchange exchange;
        private String error = "";
        private String detail = "";
        private int cloudCode;
        private boolean ended;

        Conversation(HttpServerRequest request) {
            this.request = request;
            this.face = Exchange.faceOf(request.headers());
            this.trace = tracing.begin(request.getHeader(Tracing.HEADER));
        }

        void begin() {
            meters.began();
            try {
                checkMethod(request.method());
                long millis = RequestTimeout.millis(request.getHeader(RequestTimeout.HEADER), limitMillis);
                Lifetime life = new Lifetime(millis, this::cutShort);
                lifetime = life;
                life.tracedBy(trace);
                deadlines.start(life);
                request.response().closeHandler(gone -> life.end(new Failure.ClientGone()));
                request.response().exceptionHandler(broken -> life.end(new Failure.ClientGone()));
                Exchange begun = new Exchange(
                        requestId,
                        request.method(),
                        Target.parse(request.uri()),
                        request.headers(),
                        FramingGuard.host(request),
                        life);
                exchange = begun.shown(ClientCertificates.of(request));
                bodies.read(request, life)
                        .compose(body -> gateway.handle(begun.body(body)))
                        .onComplete(this::settled);
            } catch (RuntimeException refused) {
                failed(refused);
            }
        }

        /** A bug in what follows is answered as well: nobody behind this sees it. */
        private void settled(AsyncResult<Reply> outcome) {
            try {
                if (outcome.succeeded()) {
                    answered(outcome.result());
                } else {
                    failed(outcome.cause());
                }
            } catch (RuntimeException bug) {
                failed(bug);
            }
        }

        private void answered(Reply reply) {
            if (over()) {
                return;
            }
            cloudCode = reply.envelope().code() == null
                    ? 0
                    : reply.envelope().code().code();
            boolean refused = reply.envelope().code() != null || reply.status() >= BAD_REQUEST;
            write(reply, refused ? Meters.Outcome.CLOUD_REFUSED : Meters.Outcome.OK);
        }

        private void failed(Throwable cause) {
            if (over()) {
                return;
            }
            if (cause instanceof FailureException known) {
                refuse(known.failure());
            } else {
                LOG.error("a call met an error, request id {}", requestId, cause);
                error = Answers.INTERNAL;
                write(answers.error(face, requestId, trace.traceId()), Meters.Outcome.ERROR);
            }
        }

        /** The lifetime ended early; nothing that comes later is written. */
        private void cutShort(Failure why) {
            if (why.kind() == Failure.Kind.CLIENT_GONE || request.response().headWritten()) {
                ReplyWriter.breakOff(request);
                error = why.kind().slug();
                end(why.kind() == Failure.Kind.CLIENT_GONE ? Meters.Outcome.ABORTED : Meters.Outcome.FAILED);
            } else {
                refuse(why);
            }
        }

        private void refuse(Failure failure) {
            error = failure.kind().slug();
            detail = failure.detail();
            meters.failure(error);
            if (failure.kind().unproven()) {
                brake.refused(request).onSuccess(answer -> refuseUnproven(failure, answer));
            } else {
                answer(failure);
            }
        }

        /** Some time may have passed, in which the client left or the time of its call was up. */
        private void refuseUnproven(Failure failure, boolean answer) {
            if (ended || over()) {
                return;
            }
            if (answer) {
                answer(failure);
            } else {
                ReplyWriter.breakOff(request);
                end(Meters.Outcome.REFUSED);
            }
        }

        private void answer(Failure failure) {
            Meters.Outcome outcome = failure.kind().refusal() ? Meters.Outcome.REFUSED : Meters.Outcome.FAILED;
            write(answers.failure(face, requestId, trace.traceId(), failure), outcome);
        }

        private void write(Reply reply, Meters.Outcome outcome) {
            if (draining) {
                ReplyWriter.leave(request);
            }
            ReplyWriter.write(reply, request, face, requestId, exchange)
                    .onSuccess(written -> end(outcome))
                    .onFailure(this::brokeOff);
        }

        /** Half an answer must not look like a whole one. */
        private void brokeOff(Throwable cause) {
            if (!ended && cause instanceof FailureException known) {
                error = known.failure().kind().slug();
                meters.failure(error);
                end(Meters.Outcome.FAILED);
            } else {
                error = Failure.Kind.CLIENT_GONE.slug();
                end(Meters.Outcome.ABORTED);
            }
            ReplyWriter.breakOff(request);
        }

        private void end(Meters.Outcome outcome) {
            if (ended) {
                return;
            }
            ended = true;
            if (lifetime != null) {
                deadlines.stop(lifetime);
                lifetime.complete();
            }
            long nanos = System.nanoTime() - beganNanos;
            count(outcome, nanos);
            if (!trace.equals(CallTrace.NONE)) {
                trace.ended(() -> facts(outcome));
            }
            if (outcome != Meters.Outcome.OK) {
                failures.add(facts(outcome), cloudCode, detail);
            }
            if (log.tells(outcome, requestId)) {
                AccessLog.Ending ending = new AccessLog.Ending(outcome, error, cloudCode, nanos);
                log.tell(request, requestId, face.label(), trace, exchange, ending);
            }
        }

        private void count(Meters.Outcome outcome, long nanos) {
            Exchange known = exchange;
            Route route = known == null ? null : known.route();
            String region = route == null ? "none" : route.region().id();
            long upstreamNanos = known == null ? 0 : known.lifetime().upstreamNanos();
            meters.ended(face, region, outcome, nanos, upstreamNanos, trace);
            Client client = known == null ? null : known.identifiedClient();
            if (known != null && client != null) {
                meters.apis().ended(known.match().pattern(), request.method().name(), outcome);
                tenants.ended(client.tenant().id(), outcome);
            }
        }

        private CallFacts facts(Meters.Outcome outcome) {
            return log.facts(
                    request, requestId, face.label(), exchange, new AccessLog.Ending(outcome, error, cloudCode, 0));
        }

        private boolean over() {
            return lifetime != null && lifetime.over();
        }
    }
}
