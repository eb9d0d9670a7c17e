package io.tuyere.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceEndpointsTest {
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";

    @AutoClose
    private static final CloudFixture fixture = new CloudFixture();

    private SigningClient client = fixture.client("eu");

    @BeforeEach
    void reset() {
        fixture.reset();
        client = fixture.client("eu").withProjectToken();
    }

    private static JsonObject command(String code, Object value) {
        return new JsonObject()
                .put(
                        "commands",
                        new JsonArray().add(new JsonObject().put("code", code).put("value", value)));
    }

    private JsonObject result(String target) {
        return client.get(target).getJsonObject("result");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {LAMP, "/v1.0/iot-03/devices/demo-eu-lamp-1", "/v2.0/cloud/thing/demo-eu-lamp-1", LAMP + "/"})
    void deviceIsFoundUnderEveryFamilyOfPaths(String path) {
        assertThat(result(path).getString("id")).isEqualTo("demo-eu-lamp-1");
        assertThat(result(path).getString("local_key")).hasSize(16);
    }

    @ParameterizedTest
    @CsvSource({"demo-us-lamp-1, 1106", "no-such-device, 2010"})
    void deviceOfAnotherRegionIsForbiddenAndOneOfNoneIsUnknown(String id, int code) {
        assertThat(client.get("/v1.0/devices/" + id).getInteger("code")).isEqualTo(code);
    }

    @Test
    void commandIsCarriedOutAndWrittenDown() {
        JsonObject body = command("switch_led", false);

        JsonObject answer = client.post(LAMP + "/commands", body);

        assertThat(answer.getBoolean("result")).isTrue();
        assertThat(client.get(LAMP + "/status").getJsonArray("result").getJsonObject(0))
                .isEqualTo(new JsonObject().put("code", "switch_led").put("value", false));
        List<ExecutedCommand> executed = fixture.cloud.control().commands("demo-eu-lamp-1");
        assertThat(executed).hasSize(1);
        assertThat(executed.get(0).region()).isEqualTo("eu");
        assertThat(executed.get(0).accessId()).isEqualTo("demo-project");
        assertThat(executed.get(0).body().toString()).isEqualTo(body.encode());
        assertThat(fixture.cloud.control().counters("eu").commands()).isEqualTo(1);
    }

    @Test
    void refusedCommandIsNotCarriedOut() {
        assertThat(client.post(LAMP + "/commands", command("switch_led", 1)).getInteger("code"))
                .isEqualTo(2008);
        assertThat(client.post(LAMP + "/commands", command("fly", true)).getInteger("code"))
                .isEqualTo(2008);
        assertThat(client.post(LAMP + "/commands", command("bright_value", 1001))
                        .getInteger("code"))
                .isEqualTo(2008);
        assertThat(client.post(LAMP + "/commands", new JsonObject()).getInteger("code"))
                .isEqualTo(1100);
        assertThat(client.post("/v1.0/devices/demo-eu-sensor-1/commands", command("va_humidity", 1))
                        .getInteger("code"))
                .isEqualTo(2001);

        assertThat(fixture.cloud.control().commands("demo-eu-lamp-1")).isEmpty();
    }

    @Test
    void bodyThatIsNotAnObjectIsRefused() {
        JsonObject answer = SigningClient.json(client.send("POST", LAMP + "/commands", "[1,", Map.of()));

        assertThat(answer.getInteger("code")).isEqualTo(1109);
    }

    @Test
    void propertiesAreIssuedAsTextAndReadBack() {
        String path = "/v2.0/cloud/thing/demo-eu-lamp-1/shadow/properties";
        JsonObject body = new JsonObject().put("properties", "{\"work_mode\":\"scene\"}");

        JsonObject answer = client.post(path + "/issue", body);

        assertThat(answer.getBoolean("success")).isTrue();
        assertThat(result(path).getJsonArray("properties").getJsonObject(1).getString("value"))
                .isEqualTo("scene");
        assertThat(fixture.cloud.control().commands("demo-eu-lamp-1")).hasSize(1);
    }

    @Test
    void renamedDeviceAnswersItsNewName() {
        JsonObject answer = client.put(LAMP, new JsonObject().put("name", "Desk lamp"));

        assertThat(answer.getBoolean("result")).isTrue();
        assertThat(result(LAMP).getString("name")).isEqualTo("Desk lamp");
    }

    @Test
    void functionsAndSpecificationDescribeTheKind() {
        assertThat(result(LAMP + "/functions").getJsonArray("functions")).hasSize(4);
        assertThat(result(LAMP + "/specifications").getString("category")).isEqualTo("dj");
        assertThat(result("/v1.0/devices/demo-eu-sensor-1/functions").getJsonArray("functions"))
                .isEmpty();
        assertThat(result("/v1.2/iot-03/devices/demo-eu-sensor-1/specification").getJsonArray("status"))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1.0/devices", "/v1.0/devices/"})
    void devicesAreListedByIds(String path) {
        JsonObject result = result(path + "?device_ids=demo-eu-lamp-1,demo-us-lamp-1,demo-eu-plug-1");

        assertThat(result.getJsonArray("devices")).hasSize(2);
        assertThat(result.getBoolean("has_more")).isFalse();
    }

    @Test
    void devicesOfAnAppArePagedByNumber() {
        JsonObject first = result("/v1.0/devices?page_no=1&page_size=3&schema=smartlife");
        JsonObject second = result("/v1.0/devices?page_no=2&page_size=3&schema=smartlife");

        assertThat(first.getJsonArray("devices")).hasSize(3);
        assertThat(first.getBoolean("has_more")).isTrue();
        assertThat(second.getJsonArray("devices")).hasSize(2);
        assertThat(second.getBoolean("has_more")).isFalse();
        assertThat(second.getInteger("total")).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.0/devices, 1100",
        "/v1.0/devices?schema=other, 2017",
        "/v1.0/devices?page_size=0&schema=smartlife, 1101",
        "/v1.0/devices?page_no=0&schema=smartlife, 1101",
        "/v1.0/devices?page_no=x&schema=smartlife, 1104",
        "/v1.3/iot-03/devices?last_row_key=x, 1109",
        "/v1.3/iot-03/devices?last_row_key=bm90IG91cnM, 1109",
        "/v1.0/users/us1/devices, 2006",
        "/v1.0/users/az1600000000001demo1/devices, 1106",
        "/v1.0/homes/1/devices, 1106"
    })
    void badListCallIsRefused(String target, int code) {
        assertThat(client.get(target).getInteger("code")).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"/v1.3/iot-03/devices, page_size, list", "/v1.0/iot-01/associated-users/devices, size, devices"})
    void cursorLeadsThroughAllDevices(String path, String sizeName, String listName) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        boolean more = true;
        while (more) {
            JsonObject page = result(path + "?last_row_key=" + cursor + "&" + sizeName + "=2");
            page.getJsonArray(listName).forEach(device -> ids.add(((JsonObject) device).getString("id")));
            cursor = page.getString("last_row_key");
            more = page.getBoolean("has_more");
        }

        assertThat(ids).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void cursorOfAnotherRegionIsRefused() {
        String cursor = result("/v1.3/iot-03/devices?page_size=2").getString("last_row_key");
        SigningClient elsewhere = fixture.client("us").withProjectToken();

        JsonObject answer = elsewhere.get("/v1.3/iot-03/devices?last_row_key=" + cursor);

        assertThat(answer.getInteger("code")).isEqualTo(1109);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.0/devices/demo-eu-lamp-1/logs, start_row_key, next_row_key, logs",
        "/v1.0/iot-03/devices/demo-eu-lamp-1/logs, last_row_key, last_row_key, list"
    })
    void logIsPagedToItsEnd(String path, String cursorName, String nextName, String listName) {
        List<Long> times = new ArrayList<>();
        String cursor = "";
        boolean more = true;
        while (more) {
            String query = cursorName.equals("last_row_key")
                    ? "?last_row_key=" + cursor + "&size=20"
                    : "?size=20&start_row_key=" + cursor;
            JsonObject page = result(path + query);
            page.getJsonArray(listName).forEach(entry -> times.add(((JsonObject) entry).getLong("event_time")));
            cursor = page.getString(nextName);
            more = page.getBoolean("has_next");
        }

        assertThat(times).hasSize(45).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void usersHomesAndTheirDevicesAreListed() {
        String uid = "eu1600000000001demo1";

        assertThat(client.get("/v1.0/users/" + uid + "/homes").getJsonArray("result"))
                .hasSize(1);
        assertThat(client.get("/v1.0/homes/3000001/devices").getJsonArray("result"))
                .hasSize(4);
        assertThat(client.get("/v1.0/users/" + uid + "/devices").getJsonArray("result"))
                .hasSize(4);
        assertThat(result("/v1.3/iot-03/devices?source_id=" + uid + "&source_type=tuyaUser")
                        .getInteger("total"))
                .isEqualTo(4);
        assertThat(result("/v1.0/iot-03/devices?device_ids=demo-eu-lamp-1").getInteger("total"))
                .isEqualTo(1);
        assertThat(result("/v2.0/apps/smartlife/users?page_no=1&page_size=1").getBoolean("has_more"))
                .isTrue();
        assertThat(client.get("/v2.0/apps/other/users").getInteger("code")).isEqualTo(2017);
    }

    @Test
    void countriesAreListed() {
        JsonArray countries = client.get("/v1.0/all-countries").getJsonArray("result");

        assertThat(countries).hasSizeGreaterThan(200);
        assertThat(countries.getJsonObject(0).getString("country_code")).matches("[0-9]+");
    }

    @Test
    void firmwareTasksBelongToTheirRegion() {
        JsonObject task =
                new JsonObject().put("version", "1.2.3").put("device_ids", new JsonArray().add("demo-eu-lamp-1"));

        JsonObject published = client.post("/v2.0/cloud/ota/tasks", task);

        assertThat(published.getJsonObject("result").getInteger("task_id")).isEqualTo(1);
        assertThat(result("/v2.0/cloud/ota/tasks").getInteger("total")).isEqualTo(1);
        assertThat(fixture.cloud.control().firmwareTasks("eu")).hasSize(1);
        assertThat(fixture.cloud.control().firmwareTasks("us")).isEmpty();
        SigningClient elsewhere = fixture.client("us").withProjectToken();
        assertThat(elsewhere
                        .get("/v2.0/cloud/ota/tasks")
                        .getJsonObject("result")
                        .getInteger("total"))
                .isZero();
    }
}
