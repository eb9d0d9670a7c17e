package io.tuyere.limit;

import static io.tuyere.support.GatewayUnderTest.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Tenant.Budget;
import io.tuyere.observe.Meters;
import io.tuyere.redis.RedisChannel;
import io.tuyere.redis.RedisLink;
import io.tuyere.redis.RedisState;
import io.tuyere.support.Eventually;
import io.tuyere.support.RedisProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits of two instances over one Redis. */
final class FleetLimitsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration COMMAND = Duration.ofSeconds(2);
    private static final Budget THOUSAND = new Budget(1_000, true);
    private static final String COMMANDS = "/v1.0/devices/{device_id}/commands"; // nothing published

    private final Vertx vertx = Vertx.vertx();
    private final RedisProcess redis = RedisProcess.start();
    private final Instance here = new Instance();
    private final Instance there = new Instance();

    /** One instance's limits. */
    private final class Instance {
        private final RedisLink link;
        private final RedisChannel channel;
        private final FleetLimits fleet;
        private final Limits limits;

        Instance() {
            Meters meters = new Meters();
            link = new RedisLink(
                    vertx, redis.settings(COMMAND), new RedisState(meters, System::currentTimeMillis), meters.redis());
            channel = new RedisChannel(vertx, redis.settings(COMMAND), "tuyere:1:tokens");
            long began = System.nanoTime();
            Limits.Clocks clocks =
                    new Limits.Clocks(() -> System.nanoTime() - began, System::currentTimeMillis, (millis, action) -> {
                        long unused = vertx.setTimer(millis, rung -> action.run());
                    });
            LimitSettings settings = LimitSettings.defaults().withRedisWait(Duration.ofSeconds(1));
            fleet = new FleetLimits(vertx, link, channel, settings, clocks);
            limits = new Limits(settings, fleet.leased(), fleet.exact(), clocks, meters.limits());
            done(Future.all(link.start(), channel.start()).compose(up -> fleet.start(limits)));
        }

        BudgetAccount account() {
            return limits.budgets().of("p");
        }

        void spend(int calls) {
            for (int i = 0; i < calls; i++) {
                assertThat(limits.budgets().spend(account(), THOUSAND)).isNull();
            }
        }

        Gate gate() {
            return Objects.requireNonNull(limits.pace().gate("p:1", "eu", "POST", COMMANDS));
        }

        int passAtOnce(int calls) {
            int passed = 0;
            for (int i = 0; i < calls; i++) {
                passed += gate().pass("t", 0).future().succeeded() ? 1 : 0;
            }
            return passed;
        }

        /** Asks what others have said, which happens by itself every five seconds. For an instance that has nothing to say. */
        BudgetAccount asked() {
            done(new RedisBudgets(link, limits.budgets()).exchange());
            return account();
        }

        Future<Void> close() {
            return fleet.close(limits.budgets())
                    .compose(left -> Future.join(link.close(), channel.close()))
                    .mapEmpty();
        }
    }

    @AfterEach
    void stop() {
        done(here.close());
        done(there.close());
        done(vertx.close());
        redis.close();
    }

    /** A wrong type, garbage, a time to come: limits went on alone for as long as such a key was there. */
    @Test
    void valuesThatAreNotOursCountAsAbsent() {
        Limiter limiter = here.fleet.exact().limiter("k", Gcra.of(1, 3));
        String limit = "tuyere:1:limit:k:1000000000-3";
        List<String[]> notOurs =
                List.of(new String[] {"RPUSH", limit, "a list"}, new String[] {"SET", limit, "garbage"}, new String[] {
                    "SET", limit, "99999999999999999 1 0 1000"
                });
        for (String[] command : notOurs) {
            assertThat(redis.ask("DEL", limit)).isNotEmpty();
            assertThat(redis.ask(command)).isNotEmpty();

            Verdict verdict = done(limiter.take());

            assertThat(verdict.admitted()).isTrue();
            assertThat(verdict.degraded()).isFalse();
            assertThat(redis.ask("TYPE", limit)).isEqualTo("string");
            assertThat(Long.parseLong(redis.ask("PTTL", limit))).isPositive();
        }
    }

    @Test
    void budgetsAndInstancesThatAreNotOursAreWrittenAnew() {
        here.spend(3);
        String budget = "tuyere:1:budget:{p}:" + here.account().month();
        Eventually.holds(
                "it is told", PATIENCE, () -> redis.ask("HGET", budget, "calls").equals("3"));
        List<String[]> notOurs =
                List.of(new String[] {"SET", budget, "garbage"}, new String[] {"HSET", budget, "calls", "many"});
        for (String[] command : notOurs) {
            assertThat(redis.ask("DEL", budget, "tuyere:1:limit:instances")).isNotEmpty();
            assertThat(redis.ask(command)).isNotEmpty();
            assertThat(redis.ask("SET", "tuyere:1:limit:instances", "garbage")).isEqualTo("OK");
            here.spend(1);

            Eventually.holds(
                    "they are right again",
                    PATIENCE,
                    () -> redis.ask("TYPE", budget).equals("hash")
                            && !redis.ask("HGET", budget, "calls").equals("many")
                            && redis.ask("ZCARD", "tuyere:1:limit:instances").equals("2"));
        }
        assertThat(redis.ask("HGET", budget, "calls")).isEqualTo("5");
    }

    /** What a month had seen was gone with Redis's data. */
    @Test
    void monthThatRedisLostGoesOnWithWhatWasKnown() {
        here.spend(700);
        here.account().close();
        Eventually.holds(
                "both know",
                PATIENCE,
                () -> there.account().used() == 700
                        && there.account().closed()
                        && !here.account().hasNews());

        assertThat(redis.ask("FLUSHALL")).isEqualTo("OK");
        here.account().reopen();
        here.account().spendAnyway();

        Eventually.holds(
                "both know again",
                PATIENCE,
                () -> here.account().used() == 701
                        && there.asked().used() == 701
                        && !there.account().closed());
    }

    @Test
    void projectThatAnOperatorReopensAtOneInstanceIsOpenAtAll() {
        there.limits.budgets().of("p").close();
        Eventually.holds("it is closed here", PATIENCE, () -> here.asked().closed());
        assertThat(here.limits.budgets().spend(here.account(), null)).contains("the cloud says");

        here.limits.budgets().reopen("p");

        assertThat(here.limits.budgets().spend(here.account(), null)).isNull();
        Eventually.holds("it is open there", PATIENCE, () -> !there.asked().closed());
        assertThat(there.limits.budgets().spend(there.account(), null)).isNull();
        assertThat(there.limits.budgets().closed()).isZero();
    }

    /** Without a figure for such calls, only the instance that was told used to slow down. */
    @Test
    void complaintOfTheCloudSlowsCallsWithoutAFigureDownEverywhere() {
        assertThat(here.passAtOnce(40)).isEqualTo(40);
        assertThat(there.passAtOnce(40)).isEqualTo(40);

        here.gate().slowDown();

        assertThat(here.passAtOnce(40)).isLessThan(40);
        Eventually.holds("it is slower there too", PATIENCE, () -> there.passAtOnce(40) < 40);
    }

    @Test
    void complaintDoesNotConcernWhoSendsNoSuchCalls() {
        assertThat(there.limits.pace().gate("p:1", "eu", "POST", COMMANDS)).isNotNull();
        there.limits.pace().slowedElsewhere("{p%3A1}:pace:eu:POST:%2Fv1.0%2Fdevices%2F%7Bdevice_id%7D%2Fcommands");
        there.limits.pace().override(Map.of());

        assertThat(there.passAtOnce(40)).isEqualTo(40);
    }
}
