package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.sim.ProjectState;
import io.tuyere.sim.SimDevice;
import io.tuyere.sim.SimSettings;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One list over seven regions of very different size. */
final class MergedListIT {
    private static final String WORLD = "world";
    private static final String ASSOCIATED = "/v1.0/iot-01/associated-users/devices?size=";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @AutoClose
    private static final GatewayUnderTest calm = started();

    private static GatewayUnderTest started() {
        return GatewayUnderTest.start(
                SimSettings.demo().withDevices(devices()),
                configuration -> configuration.withTenants(
                        List.of(TestTenants.tenant(WORLD, "eu", TestTenants.PROJECT, SimSettings.REGIONS))));
    }

    /** From 1 device in the first region to 127 in the last. */
    private static List<SimDevice> devices() {
        List<SimDevice> devices = new ArrayList<>();
        for (SimDevice device : SimSettings.demo().devices()) {
            int number = SimSettings.REGIONS.indexOf(device.region());
            if (device.id().endsWith("-lamp-1")) {
                for (int i = 0; i < (2 << number) - 1; i++) {
                    devices.add(new SimDevice(
                            device.region() + "-" + i,
                            device.region(),
                            "Lamp " + i,
                            "dj",
                            device.ownerUid(),
                            device.homeId(),
                            true));
                }
            }
        }
        return devices;
    }

    private static List<String> allIds() {
        return devices().stream().map(SimDevice::id).toList();
    }

    private static Response page(String target, String cursor) {
        return page(calm, target, cursor);
    }

    private static Response page(GatewayUnderTest gateway, String target, String cursor) {
        String more = cursor.isEmpty() ? "" : "&tuyere_cursor=" + cursor;
        return gateway.keyed(WORLD, "GET", target + more)
                .header("X-Tuya-Region", "all")
                .header("X-Tuyere-Merge", "list")
                .send();
    }

    /** Every item of the list, page by page; something may happen before each page. */
    private static List<JsonObject> walk(
            GatewayUnderTest gateway, String target, int size, String items, String more, IntConsumer before) {
        List<JsonObject> all = new ArrayList<>();
        String cursor = "";
        long began = System.nanoTime();
        JsonObject last = new JsonObject();
        for (int number = 1; System.nanoTime() - began < PATIENCE.toNanos(); number++) {
            before.accept(number);
            JsonObject result = page(gateway, target + size, cursor).json().getJsonObject("result");
            JsonArray list = result.getJsonArray(items);
            assertThat(list).hasSizeLessThanOrEqualTo(size);
            list.forEach(item -> all.add((JsonObject) item));
            assertThat(result.containsKey("tuyere_cursor")).isEqualTo(result.getBoolean(more));
            if (!result.getBoolean(more)) {
                assertThat(result.getBoolean("tuyere_complete")).isTrue();
                return all;
            }
            cursor = result.getString("tuyere_cursor");
            last = result;
        }
        throw new AssertionError("the list does not end: " + last.getJsonObject("tuyere_regions"));
    }

