package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.support.Certificate;
import io.tuyere.support.Crowd;
import io.tuyere.support.DocumentedAcl;
import io.tuyere.support.Eventually;
import io.tuyere.support.FleetOfProcesses;
import io.tuyere.support.RedisProcess;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Traffic;
import io.tuyere.support.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two gateways in processes of their own over one Redis, the first by TLS, both as the user that the documentation tells
 * operators to make, in front of the simulated cloud. Started once, since that takes seconds; the last test kills one of them.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FleetOfProcessesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final String LIST = "/v1.3/iot-03/devices";
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long LEASE_MILLIS = 1_800;

    private final RedisProcess redis = RedisProcess.start();
    private final FleetOfProcesses fleet;

    FleetOfProcessesIT(@TempDir Path directory) {
        DocumentedAcl.on(redis);
        fleet = FleetOfProcesses.of(redis, Certificate.in(directory), directory);
    }

    @AfterAll
    void stop() {
        fleet.close();
        redis.close();
    }

    @Test
    @Order(1)
    void fiveHundredFirstCallsMakeOneTokenCallPerProjectAndRegion() {
        List<Response> answers = Crowd.of(500, number -> {
            String tenant = number % 4 < 2 ? TestTenants.ACME : TestTenants.OTHER;
            String region = number % 8 < 4 ? "/@eu" : "/@us";
            return fleet.call(number % 2, tenant, "GET", region + LIST).send();
        });

        assertThat(answers)
                .filteredOn(answer -> !answer.success())
                .extracting(Response::text)
                .isEmpty();
        assertThat(fleet.tokenCalls("eu")).isEqualTo(2);
        assertThat(fleet.tokenCalls("us")).isEqualTo(2);
    }

    @Test
    @Order(2)
    void tokenThatIsRevokedUnderLoadCostsTwoTokenCallsAtMostAndNoError() {
        try (Traffic traffic = Traffic.over(fleet, 2)) {
            traffic.flows(200);
            long before = fleet.tokenCalls("eu");

            fleet.control().expireTokens("eu");
            traffic.flows(200);

            assertThat(traffic.stop()).isEmpty();
            assertThat(fleet.tokenCalls("eu") - before).isBetween(1L, 2L);
        }
    }

    @Test
    @Order(3)
    void usualCallMakesNoRoundTripToRedis() {
        double withoutLimits = commandsOfThousandCalls(TestTenants.ACME, 10);
        double withPlanAndBudget = commandsOfThousandCalls("fast", 60);

        assertThat(withoutLimits).as("the gateways say that they live").isLessThan(20);
        assertThat(withPlanAndBudget).as("and batches of permits are fetched").isLessThan(50);
    }

    /** Commands that Redis ran during a thousand calls, beyond so many a second. */
    private double commandsOfThousandCalls(String tenant, int everySecond) {
        try (Wire wire = fleet.wire(1)) {
            for (int i = 0; i < 50; i++) {
                assertThat(call(1, tenant).send(wire).success()).isTrue();
            }
            long began = System.nanoTime();
            long before = redis.calls("evalsha") + redis.calls("eval");

            for (int i = 0; i < 1_000; i++) {
                assertThat(call(1, tenant).send(wire).success()).isTrue();
            }

            long commands = redis.calls("evalsha") + redis.calls("eval") - before;
            return commands - everySecond * (double) (System.nanoTime() - began) / NANOS_PER_SECOND;
        }
    }

    @Test
    @Order(4)
    void plansHoldAcrossProcesses() {
        fleet.awaitInstances(2);
        List<Count> counts = Crowd.of(6, number -> admitted(number % 2, number < 4 ? "hundred" : "five"));

        Count hundred = counts.get(0).and(counts.get(1)).and(counts.get(2)).and(counts.get(3));
        Count five = counts.get(4).and(counts.get(5));
        assertThat(hundred.alone + five.alone).as("decided alone").isZero();
        assertThat((double) hundred.admitted)
                .isBetween(
                        0.98 * 100 * hundred.seconds, 1.02 * 100 * hundred.seconds + FleetOfProcesses.BURST_OF_HUNDRED);
        assertThat(five.admitted - FleetOfProcesses.BURST_OF_FIVE)
                .isBetween((int) Math.floor(5 * five.seconds) - 1, (int) Math.ceil(5 * five.seconds) + 1);
    }

    @Test
    @Order(5)
    void nothingSecretStandsInRedisAndEveryKeyEnds() {
        List<String> contents = redis.contents();

        assertThat(contents).anyMatch(line -> line.contains(":token")).anyMatch(line -> line.contains("limit:"));
        String everything = String.join("\n", contents);
        assertThat(fleet.control().tokens("eu")).isNotEmpty().noneMatch(everything::contains);
        assertThat(fleet.control().tokens("us")).isNotEmpty().noneMatch(everything::contains);
        assertThat(everything)
                .doesNotContain("secret", "password", DocumentedAcl.PASSWORD, TestTenants.key(TestTenants.ACME));
        assertThat(redis.ask("KEYS", "*").lines()).allSatisfy(key -> {
            assertThat(key).startsWith("tuyere:1:");
            assertThat(Long.parseLong(redis.ask("PTTL", key))).isNotEqualTo(-1);
        });
    }

    /** Its lease was just extended: the worst moment for the others. */
    @Test
    @Order(6)
    void holderOfTheLockThatIsKilledInMidRenewalDelaysTheOthersForItsLease() throws Exception {
        String lock = "tuyere:1:{project:" + TestTenants.PROJECT.accessId() + ":in}:lock";
        fleet.control()
                .plant(Fault.latency(PATIENCE)
                        .on("in")
                        .forCalls("GET", "/v1.0/token")
                        .times(1));
        ExecutorService threads = Executors.newFixedThreadPool(2); // the common pool may have a single one
        CompletableFuture<Response> doomed = CompletableFuture.supplyAsync(
                () -> fleet.call(0, TestTenants.ACME, "GET", "/@in" + LIST).send(), threads);
        awaitExtension(lock);
        CompletableFuture<List<Response>> others = CompletableFuture.supplyAsync(
                () -> Crowd.of(
                        10,
                        number -> fleet.call(1, TestTenants.ACME, "GET", "/@in" + LIST)
                                .send()),
                threads);
        threads.shutdown();
        Eventually.holds("the others wait", PATIENCE, () -> fleet.gateway(1).meter("tuyere_in_flight_requests") == 10);
        awaitExtension(lock);

        long killed = System.nanoTime();
        fleet.gateway(0).kill();
        assertThat(Long.parseLong(redis.ask("PTTL", lock))).isBetween(1L, LEASE_MILLIS);
        List<Response> answers = others.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        double seconds = (double) (System.nanoTime() - killed) / NANOS_PER_SECOND;

        assertThat(answers)
                .filteredOn(answer -> !answer.success())
                .extracting(Response::text)
                .isEmpty();
        assertThat(fleet.tokenCalls("in")).isBetween(1L, 2L); // the one that was killed may be counted or not
        assertThat(seconds)
                .as("two are promised, the rest is for a busy machine")
                .isLessThan(4);
        assertThat(doomed).failsWithin(PATIENCE);
    }

    @Test
    @Order(7)
    void documentedPermissionsAreEnough() {
        assertThat(redis.ask("ACL", "LOG")).isEmpty();
        assertThat(redis.ask("CLIENT", "LIST")).contains("user=" + DocumentedAcl.USER);
        assertThat(fleet.gateway(1).status()).isEqualTo("ready");
    }

    /** What came of calls for some time. */
    private record Count(int admitted, int alone, double seconds) {
        Count and(Count other) {
            return new Count(admitted + other.admitted, alone + other.alone, Math.max(seconds, other.seconds));
        }
    }

    /** Calls for ten seconds, some times more often than the plan allows. */
    private Count admitted(int gateway, String tenant) {
        long pauseNanos = tenant.equals("five") ? 20_000_000 : 5_000_000;
        int admitted = 0;
        int alone = 0;
        List<String> surprises = new ArrayList<>();
        long began = System.nanoTime();
        try (Wire wire = fleet.wire(gateway)) {
            while (System.nanoTime() - began < 10 * NANOS_PER_SECOND) {
                Response answer = call(gateway, tenant).send(wire);
                admitted += answer.status() == 200 ? 1 : 0;
                alone += answer.headers().containsKey("x-tuyere-degraded") ? 1 : 0;
                if (answer.status() != 200 && !answer.error().equals("over-plan")) {
                    surprises.add(answer.text());
                }
                LockSupport.parkNanos(pauseNanos);
            }
        }
        assertThat(surprises).isEmpty();
        return new Count(admitted, alone, (double) (System.nanoTime() - began) / NANOS_PER_SECOND);
    }

    private Request call(int gateway, String tenant) {
        return fleet.call(gateway, tenant, "GET", LAMP);
    }

    /** Waits until a lock is held and its lease has been made longer. */
    private void awaitExtension(String lock) {
        long[] last = {Long.MAX_VALUE};
        Eventually.holds("the lock is extended", PATIENCE, () -> {
            long left = Long.parseLong(redis.ask("PTTL", lock));
            boolean extended = left > last[0];
            last[0] = left < 0 ? Long.MAX_VALUE : left;
            return extended;
        });
    }
}
