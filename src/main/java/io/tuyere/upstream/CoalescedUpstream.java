package io.tuyere.upstream;

import io.tuyere.core.Failure;
import io.tuyere.core.PathTemplates;
import io.tuyere.observe.Meters;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets reads that are the same share one call to the cloud while it is under way, where the configuration says so. The call has
 * a life of its own: a client that leaves, or is in a hurry, ends it for nobody else, and the last one who leaves ends it. Only
 * a whole answer is shared; one that streams goes to the first, and the others ask for themselves. Owner's event loop only.
 */
final class CoalescedUpstream implements Upstream {
    private final Upstream next;
    private final String region;
    private final Set<String> shared;
    private final PathTemplates templates;
    private final Deadlines deadlines;
    private final long limitMillis;
    private final Meters.OfRegion meters;
    private final Map<ReadKey, Flight> flights = new HashMap<>();

    /**
     * Sharing in front of the next.
     *
     * @param shared path templates of the calls that are shared
     * @param limitMillis the time that a shared call has
     */
    CoalescedUpstream(
            Upstream next,
            String region,
            Set<String> shared,
            PathTemplates templates,
            Deadlines deadlines,
            long limitMillis,
            Meters.OfRegion meters) {
        this.next = next;
        this.region = region;
        this.shared = shared;
        this.templates = templates;
        this.deadlines = deadlines;
        this.limitMillis = limitMillis;
        this.meters = meters;
    }

    @Override
    public Future<Reply> send(Call call) {
        boolean may = shared.contains(templates.match(call.path()).template());
        ReadKey key = may ? ReadKey.of(region, call) : null;
        return key == null ? next.send(call) : share(key, call);
    }

    private Future<Reply> share(ReadKey key, Call call) {
        Flight flight = flights.get(key);
        if (flight != null && !flight.lifetime.over()) {
            return flight.board(call);
        }
        Flight own = new Flight(key);
        Future<Reply> answer = own.board(call);
        own.start(call);
        return answer;
    }

    /** Number of calls to the cloud that are under way for anybody. */
    int underWay() {
        return flights.size();
    }

    /** A call to the cloud and those who wait for its answer, the first of whom it was sent for. */
    private final class Flight {
        private final ReadKey key;
        private final Lifetime lifetime = new Lifetime(limitMillis, why -> {});
        private final List<Passenger> aboard = new ArrayList<>(2);

        Flight(ReadKey key) {
            this.key = key;
        }

        Future<Reply> board(Call call) {
            Passenger passenger = new Passenger(call, Promise.promise(), System.nanoTime());
            aboard.add(passenger);
            call.lifetime().carriedBy(lifetime, () -> leave(passenger));
            return passenger.answer.future();
        }

        private void leave(Passenger passenger) {
            if (aboard.remove(passenger)) {
                passenger.answer.fail(passenger.call.lifetime().why().toException());
                if (aboard.isEmpty()) {
                    lifetime.end(new Failure.ClientGone());
                }
            }
        }

        void start(Call call) {
            flights.put(key, this);
            deadlines.start(lifetime);
            sent(call.within(lifetime)).onComplete(this::land);
        }

        private Future<Reply> sent(Call call) {
            try {
                return next.send(call);
            } catch (RuntimeException broken) {
                return Future.failedFuture(broken);
            }
        }

        private void land(AsyncResult<Reply> outcome) {
            boolean cutShort = lifetime.over();
            flights.remove(key, this);
            deadlines.stop(lifetime);
            List<Passenger> arrived = List.copyOf(aboard);
            aboard.clear();
            if (outcome.succeeded() && outcome.result().rest() != null) {
                landStreaming(arrived, outcome.result());
                return;
            }
            lifetime.complete();
            for (int i = 0; i < arrived.size(); i++) {
                arrived.get(i).take(outcome, i > 0, cutShort);
            }
        }

        private void landStreaming(List<Passenger> arrived, Reply reply) {
            if (arrived.isEmpty()) {
                lifetime.complete();
                return;
            }
            Passenger first = arrived.get(0);
            first.call.lifetime().carriedBy(lifetime, lifetime::complete);
            first.take(Future.succeededFuture(reply), false, false);
            arrived.subList(1, arrived.size()).forEach(Passenger::askAlone);
        }
    }

    /** Somebody who waits for the answer of a shared call. */
    private final class Passenger {
        private final Call call;
        private final Promise<Reply> answer;
        private final long sinceNanos;

        Passenger(Call call, Promise<Reply> answer, long sinceNanos) {
            this.call = call;
            this.answer = answer;
            this.sinceNanos = sinceNanos;
        }

        /**
         * The outcome of the call.
         *
         * @param cutShort whether the time of the shared call was up: whoever came later has more
         */
        void take(AsyncResult<Reply> outcome, boolean shared, boolean cutShort) {
            if (cutShort && call.lifetime().remainingMillis() > 0) {
                send(call).onComplete(answer);
                return;
            }
            call.lifetime().spentUpstream(System.nanoTime() - sinceNanos);
            if (outcome.succeeded()) {
                answer.complete(
                        shared ? spared(outcome.result()) : outcome.result().copy());
            } else {
                answer.fail(outcome.cause());
            }
        }

        private Reply spared(Reply reply) {
            meters.spared(Reply.SHARED);
            return reply.copy().marked(Reply.SHARED);
        }

        void askAlone() {
            next.send(call).onComplete(answer);
        }
    }
}