    private static List<String> ids(List<JsonObject> items) {
        return items.stream().map(item -> item.getString("id")).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.0/devices?schema=smartlife&page_size=, devices, has_more, 7",
        "/v1.0/devices?schema=smartlife&page_size=, devices, has_more, 100",
        "/v1.0/iot-01/associated-users/devices?size=, devices, has_more, 10",
        "/v1.0/iot-01/associated-users/devices?size=, devices, has_more, 1",
        "/v1.3/iot-03/devices?page_size=, list, has_more, 33"
    })
    void everyDeviceOfEveryRegionIsListedOnce(String target, String items, String more, int size) {
        List<JsonObject> all = walk(calm, target, size, items, more, number -> {});

        assertThat(ids(all)).containsExactlyElementsOf(allIds());
        assertThat(all)
                .allSatisfy(item -> assertThat(item.getString("id")).startsWith(item.getString("tuyere_region") + "-"));
    }

    @ParameterizedTest
    @CsvSource({"/v1.0/iot-02/users?page_size=, has_next", "/v2.0/apps/smartlife/users?page_size=, has_more"})
    void usersAreListedLikewise(String target, String more) {
        List<JsonObject> all = walk(calm, target, 3, "list", more, number -> {});

        assertThat(all.stream().map(user -> user.getString("uid"))).hasSize(14).doesNotHaveDuplicates();
    }

    @Test
    void logOfADeviceIsFoundWhereTheDeviceIs() {
        JsonObject first = page("/v1.0/devices/sg-3/logs?size=40", "").json().getJsonObject("result");
        JsonObject second = page("/v1.0/devices/sg-3/logs?size=40", first.getString("tuyere_cursor"))
                .json()
                .getJsonObject("result");

        assertThat(first.getJsonArray("logs")).hasSize(40);
        assertThat(first.getString("next_row_key")).isEqualTo(first.getString("tuyere_cursor"));
        assertThat(second.getJsonArray("logs")).hasSize(5);
        assertThat(second.getBoolean("has_next")).isFalse();
        assertThat(second.containsKey("tuyere_cursor")).isFalse();
        assertThat(second.getString("next_row_key")).isEmpty();
        assertThat(second.getJsonObject("tuyere_regions").getJsonObject("eu").getInteger("code"))
                .isEqualTo(1106);
    }

    /** The port of a region closes in the middle of its list, and opens some pages later. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1.0/devices?schema=smartlife&page_size=", ASSOCIATED})
    void nothingIsLostOrDoubledWhenARegionDiesAndReturns(String target) {
        try (GatewayUnderTest gateway = started()) {
            List<JsonObject> all = walk(gateway, target, 10, "devices", "has_more", number -> {
                if (number == 5) {
                    GatewayUnderTest.done(gateway.cloud().kill("sg"));
                }
                if (number == 14) {
                    GatewayUnderTest.done(gateway.cloud().revive("sg"));
                }
            });

            assertThat(ids(all)).containsExactlyInAnyOrderElementsOf(allIds());
            assertThat(ids(all)).isNotEqualTo(allIds());
        }
    }

    @Test
    void regionsThatAreDeadFromTheBeginningAreCaughtUpWith() {
        try (GatewayUnderTest gateway = started()) {
            gateway.control().plant(Fault.reset().on("cn").forCalls("GET", "/v1.0/iot-01"));
            gateway.control().plant(Fault.status(503).on("eu-west").forCalls("GET", "/v1.0/iot-01"));

            List<JsonObject> all = walk(gateway, ASSOCIATED, 25, "devices", "has_more", number -> {
                if (number == 4) {
                    gateway.control().clearFaults();
                }
            });

            assertThat(ids(all)).containsExactlyInAnyOrderElementsOf(allIds());
        }
    }

    @Test
    void pageSaysWhichRegionIsMissingAndHowLongTheListIs() {
        try (GatewayUnderTest gateway = started()) {
            JsonObject whole = page(gateway, ASSOCIATED + 10, "").json().getJsonObject("result");
            gateway.control().plant(Fault.refusal(500, "system error").on("in").forCalls("GET", "/v1.0/iot-01"));
            Response answer = page(gateway, ASSOCIATED + 10, "");
            JsonObject result = answer.json().getJsonObject("result");

            assertThat(whole.getInteger("total")).isEqualTo(allIds().size());
            assertThat(answer.status()).isEqualTo(207);
            assertThat(answer.success()).isTrue();
            assertThat(result.containsKey("total")).isFalse();
            assertThat(result.getBoolean("tuyere_complete")).isFalse();
            JsonObject missing = result.getJsonObject("tuyere_regions").getJsonObject("in");
            assertThat(missing.getBoolean("success")).isFalse();
            assertThat(missing.getInteger("code")).isEqualTo(500);
        }
    }

    /** Everything else is given out, and a region that is down for the moment is all that is left. */
    @Test
    void pageWithNothingButAFailureSaysWhenToAskAgain() {
        try (GatewayUnderTest gateway = started()) {
            gateway.control().plant(Fault.status(503).on("in").forCalls("GET", "/v1.0/iot-01"));
            String cursor = "";
            Response answer = page(gateway, ASSOCIATED + 100, cursor);
            while (!answer.json()
                    .getJsonObject("result")
                    .getJsonArray("devices")
                    .isEmpty()) {
                assertThat(answer.header("retry-after")).isEmpty();
                cursor = answer.json().getJsonObject("result").getString("tuyere_cursor");
                answer = page(gateway, ASSOCIATED + 100, cursor);
            }
            JsonObject result = answer.json().getJsonObject("result");

            assertThat(result.getBoolean("has_more")).isTrue();
            assertThat(Integer.parseInt(answer.header("retry-after"))).isPositive();
            assertThat(result.getInteger("tuyere_retry_after"))
                    .isEqualTo(Integer.parseInt(answer.header("retry-after")));
            assertThat(answer.success()).isFalse();
        }
    }

    /** A region that refuses keeps no list going: there is no more, and no cursor that would lead to it. */
    @Test
    void listEndsWithoutARegionThatRefuses() {
        try (GatewayUnderTest gateway = started()) {
            gateway.control().projectState(TestTenants.PROJECT.accessId(), "in", ProjectState.SUSPENDED);
            JsonObject result = page(gateway, ASSOCIATED + 100, "").json().getJsonObject("result");
            while (result.getBoolean("has_more")) {
                result = page(gateway, ASSOCIATED + 100, result.getString("tuyere_cursor"))
                        .json()
                        .getJsonObject("result");
            }

            assertThat(result.containsKey("tuyere_cursor")).isFalse();
            assertThat(result.getString("last_row_key")).isEmpty();
            assertThat(result.getBoolean("tuyere_complete")).isFalse();
            assertThat(result.getJsonObject("tuyere_regions")
                            .getJsonObject("in")
                            .getInteger("code"))
                    .isEqualTo(28841107);
        }
    }

    @Test
    void pageInTheMiddleAsksOnlyTheRegionItIsFilledFrom() {
        String cursor = page(ASSOCIATED + 4, "").json().getJsonObject("result").getString("tuyere_cursor");
        long before = calls();

        assertThat(page(ASSOCIATED + 2, cursor).success()).isTrue();
        assertThat(calls() - before).isEqualTo(1);
    }

    private static long calls() {
        return SimSettings.REGIONS.stream()
                .mapToLong(
                        region -> calm.control().counters(region).requests("GET /v1.0/iot-01/associated-users/devices"))
                .sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "not a cursor", "%F0"})
    void cursorThatIsNotOursLeadsNowhere(String cursor) {
        Response answer = page(ASSOCIATED + 10, cursor.replace(" ", "+"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("cursor-invalid");
    }

    @Test
    void cursorIsGoodForItsOwnListOnly() {
        String cursor = page(ASSOCIATED + 10, "").json().getJsonObject("result").getString("tuyere_cursor");

        assertThat(page("/v1.3/iot-03/devices?page_size=10", cursor).error()).isEqualTo("cursor-invalid");
        assertThat(page(ASSOCIATED + "10&product_id=p", cursor).error()).isEqualTo("cursor-invalid");
        byte[] sealed = Base64.getUrlDecoder().decode(cursor);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("us-east", "eu-west");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.0/devices?schema=smartlife&page_no=2, bad-request",
        "/v1.0/devices?schema=smartlife&page_size=1000, bad-request",
        "/v1.0/devices/sg-1/status, not-across-regions"
    })
    void whatCannotBeMergedIsRefused(String target, String error) {
        assertThat(page(target, "").error()).isEqualTo(error);
    }

    @Test
    void keysOfTheRegionsOwnFamiliesCarryTheCursorToo() {
        JsonObject first = page(ASSOCIATED + 10, "").json().getJsonObject("result");
        String key = first.getString("last_row_key");

        JsonObject second =
                page(ASSOCIATED + "10&last_row_key=" + key, "").json().getJsonObject("result");

        assertThat(second.getJsonArray("devices").stream()
                        .map(item -> ((JsonObject) item).getString("id"))
                        .collect(Collectors.toList()))
                .isEqualTo(allIds().subList(10, 20));
    }
}
