package io.tuyere.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.PathTemplate;
import io.tuyere.core.PathTemplates;
import io.tuyere.observe.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final String ISSUE = "/v2.0/cloud/thing/{device_id}/shadow/properties/issue"; // 4 a second
    private static final String COMMANDS = "/v1.0/devices/{device_id}/commands"; // nothing published
    private static final long LONG = 60_000;

    private final VirtualTime time = new VirtualTime();
    private final Meters meters = new Meters();
    private final List<Long> sentMillis = new ArrayList<>();
    private final List<String> sentBy = new ArrayList<>();
    private boolean dryRun;

    @Test
    void figuresAreThoseOfPathsThatCallsAreFoldedInto() {
        assertThat(PaceTable.builtIn().figures()).hasSize(22).containsEntry("POST " + ISSUE, 4.0);
        assertThat(PaceTable.builtIn().figures().keySet())
                .allSatisfy(call -> assertThat(PathTemplates.builtIn().all())
                        .extracting(PathTemplate::text)
                        .contains(call.substring(call.indexOf(' ') + 1)));
    }

    @Test
    void callsWaitForTheirTurnAndNoSecondSeesMoreThanTheFigure() {
        Gate gate = gate(pace(100), ISSUE);

        for (int i = 0; i < 12; i++) {
            send(gate, "t");
        }
        time.pass(10_000);

        assertThat(sentMillis)
                .containsExactly(0L, 250L, 500L, 750L, 1000L, 1250L, 1500L, 1750L, 2000L, 2250L, 2500L, 2750L);
    }

    @Test
    void allThatWaitShareOneAlarm() {
        Gate gate = gate(pace(100), ISSUE);

        for (int i = 0; i < 20; i++) {
            send(gate, "t");
        }

        assertThat(time.alarms()).isEqualTo(1);
    }

    @Test
    void callWhoseTurnWouldComeTooLateIsToldAtOnceWhenToComeBack() {
        Gate gate = gate(pace(100), ISSUE);
        for (int i = 0; i < 4; i++) {
            send(gate, "t");
        }

        Turn late = gate.pass("t", 900);
        Turn inTime = gate.pass("t", 1_000);

        assertThat(refusal(late).retryAfterMillis()).isEqualTo(1_000);
        assertThat(inTime.future().isComplete()).isFalse();
    }

    @Test
    void tenantsThatShareAProjectAreServedInTurn() {
        Gate gate = gate(pace(100), ISSUE);
        for (int i = 0; i < 8; i++) {
            send(gate, "flood");
        }

        send(gate, "quiet");
        time.pass(10_000);

        assertThat(sentBy.indexOf("quiet")).isEqualTo(2);
    }

    @Test
    void whoLeavesMakesRoomForTheNext() {
        Gate gate = gate(pace(100), ISSUE);
        send(gate, "t");
        Turn leaving = gate.pass("t", LONG);
        send(gate, "t");

        leaving.leave(new Failure.ClientGone().toException());
        time.pass(250);

        assertThat(sentMillis).containsExactly(0L, 250L);
        assertThat(refusal(leaving)).isInstanceOf(Failure.ClientGone.class);
        time.pass(1_000);
        assertThat(time.alarms()).isZero();
    }

    @Test
    void turnThatCannotBeUsedGoesToTheNext() {
        Gate gate = gate(pace(100), ISSUE);
        send(gate, "t");
        Turn unusable = gate.pass("t", LONG);
        time.pass(250);
        assertThat(unusable.future().succeeded()).isTrue();

        unusable.giveBack();
        send(gate, "t");

        assertThat(sentMillis).containsExactly(0L, 250L);
    }

    @Test
    void waitingIsBoundedInAllAndForEachTenant() {
        Pace pace = pace(4);
        Gate gate = gate(pace, ISSUE);
        send(gate, "a");

        List<Turn> a = List.of(gate.pass("a", LONG), gate.pass("a", LONG), gate.pass("a", LONG));
        List<Turn> b = List.of(gate.pass("b", LONG), gate.pass("b", LONG));
        Turn c = gate.pass("c", LONG);

        assertThat(refusal(a.get(2)).kind()).isEqualTo(Failure.Kind.OVER_PACE);
        assertThat(b).noneMatch(turn -> turn.future().failed());
        assertThat(refusal(c).kind()).isEqualTo(Failure.Kind.OVER_PACE);
        assertThat(pace.waiting()).isEqualTo(4);
        time.pass(2_000);
        assertThat(pace.waiting()).isZero();
    }

    @Test
    void projectsRegionsAndMethodsHaveAPaceEach() {
        Pace pace = pace(100);

        send(pace.gate("p", "eu", "POST", ISSUE), "t");
        send(pace.gate("q", "eu", "POST", ISSUE), "t");
        send(pace.gate("p", "us", "POST", ISSUE), "t");
        send(pace.gate("p", "eu", "GET", "/v2.0/cloud/thing/{device_id}/model"), "t");

        assertThat(sentMillis).containsExactly(0L, 0L, 0L, 0L);
        assertThat(pace.gate("p", "eu", "BREW", ISSUE)).isNull();
    }

    @Test
    void figureCanBeOverriddenAndLifted() {
        Pace pace = pace(100);
        pace.override(Map.of("POST " + ISSUE, 0.0, "POST " + COMMANDS, 1.0));

        send(gate(pace, ISSUE), "t");
        send(gate(pace, ISSUE), "t");
        send(gate(pace, COMMANDS), "t");
        send(gate(pace, COMMANDS), "t");
        time.pass(1_000);

        assertThat(sentMillis).containsExactly(0L, 0L, 0L, 1_000L);
    }

    @Test
    void complaintOfTheCloudHalvesThePaceAndItRecovers() {
        Gate gate = gate(pace(100), ISSUE);
        send(gate, "t");

        gate.slowDown();
        for (int i = 0; i < 8; i++) {
            send(gate, "t");
        }
        time.pass(60_000);

        assertThat(sentMillis.get(1)).isBetween(240L, 250L); // its turn was given before
        assertThat(sentMillis.get(2) - sentMillis.get(1)).isBetween(480L, 500L);
        assertThat(sentMillis.get(8) - sentMillis.get(7)).isBetween(300L, 450L);
        sentMillis.clear();
        send(gate, "t");
        send(gate, "t");
        time.pass(1_000);
        assertThat(sentMillis.get(1) - sentMillis.get(0)).isEqualTo(250);
    }

    @Test
    void callsWithoutAFigurePassUntilTheCloudComplains() {
        Gate gate = gate(pace(1_000), COMMANDS);
        for (int i = 0; i < 20; i++) {
            send(gate, "t");
        }
        assertThat(sentMillis).hasSize(20).containsOnly(0L);

        gate.slowDown();
        sentMillis.clear();
        for (int i = 0; i < 10; i++) {
            send(gate, "t");
        }
        time.pass(500);

        assertThat(sentMillis).hasSizeBetween(5, 7);
        time.pass(62_000);
        sentMillis.clear();
        for (int i = 0; i < 100; i++) {
            send(gate, "t");
        }
        assertThat(sentMillis).hasSize(100);
    }

    @Test
    void paceThatIsOnlyTriedOutKeepsNobodyWaiting() {
        dryRun = true;
        Gate gate = gate(pace(100), ISSUE);

        for (int i = 0; i < 5; i++) {
            send(gate, "t");
        }

        assertThat(sentMillis).containsExactly(0L, 0L, 0L, 0L, 0L);
        assertThat(meters.scrape()).contains("tuyere_limit_decisions_total{decision=\"dry-run\",layer=\"pace\"} 4.0");
    }

    private Pace pace(int places) {
        Limiters local = Limiters.local(time::nanos);
        return new Pace(
                local,
                local,
                new Pace.Shared(meters.limits(), new WaitingRoom(places), time::ring, time::nanos, () -> dryRun));
    }

    private static Gate gate(Pace pace, String template) {
        return Objects.requireNonNull(pace.gate("p", "eu", "POST", template));
    }

    private void send(@Nullable Gate gate, String tenant) {
        Objects.requireNonNull(gate).pass(tenant, LONG).future().onSuccess(come -> {
            sentMillis.add(time.millis());
            sentBy.add(tenant);
        });
    }

    private static Failure refusal(Turn turn) {
        return ((FailureException) turn.future().cause()).failure();
    }
}
