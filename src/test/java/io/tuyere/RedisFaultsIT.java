package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Secret;
import io.tuyere.redis.RedisSettings;
import io.tuyere.redis.RedisSettings.Mode;
import io.tuyere.support.DocumentedAcl;
import io.tuyere.support.Eventually;
import io.tuyere.support.Fleet;
import io.tuyere.support.RedisCluster;
import io.tuyere.support.RedisFront;
import io.tuyere.support.RedisProcess;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Traffic;
import io.tuyere.support.TuyaClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * What befalls Redis befalls no call: two gateways with limits of every kind, under traffic, while a real redis-server is
 * mistreated.
 */
final class RedisFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BUDGET = Duration.ofMillis(50);
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final String TOKEN_KEY = "tuyere:1:{project:" + TestTenants.PROJECT.accessId() + ":eu}:token";

    @Test
    void redisThatIsNotThereAtTheStartMayComeLater() {
        int port = RedisProcess.freePort();
        RedisSettings settings = RedisProcess.settings(List.of("redis://127.0.0.1:" + port), Mode.STANDALONE, BUDGET);
        try (Fleet fleet = Fleet.empty()) {
            int early = fleet.addLimited(settings);
            assertThat(fleet.status(early)).isEqualTo("degraded");
            assertThat(fleet.call(early, TestTenants.ACME, "GET", LAMP).send().success())
                    .isTrue();

            try (RedisProcess redis = RedisProcess.start(port)) {
                fleet.awaitStatus(early, "ready");

                assertThat(redis.calls("evalsha")).isPositive();
            }
        }
    }

    @Test
    void killedAndRestartedRedisFailsNoCall() {
        underTraffic((redis, fleet) -> {
            redis.kill();
            fleet.awaitAll("degraded");
            redis.restart();
            fleet.awaitAll("ready");
        });
    }

    @Test
    void frozenRedisFailsNoCallAndHoldsUpFew() {
        try (RedisProcess redis = RedisProcess.start();
                Fleet fleet = Fleet.limited(2, redis.settings(BUDGET));
                Traffic traffic = Traffic.over(fleet, 2)) {
            traffic.flows(500);
            double timeouts = fleet.commands(0, "timeout") + fleet.commands(1, "timeout");

            redis.freeze();
            fleet.awaitAll("degraded");
            long before = traffic.answered();
            Eventually.holds("eight seconds are over", PATIENCE, after(Duration.ofSeconds(8)));
            long answered = traffic.answered() - before;
            double overruns = fleet.commands(0, "timeout") + fleet.commands(1, "timeout") - timeouts;
            redis.thaw();
            fleet.awaitAll("ready");

            assertThat(traffic.stop()).isEmpty();
            assertThat(overruns).isLessThan(answered / 20.0);
            assertThat(traffic.slowest()).as("nobody waited for it to thaw").isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void flushedRedisFailsNoCall() {
        underTraffic((redis, fleet) -> {
            assertThat(redis.ask("FLUSHALL")).isEqualTo("OK");
            assertThat(redis.ask("SCRIPT", "FLUSH")).isEqualTo("OK");
            fleet.control().expireTokens("eu");
            Eventually.holds(
                    "the token is stored again",
                    PATIENCE,
                    () -> !redis.ask("GET", TOKEN_KEY).isEmpty());
        });
    }

    @Test
    void sessionSurvivesAFlush() {
        try (RedisProcess redis = RedisProcess.start();
                Fleet fleet = Fleet.limited(2, redis.settings(Duration.ofSeconds(1)))) {
            TuyaClient user = fleet.client(0, TestTenants.ACME);
            assertThat(user.appLogin("demo-eu@example.com", "49").success()).isTrue();

            assertThat(redis.ask("FLUSHALL")).isEqualTo("OK");
            fleet.control().expireTokens("eu");

            assertThat(user.get(LAMP).send().success()).isTrue();
            assertThat(fleet.client(1, TestTenants.ACME)
                            .with(user.token())
                            .get(LAMP)
                            .send()
                            .success())
                    .isTrue();
        }
    }

    @Test
    void userMaySignInAndBeRefreshedWithoutRedisAndTheFleetLearnsItAfterwards() {
        try (RedisProcess redis = RedisProcess.start();
                Fleet fleet = Fleet.limited(2, redis.settings(Duration.ofSeconds(1)))) {
            redis.kill();
            fleet.awaitAll("degraded");
            TuyaClient user = fleet.client(0, TestTenants.ACME);
            assertThat(user.appLogin("demo-eu@example.com", "49").success()).isTrue();
            fleet.control().expireTokens("eu");
            assertThat(user.get(LAMP).send().success()).isTrue();
            TuyaClient elsewhere = fleet.client(1, TestTenants.ACME).with(user.token());
            Response unknown = elsewhere.get(LAMP).send();

            redis.restart();
            fleet.awaitAll("ready");

            assertThat(unknown.error()).isEqualTo("session-unavailable");
            Eventually.holds(
                    "the fleet knows the session",
                    PATIENCE,
                    () -> elsewhere.get(LAMP).send().success());
        }
    }

    @Test
    void replicaThatCannotWriteCountsAsLost() {
        underTraffic((redis, fleet) -> {
            assertThat(redis.ask("REPLICAOF", "127.0.0.1", "1")).isEqualTo("OK");
            fleet.awaitAll("degraded");
            assertThat(redis.ask("REPLICAOF", "NO", "ONE")).isEqualTo("OK");
            fleet.awaitAll("ready");
        });
    }

    @Test
    void fullRedisCountsAsLost() {
        underTraffic((redis, fleet) -> {
            assertThat(redis.ask("CONFIG", "SET", "maxmemory", "1")).isEqualTo("OK");
            fleet.awaitAll("degraded");
            assertThat(redis.ask("CONFIG", "SET", "maxmemory", "0")).isEqualTo("OK");
            fleet.awaitAll("ready");
        });
    }

    @Test
    void subscriptionThatIsCutComesBack() {
        underTraffic((redis, fleet) -> {
            assertThat(redis.ask("CLIENT", "KILL", "TYPE", "pubsub")).isEqualTo("2");
            Eventually.holds(
                    "both listen again",
                    PATIENCE,
                    () -> redis.ask("PUBSUB", "NUMSUB", "tuyere:1:tokens").endsWith("2"));
        });
    }

    /** No packet tells that the connection is gone; what is announced meanwhile is not heard. */
    @Test
    void subscriptionThatIsLostSilentlyComesBack() {
        try (RedisProcess redis = RedisProcess.start();
                RedisFront front = RedisFront.of(redis);
                Fleet fleet = Fleet.limited(2, front.settings(BUDGET));
                Traffic traffic = Traffic.over(fleet, 2)) {
            List<String> before = subscribers(redis);
            long tokens = fleet.tokenCalls("eu", "project");

            front.silenceSubscriptions();
            fleet.control().expireTokens("eu");
            traffic.flows(200);
            Eventually.holds("both listen again", PATIENCE, () -> {
                List<String> now = subscribers(redis);
                return now.size() == 2 && now.stream().noneMatch(before::contains);
            });

            assertThat(traffic.stop()).isEmpty();
            assertThat(fleet.tokenCalls("eu", "project") - tokens).isBetween(1L, 2L);
        }
    }

    private static List<String> subscribers(RedisProcess redis) {
        return redis.ask("CLIENT", "LIST", "TYPE", "pubsub")
                .lines()
                .map(client -> client.split(" ", 2)[0])
                .toList();
    }

    @Test
    void passwordThatIsDemandedAllOfASuddenCountsAsLost() {
        underTraffic((redis, fleet) -> {
            redis.demand("sesame");
            fleet.awaitAll("degraded");
            redis.demand("");
            fleet.awaitAll("ready");
        });
    }

    @Test
    void userWhosePasswordOrPermissionsChangeCountsAsLost() {
        try (RedisProcess redis = RedisProcess.start()) {
            DocumentedAcl.on(redis);
            try (Fleet fleet = Fleet.limited(2, DocumentedAcl.as(redis.settings(BUDGET)));
                    Traffic traffic = Traffic.over(fleet, 2)) {
                traffic.flows(100);
                assertThat(redis.ask("ACL", "LOG"))
                        .as("the documented user may do all that is done")
                        .isEmpty();

                assertThat(redis.ask("ACL", "SETUSER", DocumentedAcl.USER, "resetpass", ">other"))
                        .isEqualTo("OK");
                assertThat(redis.ask("CLIENT", "KILL", "USER", DocumentedAcl.USER))
                        .isEqualTo("4");
                fleet.awaitAll("degraded");
                DocumentedAcl.on(redis);
                fleet.awaitAll("ready");
                assertThat(redis.ask("ACL", "SETUSER", DocumentedAcl.USER, "-evalsha", "-eval"))
                        .isEqualTo("OK");
                fleet.awaitAll("degraded");
                DocumentedAcl.on(redis);
                fleet.awaitAll("ready");

                assertThat(traffic.stop()).isEmpty();
            }
        }
    }

    @Test
    void wrongPasswordDegradesAndTheRightOneServes() {
        try (RedisProcess redis = RedisProcess.start("--requirepass right");
                Fleet fleet = Fleet.empty()) {
            int without = fleet.addLimited(redis.settings(BUDGET));
            int wrong = fleet.addLimited(withPassword(redis, "wrong"));
            int right = fleet.addLimited(withPassword(redis, "right"));

            assertThat(fleet.status(without)).isEqualTo("degraded");
            assertThat(fleet.status(wrong)).isEqualTo("degraded");
            fleet.awaitStatus(right, "ready");
            assertThat(fleet.call(without, TestTenants.ACME, "GET", LAMP).send().success())
                    .isTrue();
        }
    }

    @Test
    void valueThatIsNotOursCountsAsAbsent() {
        try (RedisProcess redis = RedisProcess.start();
                Fleet fleet = Fleet.limited(1, redis.settings(Duration.ofSeconds(1)))) {
            assertThat(redis.ask("RPUSH", TOKEN_KEY, "a list")).isEqualTo("1");
            assertThat(redis.ask("RPUSH", TOKEN_KEY.replace(":token", ":lock"), "a list"))
                    .isEqualTo("1");
            assertThat(redis.ask("SET", TOKEN_KEY.replace(":token", ":fence"), "1e300"))
                    .isEqualTo("OK");
            assertThat(redis.ask("SET", TOKEN_KEY.replace("eu", "us"), "99999999999999999999:1:garbage"))
                    .isEqualTo("OK");

            assertThat(fleet.call(0, TestTenants.ACME, "GET", LAMP).send().success())
                    .isTrue();
            assertThat(fleet.call(0, TestTenants.ACME, "GET", "/@us/v1.0/devices/demo-us-lamp-1")
                            .send()
                            .success())
                    .isTrue();

            assertThat(redis.ask("TYPE", TOKEN_KEY)).isEqualTo("string");
            assertThat(redis.ask("GET", TOKEN_KEY.replace("eu", "us"))).doesNotContain("garbage");
            assertThat(fleet.meter(0, "tuyere_redis_unreadable_total")).isPositive();
        }
    }

    @Test
    void masterKeyMayChangeAndAnUnknownOneHidesWhatItSealed() {
        Secret next = Secret.of("0123456789abcdef0123456789abcdef");
        try (RedisProcess redis = RedisProcess.start();
                Fleet fleet = Fleet.limited(1, redis.settings(Duration.ofSeconds(1)))) {
            assertThat(fleet.call(0, TestTenants.ACME, "GET", LAMP).send().success())
                    .isTrue();
            int both = fleet.add(redis.settings(Duration.ofSeconds(1)), next, Fleet.MASTER_KEY);
            int stranger = fleet.add(redis.settings(Duration.ofSeconds(1)), next);
            fleet.awaitAll("ready");

            assertThat(fleet.call(both, TestTenants.ACME, "GET", LAMP).send().success())
                    .isTrue();
            assertThat(fleet.tokenCalls("eu", "project")).isEqualTo(1);
            assertThat(fleet.call(stranger, TestTenants.ACME, "GET", LAMP)
                            .send()
                            .success())
                    .isTrue();
            assertThat(fleet.tokenCalls("eu", "project")).isEqualTo(2);
            assertThat(fleet.meter(stranger, "tuyere_redis_unreadable_total")).isPositive();
        }
    }

    @Test
    void clocksThatAreThreeSecondsApartFailNoCallAndEndNoSession() {
        try (RedisProcess redis = RedisProcess.start();
                Fleet fleet = Fleet.limited(1, redis.settings(Duration.ofSeconds(1)))) {
            int ahead = fleet.addAhead(redis.settings(Duration.ofSeconds(1)), Duration.ofSeconds(3));
            fleet.awaitStatus(ahead, "ready");
            try (Traffic traffic = Traffic.over(fleet, 2)) {
                TuyaClient here = fleet.client(0, TestTenants.ACME);
                assertThat(here.appLogin("demo-eu@example.com", "49").success()).isTrue();
                TuyaClient there = fleet.client(ahead, TestTenants.ACME).with(here.token());
                long before = fleet.tokenCalls("eu", "project");

                fleet.control().expireTokens("eu");
                traffic.flows(200);

                assertThat(there.get(LAMP).send().success()).isTrue();
                assertThat(here.get(LAMP).send().success()).isTrue();
                assertThat(fleet.tokenCalls("eu", "refresh")).isEqualTo(1);
                assertThat(traffic.stop()).isEmpty();
                assertThat(fleet.tokenCalls("eu", "project") - before).isBetween(1L, 2L);
            }
        }
    }

    @Test
    void masterIsFollowedThroughAFailover() {
        try (RedisProcess master = RedisProcess.start();
                RedisProcess replica = RedisProcess.start("--replicaof 127.0.0.1 " + master.port());
                RedisProcess sentinel = RedisProcess.sentinel(master)) {
            Eventually.holds(
                    "the sentinel knows the replica",
                    PATIENCE,
                    () -> sentinel.ask("SENTINEL", "REPLICAS", "tuyere").contains(Integer.toString(replica.port())));
            RedisSettings settings = RedisProcess.settings(List.of(sentinel.url()), Mode.SENTINEL, BUDGET);
            try (Fleet fleet = Fleet.limited(2, settings);
                    Traffic traffic = Traffic.over(fleet, 2)) {
                master.kill();
                fleet.awaitAll("degraded");
                fleet.awaitAll("ready");

                assertThat(traffic.stop()).isEmpty();
                assertThat(replica.ask("ROLE")).startsWith("master");
            }
        }
    }

    @Test
    void masterThatIsMadeAReplicaIsLeftForTheNewOne() {
        try (RedisProcess master = RedisProcess.start();
                RedisProcess replica = RedisProcess.start("--replicaof 127.0.0.1 " + master.port());
                RedisProcess sentinel = RedisProcess.sentinel(master)) {
            Eventually.holds(
                    "the sentinel knows the replica",
                    PATIENCE,
                    () -> sentinel.ask("SENTINEL", "REPLICAS", "tuyere").contains(Integer.toString(replica.port())));
            RedisSettings settings = RedisProcess.settings(List.of(sentinel.url()), Mode.SENTINEL, BUDGET);
            try (Fleet fleet = Fleet.limited(2, settings);
                    Traffic traffic = Traffic.over(fleet, 2)) {
                Eventually.holds(
                        "the sentinel finds the replica fit",
                        PATIENCE,
                        () -> sentinel.ask("SENTINEL", "FAILOVER", "tuyere").equals("OK"));
                Eventually.holds("both use the new master", PATIENCE, () -> isUsedByTwo(replica));
                fleet.awaitAll("ready");

                assertThat(traffic.stop()).isEmpty();
            }
        }
    }

    private static boolean isUsedByTwo(RedisProcess master) {
        try {
            return master.ask("ROLE").startsWith("master")
                    && master.ask("ZCARD", "tuyere:1:limit:instances").equals("2")
                    && master.calls("evalsha") > 100;
        } catch (UncheckedIOException cutOff) { // a sentinel ends the connections of a server that it promotes
            return false;
        }
    }

    @Test
    void clusterThatMovesSlotsAndLosesNodesFailsNoCall() {
        try (RedisCluster cluster = RedisCluster.start()) {
            cluster.nodes().forEach(DocumentedAcl::on);
            int owner = cluster.owner(TOKEN_KEY);
            int other = (owner + 1) % 3;
            try (Fleet fleet = Fleet.limited(2, DocumentedAcl.as(cluster.settings(BUDGET)));
                    Traffic traffic = Traffic.over(fleet, 2)) {
                traffic.flows(100);

                cluster.beginToMove(TOKEN_KEY, owner, other);
                fleet.control().expireTokens("eu");
                traffic.flows(100);
                cluster.move(TOKEN_KEY, owner, other);
                fleet.control().expireTokens("eu");
                Eventually.holds(
                        "the token is stored where its slot went",
                        PATIENCE,
                        () -> !cluster.node(other).ask("GET", TOKEN_KEY).isEmpty());
                assertThat(cluster.nodes())
                        .allSatisfy(node -> assertThat(node.ask("ACL", "LOG")).isEmpty());

                cluster.node(1).kill(); // its replica takes over
                fleet.awaitAll("degraded");
                fleet.awaitAll("ready");
                cluster.node(2).kill(); // nobody does
                fleet.awaitAll("degraded");
                cluster.node(2).restart();
                DocumentedAcl.on(cluster.node(2));
                fleet.awaitAll("ready");

                assertThat(traffic.stop()).isEmpty();
            }
        }
    }

    private static RedisSettings withPassword(RedisProcess redis, String password) {
        return new RedisSettings(
                List.of(redis.url()),
                Mode.STANDALONE,
                Optional.empty(),
                Optional.of("default"),
                Optional.of(Secret.of(password)),
                false,
                BUDGET);
    }

    private static BooleanSupplier after(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> System.nanoTime() > end;
    }

    /** No call fails before, while and after something happens. */
    private static void underTraffic(BiConsumer<RedisProcess, Fleet> happening) {
        try (RedisProcess redis = RedisProcess.start();
                Fleet fleet = Fleet.limited(2, redis.settings(BUDGET));
                Traffic traffic = Traffic.over(fleet, 2)) {
            happening.accept(redis, fleet);
            traffic.flows(100);

            assertThat(traffic.stop()).isEmpty();
        }
    }
}
