package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.DevicePaths;
import io.tuyere.core.Tenant;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tuya's usual traps are told in a header, and never in a body. */
final class TrapsIT {
    private static final String HINT = "x-tuyere-hint";
    private static final String LOGIN = "/v1.0/iot-01/associated-users/actions/authorized-login";

    @AutoClose
    private static final GatewayUnderTest gateway = GatewayUnderTest.start();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1.0/iot-03/devices/demo-us-lamp-1 | paired by an app is asked for under /v1.0/devices/{id}",
                "/v1.0/devices/demo-us-lamp-1/status | project is asked for under /v1.0/iot-03/devices/{id}",
                "/v1.0/devices/7db92a8e6c2b9f6d      | looks like a uuid",
                "/v2.0/cloud/thing/uuid7db92a8e6c2b9f6d | looks like a uuid"
            })
    void refusedDeviceIsHintedAt(String path, String hint) {
        Response answer = gateway.keyed(TestTenants.ACME, "GET", path)
                .header("X-Tuya-Region", "eu")
                .send();

        assertThat(answer.header(HINT)).contains(hint);
        assertThat(answer.text()).doesNotContain("uuid;", "asked for under");
    }

    @Test
    void deviceThatIsFoundNeedsNoHint() {
        Response answer = gateway.keyed(TestTenants.ACME, "GET", "/v1.0/iot-03/devices/demo-eu-lamp-1")
                .send();

        assertThat(answer.success()).isTrue();
        assertThat(answer.header(HINT)).isEmpty();
    }

    @Test
    void devicesOfATenantAreAskedForInItsFamily() {
        try (GatewayUnderTest aliased = GatewayUnderTest.start(configuration -> configuration.withTenants(
                List.of(smartHome(configuration.tenants().get(0)))))) {
            Response answer = aliased.keyed(TestTenants.ACME, "GET", "/v1.0/iot-03/devices/demo-eu-lamp-1/status")
                    .send();

            assertThat(answer.success()).isTrue();
            assertThat(answer.header(HINT)).isEqualTo("asked as /v1.0/devices/demo-eu-lamp-1/status (device-paths)");
            assertThat(aliased.control().counters("eu").requests("GET /v1.0/devices/{device_id}/status"))
                    .isEqualTo(1);
        }
    }

    private static Tenant smartHome(Tenant tenant) {
        return new Tenant(
                tenant.id(),
                tenant.defaultRegion(),
                tenant.regions(),
                tenant.discover(),
                tenant.countries(),
                tenant.projects(),
                tenant.credentials(),
                tenant.plan(),
                tenant.budget(),
                tenant.oauth(),
                DevicePaths.SMART_HOME);
    }

    @ParameterizedTest
    @CsvSource({"4915112345678, true", "someone@example.com, false"})
    void phoneNumberWithoutACountryIsHintedAt(String username, boolean hinted) {
        Response answer = gateway.keyed(TestTenants.ACME, "POST", LOGIN)
                .json("{\"username\":\"" + username + "\",\"password\":\"00\",\"schema\":\"smartlife\"}")
                .send();

        assertThat(answer.success()).isFalse();
        assertThat(answer.header(HINT).contains("country_code")).isEqualTo(hinted);
    }

    @Test
    void missingGrantTypeIsTuyasErrorWithAHint() {
        Response answer = gateway.client(TestTenants.sdk(TestTenants.ACME))
                .get("/v1.0/token")
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.code()).isEqualTo(1003);
        assertThat(answer.header(HINT)).contains("grant_type=1");
    }

    @Test
    void secondsAreTakenWithAnApiKeyAndHintedAtWhenSigned() {
        Response plain = gateway.keyed(TestTenants.ACME, "GET", "/v1.0/devices/demo-eu-lamp-1")
                .header("t", "1700000000")
                .send();
        Response signed = gateway.request("GET", "/v1.0/token?grant_type=1")
                .header("client_id", TestTenants.sdk(TestTenants.ACME))
                .header("sign", "00")
                .header("t", "1700000000")
                .send();

        assertThat(plain.success()).isTrue();
        assertThat(signed.code()).isEqualTo(1013);
        assertThat(signed.header(HINT)).contains("t is in seconds");
    }

    /** curl and browsers name a type where nobody told them one. */
    @ParameterizedTest
    @ValueSource(strings = {"", "application/x-www-form-urlencoded", "text/plain;charset=UTF-8", "application/json"})
    void jsonThatIsNotCalledJsonIsCalledSo(String type) {
        Request call =
                gateway.keyed(TestTenants.ACME, "POST", "/v1.0/sim/echo").body("{}".getBytes(StandardCharsets.UTF_8));
        Response answer = (type.isEmpty() ? call : call.header("Content-Type", type)).send();

        JsonArray headers = answer.json().getJsonObject("result").getJsonArray("headers");
        assertThat(headers.stream()
                        .map(header -> ((JsonArray) header).getString(0) + "=" + ((JsonArray) header).getString(1)))
                .filteredOn(header -> header.toLowerCase(Locale.ROOT).startsWith("content-type"))
                .containsExactly("content-type=application/json");
    }

    @Test
    void whatIsNoJsonIsNotCalledSo() {
        Response answer = gateway.keyed(TestTenants.ACME, "POST", "/v1.0/sim/echo")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body("a=1".getBytes(StandardCharsets.UTF_8))
                .send();

        assertThat(answer.code()).isEqualTo(1006);
    }
}
