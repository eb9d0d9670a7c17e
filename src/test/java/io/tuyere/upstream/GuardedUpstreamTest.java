package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.observe.Meters;
import io.tuyere.support.TurnedClock;
import io.tuyere.upstream.BreakerState.Position;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardedUpstreamTest {
    private static final int LEAST = BreakerRule.TRANSPORT.least();
    private static final String DEVICE = "/v1.0/devices/d1";
    private static final String USER = "/v1.0/users/u1/devices";
    private static final Failure RESET = new Failure.UpstreamBroken("us", "the connection was closed");

    private final TurnedClock clock = new TurnedClock();
    private final Meters meters = new Meters();
    private final Breakers breakers = new Breakers(PathTemplates.builtIn(), CloudCodes.builtIn(), meters, clock);
    private final Deque<Supplier<Future<Reply>>> script = new ArrayDeque<>();
    private final GuardedUpstream guarded = new GuardedUpstream(this::play, breakers.of("us"), clock, 10_000);
    private int sent;

    @ParameterizedTest
    @CsvSource({
        "2007,cross-region access is not allowed",
        "1114,ip",
        "28841107,suspended",
        "28841001,plan",
        "28841004,quota"
    })
    void aRegionThatRefusesAProjectIsNotAskedAnyMore(int code, String message) {
        refuse(3, code, message, DEVICE);

        Failure blocked = failure(call("p1", USER));

        assertThat(blocked).isEqualTo(new Failure.AccessBlocked("us", code, message, 30_000, ""));
        assertThat(sent).isEqualTo(3);
        assertThat(failureOrNone(call("p2", USER))).isEqualTo("ok");
    }

    @Test
    void afterThePauseOneCallProbesAndASuccessOpensTheWay() {
        refuse(3, 2007, "cross-region", DEVICE);
        clock.pass(Duration.ofMillis(30_001));
        Promise<Reply> slow = Promise.promise();
        script.add(slow::future);

        Future<Reply> probe = guarded.send(call("p1", DEVICE));
        Failure meanwhile = failure(call("p1", DEVICE));
        slow.complete(reply(0, ""));

        assertThat(meanwhile.kind()).isEqualTo(Failure.Kind.ACCESS_BLOCKED);
        assertThat(probe.succeeded()).isTrue();
        assertThat(failureOrNone(call("p1", DEVICE))).isEqualTo("ok");
        assertThat(breakers.states()).extracting(BreakerState::key).containsExactly(BreakerKey.transport("us"));
    }

    @Test
    void aProductThatIsNotSubscribedStopsItsFamilyOnly() {
        refuse(3, 28841105, "not authorized", DEVICE);

        assertThat(failure(call("p1", DEVICE + "/status")))
                .isEqualTo(new Failure.ProductBlocked("us", "device", 28841105, "not authorized", 30_000));
        assertThat(failureOrNone(call("p1", USER))).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1004, 1010, 1013, 1106, 1199, 2001, 2010, 2403, 4711})
    void whatIsTheCallersFaultStopsNobody(int code) {
        refuse(50, code, "permission deny", DEVICE);

        assertThat(failureOrNone(call("p1", DEVICE))).isEqualTo("ok");
    }

    @Test
    void refusalsOfTokenCallsCountForTheProject() {
        for (int i = 0; i < 3; i++) {
            script.add(() -> failed(new Failure.ProjectRefused("us", 2007, "cross-region access is not allowed")));
            assertThat(failure(call("p1", DEVICE)).kind()).isEqualTo(Failure.Kind.PROJECT_REFUSED);
        }

        assertThat(failure(call("p1", DEVICE)).kind()).isEqualTo(Failure.Kind.ACCESS_BLOCKED);
    }

    @Test
    void aRegionThatBreaksOffIsLeftAloneForEverybody() {
        fail(LEAST, RESET);

        assertThat(failure(call("p2", USER)))
                .isEqualTo(new Failure.RegionUnavailable("us", "the connection was closed", 1_000));
        assertThat(sent).isEqualTo(LEAST);
        assertThat(meters.scrape())
                .contains("tuyere_circuit_state{kind=\"transport\",region=\"us\"} 1.0")
                .contains("tuyere_circuit_transitions_total{kind=\"transport\",region=\"us\",to=\"open\"} 1.0");
    }

    @ParameterizedTest
    @CsvSource({"500,0", "503,0", "200,500"})
    void serverErrorsAndFaultsOfTheCloudCountForTheRegion(int status, int code) {
        for (int i = 0; i < LEAST; i++) {
            script.add(() -> Future.succeededFuture(reply(status, code, "")));
            assertThat(guarded.send(call("p1", DEVICE)).succeeded()).isTrue();
        }

        assertThat(failure(call("p1", DEVICE)).kind()).isEqualTo(Failure.Kind.REGION_UNAVAILABLE);
    }

    @Test
    void halfOfTheCallsFailingDoesNotStopTheOtherHalf() {
        for (int i = 0; i < 100; i++) {
            assertThat(failureOrNone(call("p1", DEVICE))).isEqualTo("ok");
            fail(1, RESET);
        }

        assertThat(position()).isEqualTo(Position.CLOSED);
    }

    @Test
    void clientsThatLeaveSayNothingAboutTheRegion() {
        for (int i = 0; i < 50; i++) {
            Call call = call("p1", DEVICE);
            script.add(() -> {
                clock.pass(Duration.ofSeconds(5));
                call.lifetime().end(new Failure.ClientGone());
                return failed(RESET);
            });
            assertThat(failure(call)).isEqualTo(RESET);
        }

        assertThat(position()).isEqualTo(Position.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"999,CLOSED", "1000,OPEN"})
    void aDeadlineCountsWhenTheRegionHadTimeEnough(long millis, Position expected) {
        for (int i = 0; i < LEAST; i++) {
            Call call = call("p1", DEVICE);
            script.add(() -> {
                clock.pass(Duration.ofMillis(millis));
                call.lifetime().end(new Failure.Deadline(Duration.ofMillis(millis), true));
                return failed(RESET);
            });
            assertThat(failure(call)).isEqualTo(RESET);
        }

        assertThat(position()).isEqualTo(expected);
    }

    @Test
    void aRefusalByOneBreakerGivesBackTheProbeOfAnother() {
        refuse(3, 2007, "cross-region", DEVICE);
        clock.pass(Duration.ofMillis(30_001));
        breakers.holdOpen(BreakerKey.transport("us"));
        assertThat(failure(call("p1", DEVICE)).kind()).isEqualTo(Failure.Kind.REGION_UNAVAILABLE);

        breakers.reset(BreakerKey.transport("us"));

        assertThat(failureOrNone(call("p1", DEVICE))).isEqualTo("ok");
    }

    @Test
    void aBugBelowGivesTheProbeBack() {
        refuse(3, 2007, "cross-region", DEVICE);
        clock.pass(Duration.ofMillis(30_001));
        script.add(() -> {
            throw new IllegalStateException("a bug");
        });
        Call call = call("p1", DEVICE);
        assertThat(catchThrowable(() -> guarded.send(call))).isInstanceOf(IllegalStateException.class);

        assertThat(failureOrNone(call("p1", DEVICE))).isEqualTo("ok");
    }

    private void refuse(int times, int code, String message, String path) {
        for (int i = 0; i < times; i++) {
            script.add(() -> Future.succeededFuture(reply(200, code, message)));
            assertThat(guarded.send(call("p1", path)).succeeded()).isTrue();
        }
    }

    private void fail(int times, Failure failure) {
        for (int i = 0; i < times; i++) {
            script.add(() -> failed(failure));
            assertThat(failure(call("p1", DEVICE))).isEqualTo(failure);
        }
    }

    private Position position() {
        return breakers.states().get(0).position();
    }

    private Future<Reply> play(Call call) {
        sent++;
        return script.isEmpty()
                ? Future.succeededFuture(reply(0, ""))
                : script.remove().get();
    }

    private Failure failure(Call call) {
        return ((FailureException) guarded.send(call).cause()).failure();
    }

    private String failureOrNone(Call call) {
        Future<Reply> answer = guarded.send(call);
        return answer.succeeded() ? "ok" : answer.cause().toString();
    }

    private static Future<Reply> failed(Failure failure) {
        return Future.failedFuture(failure.toException());
    }

    private static Reply reply(int code, String message) {
        return reply(200, code, message);
    }

    private static Reply reply(int status, int code, String message) {
        Envelope envelope = code == 0
                ? Envelope.NONE
                : new Envelope(false, CloudCodes.builtIn().find(code, message), message, 0);
        return new Reply(status, HttpHeaders.headers(), Buffer.buffer("{}"), null, 2, envelope);
    }

    private static Call call(String accessId, String path) {
        return new Call(
                HttpMethod.GET,
                path,
                null,
                List.of(),
                List.of(),
                Buffer.buffer(),
                null,
                new Project(accessId, Secret.of("secret")),
                null,
                null,
                new Lifetime(10_000, why -> {}));
    }
}
