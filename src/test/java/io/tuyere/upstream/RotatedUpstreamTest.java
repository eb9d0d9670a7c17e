package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Failure;
import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.core.Secrets;
import io.tuyere.observe.Meters;
import io.tuyere.support.CapturedLog;
import io.tuyere.upstream.ProjectSecrets.Standing;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RotatedUpstreamTest {
    private static final Secret NEW = Secret.of("new-secret");
    private static final Secret OLD = Secret.of("old-secret");
    private static final Project PROJECT = new Project("access-id", new Secrets(NEW, OLD));

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    private final Meters meters = new Meters();
    private final List<Secret> sent = new ArrayList<>();
    private Set<Secret> accepted = Set.of(OLD);
    private long now;
    private final ProjectSecrets secrets = new ProjectSecrets(meters, () -> now);
    private final Upstream upstream = new RotatedUpstream(this::cloud, "eu", secrets);

    private Future<Reply> cloud(Call call) {
        Secret secret = call.project().secret();
        sent.add(secret);
        return accepted.contains(secret)
                ? Sample.reply("{\"success\":true,\"t\":1}")
                : Sample.refusal(1004, "sign invalid", 1);
    }

    private boolean call() {
        return call(PROJECT);
    }

    /** Whether each of so many calls succeeds. */
    private List<Boolean> calls(int size) {
        return Stream.generate(this::call).limit(size).toList();
    }

    private boolean call(Project project) {
        Call call = Sample.call(Sample.lifetime(), project);
        return upstream.send(call).result().envelope().success();
    }

    private List<Secret> sent() {
        List<Secret> since = List.copyOf(sent);
        sent.clear();
        return since;
    }

    @Test
    void refusedSignatureIsMadeAgainWithTheOtherSecretAndTheOneTakenIsRemembered() {
        assertThat(call()).isTrue();
        assertThat(sent()).containsExactly(NEW, OLD);
        assertThat(call()).isTrue();
        assertThat(sent()).containsExactly(OLD);

        accepted = Set.of(NEW);

        assertThat(call()).isTrue();
        assertThat(sent()).containsExactly(OLD, NEW);
        assertThat(call()).isTrue();
        assertThat(sent()).containsExactly(NEW);
    }

    @Test
    void operatorIsToldOnceWhatTheRegionTakes() {
        assertThat(calls(2)).containsOnly(true);
        assertThat(secrets.standing(PROJECT, "eu")).isEqualTo(Standing.OLD);
        assertThat(log.troubles()).hasSize(1);

        accepted = Set.of(NEW);

        assertThat(calls(3)).containsOnly(true);
        assertThat(secrets.standing(PROJECT, "eu")).isEqualTo(Standing.NEW);
        assertThat(log.troubles()).hasSize(1);
        assertThat(log.text())
                .containsOnlyOnce("INFO the new secret of a project is taken")
                .doesNotContain("new-secret");
        assertThat(meters.scrape()).contains("tuyere_old_secret_uses_total{of=\"project\"} 2");
    }

    @Test
    void newSecretThatIsTakenAtOnceIsProven() {
        accepted = Set.of(NEW, OLD);

        assertThat(call()).isTrue();

        assertThat(sent()).containsExactly(NEW);
        assertThat(secrets.standing(PROJECT, "eu")).isEqualTo(Standing.NEW);
        assertThat(log.troubles()).isEmpty();
    }

    /** A region that takes both for a while would otherwise be signed for with the old one until it ends. */
    @Test
    void newSecretIsTriedAgainOnceAMinute() {
        assertThat(call()).isTrue();
        accepted = Set.of(NEW, OLD);
        assertThat(call()).isTrue();
        sent.clear();

        now += ProjectSecrets.NEW_TRIED_AGAIN_MILLIS;

        assertThat(calls(2)).containsOnly(true);
        assertThat(sent()).containsExactly(NEW, NEW);
    }

    @Test
    void secretsThatAreBothRefusedAreNotTriedByEveryCall() {
        accepted = Set.of();
        assertThat(calls(3)).containsOnly(false);
        assertThat(sent()).containsExactly(NEW, OLD, NEW, NEW);

        now += ProjectSecrets.PAUSE_MILLIS;

        assertThat(call()).isFalse();
        assertThat(sent()).containsExactly(NEW, OLD);
        assertThat(log.troubles()).isEmpty();
    }

    /** A call that is refused whatever signs it would otherwise keep others from finding the right secret. */
    @Test
    void callAtFaultItselfDelaysNoOther() {
        accepted = Set.of();
        assertThat(call()).isFalse();
        accepted = Set.of(NEW);
        assertThat(call()).isTrue();
        sent.clear();

        accepted = Set.of(OLD);

        assertThat(call()).isTrue();
        assertThat(sent()).containsExactly(NEW, OLD);
    }

    @Test
    void callsUnderWayFollowTheOneThatFoundOut() {
        ProjectSecrets.Choice choice = secrets.of(PROJECT, "eu");
        choice.takenInstead(OLD);
        choice.refusedBoth();

        assertThat(choice.instead(NEW)).isEqualTo(OLD);
        assertThat(choice.instead(OLD)).isNull();
    }

    @Test
    void answerOnTheWayDoesNotBringTheOldSecretBack() {
        ProjectSecrets.Choice choice = secrets.of(PROJECT, "eu");
        choice.takenInstead(NEW);

        choice.taken(OLD);

        assertThat(choice.first()).isEqualTo(NEW);
    }

    @Test
    void callWhoseTimeIsUpIsNotRepeated() {
        accepted = Set.of();
        Lifetime over = Sample.lifetime();
        Upstream late = new RotatedUpstream(
                call -> {
                    over.end(new Failure.Deadline(Duration.ofMillis(1), false));
                    return cloud(call);
                },
                "eu",
                secrets);

        assertThat(late.send(Sample.call(over, PROJECT)).succeeded()).isTrue();

        assertThat(sent()).hasSize(1);
    }

    @Test
    void otherRefusalsProveNothing() {
        Replies far = Replies.of(Sample.refusal(1010, "token invalid", 1), Sample.success());
        Upstream asked = new RotatedUpstream(far, "eu", secrets);

        assertThat(asked.send(Sample.call(Sample.lifetime(), PROJECT)).succeeded())
                .isTrue();
        assertThat(asked.send(Sample.call(Sample.lifetime(), PROJECT)).succeeded())
                .isTrue();

        assertThat(far.calls()).hasSize(2);
        assertThat(secrets.standing(PROJECT, "eu")).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void projectWithOneSecretIsLeftAlone() {
        assertThat(call(new Project("access-id", NEW))).isFalse();

        assertThat(sent()).containsExactly(NEW);
    }
}
