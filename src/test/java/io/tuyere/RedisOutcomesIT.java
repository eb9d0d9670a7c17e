package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.support.Crowd;
import io.tuyere.support.Eventually;
import io.tuyere.support.Fleet;
import io.tuyere.support.RedisProcess;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever befalls Redis, and when, a firmware task reaches no region twice: two gateways, and a real redis-server. */
final class RedisOutcomesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BUDGET = Duration.ofMillis(200);
    private static final String TASKS = "/v2.0/cloud/ota/tasks";
    private static final List<String> REGIONS = List.of("eu", "us", "in", "sg");

    private static Request publication(Fleet fleet, int gateway, String key) {
        return fleet.call(gateway, TestTenants.ACME, "POST", TASKS)
                .header("X-Tuya-Region", "all")
                .header("Idempotency-Key", key)
                .header("X-Request-Timeout", "3s")
                .json("{\"version\":\"2.0.1\"}");
    }

    private static JsonObject of(Response answer, String region) {
        return answer.json().getJsonObject("result").getJsonObject(region);
    }

    private static List<Integer> published(Fleet fleet) {
        return REGIONS.stream()
                .map(region -> fleet.control().firmwareTasks(region).size())
                .toList();
    }

    private static void with(FleetAndRedis test, String... options) {
        try (RedisProcess redis = RedisProcess.start(options);
                Fleet fleet = Fleet.limited(2, redis.settings(BUDGET))) {
            fleet.awaitAll("ready");
            test.run(fleet, redis);
        }
    }

    private interface FleetAndRedis {
        void run(Fleet fleet, RedisProcess redis);
    }

    private static void restart(Fleet fleet, RedisProcess redis) {
        redis.kill();
        fleet.awaitAll("degraded");
        redis.restart();
        fleet.awaitAll("ready");
    }

    @Test
    void withoutRedisNothingIsSentAndAfterwardsItIs() {
        with((fleet, redis) -> {
            redis.kill();
            fleet.awaitAll("degraded");

            Response refused = publication(fleet, 0, "before").send();

            assertThat(refused.error()).isEqualTo("outcomes-unavailable");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(published(fleet)).containsOnly(0);
            redis.restart();
            fleet.awaitAll("ready");
            assertThat(publication(fleet, 1, "before").send().success()).isTrue();
            assertThat(published(fleet)).containsOnly(1);
        });
    }

    /** Redis is held up when the write begins, and notes it when nobody waits for it any more. */
    @Test
    void writeThatRedisNotesTooLateIsNotSentAndMayBeSentAgain() {
        with((fleet, redis) -> {
            redis.freeze();
            assertThat(publication(fleet, 0, "late").send().error()).isEqualTo("outcomes-unavailable");
            assertThat(published(fleet)).containsOnly(0);
            redis.thaw();
            fleet.awaitAll("ready");

            Response again = publication(fleet, 0, "late").send();

            assertThat(again.success()).as(again.text()).isTrue();
            assertThat(published(fleet)).containsOnly(1);
        });
    }

    /** What the regions say cannot be written down. */
    @ParameterizedTest
    @ValueSource(strings = {"freeze", "kill"})
    void redisThatIsLostWhileRegionsActMakesNobodySendAgain(String how) {
        with((fleet, redis) -> {
            fleet.control().plant(Fault.latency(Duration.ofMillis(700)).forCalls("POST", TASKS));
            try (Wire wire = fleet.wire(0)) {
                wire.begin(publication(fleet, 0, "during"));
                Eventually.holds(
                        "every region has it",
                        PATIENCE,
                        () -> REGIONS.stream()
                                .allMatch(region ->
                                        fleet.control().counters(region).requests("POST " + TASKS) == 1));
                if (how.equals("freeze")) {
                    redis.freeze();
                } else {
                    redis.kill();
                }
                Response answer = wire.read();

                assertThat(of(answer, "eu").getString("outcome")).isEqualTo("acted");
                assertThat(of(answer, "eu").getBoolean("noted")).isFalse();
                assertThat(answer.success()).isTrue();
            }
            fleet.awaitAll("degraded");
            if (how.equals("freeze")) {
                redis.thaw();
            } else {
                redis.restart();
            }
            fleet.awaitAll("ready");
            Eventually.holds(
                    "nobody is at it",
                    PATIENCE,
                    () -> !publication(fleet, 1, "during").send().error().equals("key-in-use"));

            for (int gateway = 0; gateway < 2; gateway++) {
                Response repeated = publication(fleet, gateway, "during").send();
                if (how.equals("kill")) {
                    assertThat(repeated.error()).isEqualTo("outcomes-unavailable");
                } else {
                    assertThat(of(repeated, "eu").getString("outcome")).isIn("unknown", "acted");
                }
            }
            assertThat(published(fleet)).containsOnly(1);
        });
    }

    @Test
    void redisThatComesBackWithWhatItHadGivesTheAnswersOfThen() {
        with(
                (fleet, redis) -> {
                    assertThat(publication(fleet, 0, "after").send().success()).isTrue();
                    restart(fleet, redis);

                    Response repeated = publication(fleet, 1, "after").send();

                    assertThat(repeated.success()).isTrue();
                    assertThat(of(repeated, "eu").getBoolean("replayed")).isTrue();
                    assertThat(published(fleet)).containsOnly(1);
                },
                "--appendonly yes");
    }

    /** It comes back empty, or as it was when it was saved last: nobody knows whether a key was there. */
    @ParameterizedTest
    @ValueSource(strings = {"nothing", "an earlier state"})
    void redisThatComesBackWithLessIsNotBelieved(String with) {
        with((fleet, redis) -> {
            if (with.equals("an earlier state")) {
                assertThat(publication(fleet, 0, "earlier").send().success()).isTrue();
                assertThat(redis.ask("SAVE")).isEqualTo("OK");
                fleet.control().reset();
            }
            assertThat(publication(fleet, 0, "after").send().success()).isTrue();
            restart(fleet, redis);

            for (int gateway = 0; gateway < 2; gateway++) {
                int asked = gateway;
                Eventually.check(() -> {
                    Response repeated = publication(fleet, asked, "after").send();
                    assertThat(repeated.error()).isEqualTo("outcomes-unavailable");
                    assertThat(repeated.text()).contains("Redis has lost what it knew");
                    assertThat(Long.parseLong(repeated.header("retry-after"))).isBetween(86_000L, 86_400L);
                });
            }
            assertThat(published(fleet)).containsOnly(1);
        });
    }

    @Test
    void operatorWhoKnowsThatNothingIsRepeatedMaySaySo() {
        with((fleet, redis) -> {
            assertThat(publication(fleet, 0, "after").send().success()).isTrue();
            restart(fleet, redis);
            Eventually.check(() -> assertThat(redis.ask("HGET", "tuyere:1:{write}:memory", "lost"))
                    .isNotEmpty());

            assertThat(redis.ask("HDEL", "tuyere:1:{write}:memory", "lost")).isEqualTo("1");

            assertThat(publication(fleet, 0, "another").send().success()).isTrue();
            assertThat(publication(fleet, 1, "another").send().success()).isTrue();
            assertThat(published(fleet)).containsOnly(2);
        });
    }

    @Test
    void flushThatNobodySeesIsNoticedByTheNextWrite() {
        with((fleet, redis) -> {
            assertThat(publication(fleet, 0, "flushed").send().success()).isTrue();
            assertThat(redis.ask("FLUSHALL")).isEqualTo("OK");

            assertThat(publication(fleet, 0, "flushed").send().error()).isEqualTo("outcomes-unavailable");
            assertThat(publication(fleet, 1, "flushed").send().error()).isEqualTo("outcomes-unavailable");
            assertThat(published(fleet)).containsOnly(1);
        });
    }

    /** Many clients repeat one task through both gateways while Redis is lost and comes back. */
    @ParameterizedTest
    @ValueSource(strings = {"freeze", "kill"})
    void noCrowdOfRepeatsMakesARegionActTwice(String how) {
        with(
                (fleet, redis) -> {
                    fleet.control().plant(Fault.latency(Duration.ofMillis(20)).forCalls("POST", TASKS));
                    List<Response> answers = Crowd.of(6, number -> {
                        Response last = publication(fleet, number % 2, "crowd").send();
                        for (int i = 0; i < 40; i++) {
                            if (number == 0 && i == 10) {
                                lose(redis, how);
                            }
                            last = publication(fleet, number % 2, "crowd").send();
                        }
                        return last;
                    });

                    assertThat(answers).hasSize(6);
                    assertThat(published(fleet))
                            .allSatisfy(tasks -> assertThat(tasks).isLessThanOrEqualTo(1));
                },
                "--appendonly yes");
    }

    private static void lose(RedisProcess redis, String how) {
        if (how.equals("freeze")) {
            redis.freeze();
            redis.thaw();
        } else {
            redis.kill();
            redis.restart();
        }
    }
}
