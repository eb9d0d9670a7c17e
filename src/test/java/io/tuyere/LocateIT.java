package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.sim.ProjectState;
import io.tuyere.sim.SimDevice;
import io.tuyere.sim.SimSettings;
import io.tuyere.support.Crowd;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where is it? */
final class LocateIT {
    private static final String WORLD = "world";
    private static final String LOCATE = "/tuyere/v1/locate?";
    private static final String QUESTION = "GET /v1.0/devices/{device_id}";
    private static final int IDS = 1_000;
    private static final int PAIRS = 5;

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start(
            SimSettings.demo().withDevices(devices()),
            configuration -> configuration.withTenants(List.of(
                    TestTenants.tenant(WORLD, "eu", TestTenants.PROJECT, SimSettings.REGIONS),
                    configuration.tenants().get(0))));

    /** The demo's devices, and a thousand more with ids by chance, each in a region by chance. */
    private static List<SimDevice> devices() {
        List<SimDevice> devices = new ArrayList<>(SimSettings.demo().devices());
        Random random = new Random(8);
        for (int i = 0; i < IDS; i++) {
            byte[] id = new byte[10];
            random.nextBytes(id);
            SimDevice like = devices.get(random.nextInt(35));
            devices.add(new SimDevice(
                    "bf" + HexFormat.of().formatHex(id),
                    like.region(),
                    "Lamp",
                    "dj",
                    like.ownerUid(),
                    like.homeId(),
                    true));
        }
        return devices;
    }

    private JsonObject locate(String query) {
        return gateway.keyed(WORLD, "GET", LOCATE + query).send().json();
    }

    private long questions() {
        return SimSettings.REGIONS.stream()
                .mapToLong(region -> gateway.control().counters(region).requests(QUESTION))
                .sum();
    }

    /** Each is asked for by two clients at about the same time. */
    @Test
    void thousandIdsAreFoundWithOneQuestionForEachRegionAtMost() {
        List<SimDevice> sought = devices().subList(35, 35 + IDS);
        List<List<String>> answers = Crowd.of(2 * PAIRS, number -> located(sought, number / 2));

        for (int number = 0; number < answers.size(); number++) {
            assertThat(answers.get(number))
                    .isEqualTo(share(sought, number / 2).map(SimDevice::region).toList());
        }
        assertThat(questions()).isEqualTo((long) IDS * SimSettings.REGIONS.size());
    }

    private static Stream<SimDevice> share(List<SimDevice> sought, int pair) {
        return IntStream.range(0, IDS).filter(i -> i % PAIRS == pair).mapToObj(sought::get);
    }

    private List<String> located(List<SimDevice> sought, int pair) {
        try (Wire wire = new Wire(gateway.port())) {
            return share(sought, pair)
                    .map(device -> gateway.keyed(WORLD, "GET", LOCATE + "device_id=" + device.id())
                            .send(wire)
                            .json()
                            .getString("region"))
                    .toList();
        }
    }

    @Test
    void everyRegionSaysInPlainWordsWhatItKnows() {
        gateway.control().projectState(TestTenants.PROJECT.accessId(), "us", ProjectState.SUSPENDED);
        gateway.control().projectState(TestTenants.PROJECT.accessId(), "cn", ProjectState.CROSS_REGION);
        gateway.control()
                .plant(Fault.refusal(28841105, "No permission").on("sg").forCalls("GET", "/v1.0/devices"));
        gateway.control()
                .plant(Fault.refusal(2406, "skill id invalid").on("eu-west").forCalls("GET", "/v1.0/devices"));
        gateway.control().plant(Fault.status(503).on("us-east").forCalls("GET", "/v1.0/devices"));

        JsonObject answer = locate("device_id=demo-eu-lamp-1&country_code=91");

        JsonObject regions = answer.getJsonObject("regions");
        assertThat(answer.getString("region")).isEqualTo("eu");
        assertThat(answer.getString("source")).isEqualTo("asked");
        assertThat(verdict(regions, "eu")).isEqualTo("found");
        assertThat(verdict(regions, "us")).isEqualTo("suspended");
        assertThat(verdict(regions, "cn")).isEqualTo("cross-region");
        assertThat(verdict(regions, "in")).isEqualTo("not-linked");
        assertThat(verdict(regions, "sg")).isEqualTo("not-covered");
        assertThat(verdict(regions, "eu-west")).isEqualTo("wrong-country");
        assertThat(verdict(regions, "us-east")).isEqualTo("no-answer");
        assertThat(regions.getJsonObject("us").getInteger("code")).isEqualTo(28841107);
        assertThat(regions.getJsonObject("us").getString("words")).contains("Enable it on Tuya's platform");
        assertThat(answer.getJsonObject("country").getBoolean("agrees")).isFalse();
        assertThat(answer.getJsonObject("country").getString("words")).contains("India", "kept in in", "it is in eu");
    }

    private static String verdict(JsonObject regions, String region) {
        return regions.getJsonObject(region).getString("verdict");
    }

    @Test
    void regionWhoseBreakerIsOpenIsNamedAndNotAsked() {
        gateway.control().projectState(TestTenants.PROJECT.accessId(), "us", ProjectState.SUSPENDED);
        for (int i = 0; i < 3; i++) {
            assertThat(locate("device_id=demo-sg-lamp-1&fresh=true").getString("region"))
                    .isEqualTo("sg");
        }

        JsonObject answer = locate("device_id=demo-in-lamp-1");

        assertThat(verdict(answer.getJsonObject("regions"), "us")).isEqualTo("breaker-open");
        assertThat(answer.getString("region")).isEqualTo("in");
    }

    @Test
    void whatWasFoundIsLearnedAndCallsGoThere() {
        assertThat(locate("device_id=demo-sg-lamp-1").getString("region")).isEqualTo("sg");

        Response call =
                gateway.keyed(WORLD, "GET", "/v1.0/devices/demo-sg-lamp-1").send();

        assertThat(call.route()).isEqualTo("learned");
        assertThat(call.region()).isEqualTo("sg");
        assertThat(locate("device_id=demo-sg-lamp-1").getString("source")).isEqualTo("learned");
    }

    @Test
    void whatNobodyKnowsIsNotAskedForAgainAtOnce() {
        assertThat(locate("device_id=nowhere").getValue("region")).isNull();
        long asked = questions();

        JsonObject again = locate("device_id=nowhere");

        assertThat(again.getString("source")).isEqualTo("remembered");
        assertThat(verdict(again.getJsonObject("regions"), "eu")).isEqualTo("unknown");
        assertThat(questions()).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "uid=az1600000000001demo1, us",
        "username=demo-in@example.com, in",
        "username=second-cn@example.com&schema=smartlife, cn"
    })
    void usersAreFoundByIdAndByName(String query, String region) {
        JsonObject answer = locate(query);

        assertThat(answer.getString("region")).as(answer.encode()).isEqualTo(region);
    }

    @ParameterizedTest
    @CsvSource({"''", "device_id=a&uid=b", "device_id=a%2Fb", "username="})
    void questionMustNameOneThing(String query) {
        Response answer = gateway.keyed(WORLD, "GET", LOCATE + query).send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("bad-request");
    }

    @Test
    void onlyAClientThatProvedItselfIsAnswered() {
        assertThat(gateway.request("GET", LOCATE + "device_id=d").send().status())
                .isEqualTo(401);
        Response signed = gateway.connected(TestTenants.ACME)
                .get(LOCATE + "device_id=demo-in-lamp-1")
                .send();

        assertThat(signed.success()).isTrue();
        assertThat(signed.json().getJsonObject("result").getString("region")).isEqualTo("in");
    }
}
