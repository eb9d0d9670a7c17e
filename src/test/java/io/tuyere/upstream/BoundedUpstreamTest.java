package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.observe.Meters;
import io.tuyere.support.TurnedClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BoundedUpstreamTest {
    private final TurnedClock clock = new TurnedClock();
    private final LoopLag lag = new LoopLag(clock, 500);
    private final Bulkheads bulkheads =
            new Bulkheads(UpstreamSettings.defaults().withMaxInFlight(3).withMaxInFlightPerTenant(2), new Meters());
    private final List<Promise<Reply>> underWay = new ArrayList<>();
    private final BoundedUpstream bounded = new BoundedUpstream(this::hold, "eu", bulkheads, lag);

    @Test
    void aTenantLeavesRoomForTheOthers() {
        assertThat(send("busy").isComplete()).isFalse();
        assertThat(send("busy").isComplete()).isFalse();

        assertThat(failure(send("busy")).detail()).contains("of this tenant");
        assertThat(send("quiet").isComplete()).isFalse();
        assertThat(failure(send("third")).detail()).contains("under way to region eu");
        assertThat(bulkheads.of("eu").held()).isEqualTo(3);
    }

    @Test
    void everyEndFreesItsPlace() {
        for (int i = 0; i < 100; i++) {
            Future<Reply> good = send("acme");
            Future<Reply> bad = send("acme");
            underWay.get(0).complete(Reply.json(200, Buffer.buffer("{}")));
            underWay.get(1).fail(new Failure.UpstreamBroken("eu", "reset").toException());
            underWay.clear();
            assertThat(good.succeeded()).isTrue();
            assertThat(bad.failed()).isTrue();
        }

        assertThat(bulkheads.of("eu").held()).isZero();
        assertThat(bulkheads.of("eu", "acme").held()).isZero();
    }

    @Test
    void tenantsThatAreGoneLeaveNothingOnceTheirCallsAreOver() {
        Future<Reply> last = send("acme");
        for (int i = 0; i < 10_000; i++) {
            Bulkhead unused = bulkheads.of("eu", "tenant-" + i);
        }

        bulkheads.keep(tenant -> false);
        assertThat(bulkheads.size()).as("a call is under way").isEqualTo(1);

        underWay.get(0).complete(Reply.json(200, Buffer.buffer("{}")));
        assertThat(last.succeeded()).isTrue();
        bulkheads.keep(tenant -> false);
        assertThat(bulkheads.size()).isZero();
        assertThat(send("acme").isComplete()).as("it came back").isFalse();
        assertThat(bulkheads.of("eu", "acme").held()).isEqualTo(1);
    }

    /** Its rest is still to come from the cloud, however long the client takes for it. */
    @Test
    void anAnswerThatStreamsHoldsItsPlaceUntilItsCallIsOver() {
        Call call = call(HttpMethod.GET, "acme");
        Future<Reply> answer = bounded.send(call);
        underWay.get(0).complete(Held.streaming());
        assertThat(answer.succeeded()).isTrue();
        assertThat(bulkheads.of("eu").held()).isEqualTo(1);

        call.lifetime().complete();

        assertThat(bulkheads.of("eu").held()).isZero();
        assertThat(bulkheads.of("eu", "acme").held()).isZero();
    }

    @Test
    void aBugBelowFreesItsPlace() {
        BoundedUpstream broken = new BoundedUpstream(
                call -> {
                    throw new IllegalStateException("a bug");
                },
                "eu",
                bulkheads,
                lag);

        assertThatIllegalStateException().isThrownBy(() -> broken.send(call(HttpMethod.GET, "acme")));

        assertThat(bulkheads.of("eu").held()).isZero();
    }

    @Test
    void readsGoFirstWhenTheLoopIsLateTwice() {
        late();
        assertThat(send("acme").isComplete()).isFalse();

        late();

        assertThat(failure(send("acme")).kind()).isEqualTo(Failure.Kind.OVERLOADED);
        assertThat(bounded.send(call(HttpMethod.POST, "acme")).isComplete()).isFalse();
    }

    @Test
    void readsComeBackWithTheFirstTickInTime() {
        late();
        late();
        clock.pass(Duration.ofMillis(LoopLag.PERIOD_MILLIS));
        lag.tick();

        assertThat(send("acme").isComplete()).isFalse();
    }

    private void late() {
        clock.pass(Duration.ofMillis(LoopLag.PERIOD_MILLIS + 501));
        lag.tick();
    }

    private Future<Reply> hold(Call call) {
        Promise<Reply> promise = Promise.promise();
        underWay.add(promise);
        return promise.future();
    }

    private Future<Reply> send(String tenant) {
        return bounded.send(call(HttpMethod.GET, tenant));
    }

    private static Failure failure(Future<Reply> answer) {
        return ((FailureException) answer.cause()).failure();
    }

    private static Call call(HttpMethod method, String tenant) {
        Tenant of = new Tenant(tenant, null, List.of(), false, Map.of(), Map.of(), List.of(), null, null);
        Project project = new Project("p", Secret.of("secret"));
        return new Call(
                method,
                "/",
                null,
                List.of(),
                List.of(),
                Buffer.buffer(),
                of,
                project,
                null,
                null,
                new Lifetime(10_000, why -> {}));
    }
}
