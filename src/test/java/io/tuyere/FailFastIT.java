package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Credential;
import io.tuyere.core.Tenant;
import io.tuyere.sim.Fault;
import io.tuyere.sim.ProjectState;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TuyaClient;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is known to fail is answered at once and costs the cloud nothing; what stumbled is tried again without harm. */
final class FailFastIT {
    private static final String LAMP = "/v1.0/devices/demo-us-lamp-1";
    private static final String EU_LAMP = "/v1.0/devices/demo-eu-lamp-1";

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start(configuration -> configuration.withTenants(List.of(
            TestTenants.tenant(TestTenants.ACME, "eu", TestTenants.PROJECT, List.of("eu", "us", "in", "sg")),
            TestTenants.tenant(TestTenants.OTHER, "us", TestTenants.OTHER_PROJECT, List.of("us", "eu")),
            discovering(TestTenants.tenant("seeker", "eu", TestTenants.PROJECT, List.of("eu", "in", "us"))),
            mapping(TestTenants.tenant("mapper", "eu", TestTenants.PROJECT, List.of("eu", "us"))))));

    @Test
    void crossRegionAccessIsAnsweredWithoutAskingTheCloudAgain() {
        gateway.control().projectState(TestTenants.PROJECT.accessId(), "us", ProjectState.CROSS_REGION);
        for (int i = 0; i < 3; i++) {
            assertThat(inUs().error()).isEqualTo("project-refused");
        }
        long before = gateway.control().counters("us").allRequests();

        Response blocked = gateway.keyed(TestTenants.ACME, "GET", LAMP)
                .header("X-Tuya-Region", "us")
                .header("X-Country-Code", "49")
                .send();

        assertThat(blocked.status()).isEqualTo(503);
        assertThat(blocked.error()).isEqualTo("access-blocked");
        assertThat(Integer.parseInt(blocked.header("retry-after"))).isBetween(25, 30);
        assertThat(blocked.json().getString("detail"))
                .contains("cross-region access is not allowed", "2007", "country DE in header belongs to region eu");
        assertThat(gateway.control().counters("us").allRequests()).isEqualTo(before);
        assertThat(gateway.keyed(TestTenants.ACME, "GET", EU_LAMP).send().success())
                .isTrue();
        assertThat(gateway.keyed(TestTenants.OTHER, "GET", "/v1.0/devices?device_ids=x")
                        .send()
                        .error())
                .isEmpty();
    }

    @Test
    void sdksSeeTheCodeTheyKnow() {
        gateway.control().projectState(TestTenants.PROJECT.accessId(), "us", ProjectState.SUSPENDED);
        TuyaClient client = gateway.connected(TestTenants.ACME);
        for (int i = 0; i < 3; i++) {
            Response refused = client.get(LAMP).header("X-Tuya-Region", "us").send();
            assertThat(refused.code()).isEqualTo(28841107);
            assertThat(refused.header("x-tuyere-hint")).contains("does not use this data centre");
        }

        Response blocked = client.get(LAMP).header("X-Tuya-Region", "us").send();

        assertThat(blocked.status()).isEqualTo(200);
        assertThat(blocked.code()).isEqualTo(28841107);
        assertThat(blocked.error()).isEqualTo("access-blocked");
        assertThat(blocked.header("retry-after")).isNotEmpty();
    }

    @Test
    void aRegionThatResetsIsLeftAlone() {
        gateway.control().plant(Fault.reset().on("us"));
        for (int i = 0; i < 10; i++) {
            assertThat(inUs().status()).isIn(502, 503);
        }
        long before = gateway.control().counters("us").faults();

        Response blocked = inUs();

        assertThat(blocked.status()).isEqualTo(503);
        assertThat(blocked.error()).isEqualTo("region-unavailable");
        assertThat(blocked.header("retry-after")).isEqualTo("1");
        assertThat(gateway.control().counters("us").faults()).isEqualTo(before);
        assertThat(gateway.keyed(TestTenants.ACME, "GET", EU_LAMP).send().success())
                .isTrue();
    }

    @Test
    void aReadThatMetAResetIsRepeated() {
        gateway.control()
                .plant(Fault.reset().on("eu").forCalls("GET", "/v1.0/devices/").times(1));

        Response answer = gateway.keyed(TestTenants.ACME, "GET", EU_LAMP).send();

        assertThat(answer.success()).isTrue();
        assertThat(gateway.management("/metrics").text())
                .contains("tuyere_retries_total{reason=\"closed\",region=\"eu\"} 1.0");
    }

    @Test
    void aCommandWhoseAnswerWasLostIsNotRepeated() {
        gateway.control()
                .plant(Fault.reset()
                        .afterExecution()
                        .on("eu")
                        .forCalls("POST", "/v1.0/devices/")
                        .times(1));

        Response answer = gateway.keyed(TestTenants.ACME, "POST", EU_LAMP + "/commands")
                .json("{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}")
                .send();

        assertThat(answer.error()).isEqualTo("upstream-broken");
        assertThat(gateway.control().commands("demo-eu-lamp-1")).hasSize(1);
    }

    @Test
    void aReadThatTheDefaultRegionDoesNotKnowIsFoundElsewhereAndRemembered() {
        Response found = gateway.keyed("seeker", "GET", LAMP).send();
        Response again = gateway.keyed("seeker", "GET", LAMP).send();

        assertThat(found.success()).isTrue();
        assertThat(found.region()).isEqualTo("us");
        assertThat(found.route()).isEqualTo("discovered");
        assertThat(again.route()).isEqualTo("learned");
    }

    @Test
    void whatNoRegionKnowsIsAskedOfEachOnce() {
        String nobodys = "/v1.0/devices/nobodys-lamp";
        Response first = gateway.keyed("seeker", "GET", nobodys).send();
        long inIndia = gateway.control().counters("in").requests("GET /v1.0/devices/{device_id}");
        Response second = gateway.keyed("seeker", "GET", nobodys).send();

        assertThat(first.code()).isIn(1106, 2010);
        assertThat(first.region()).isEqualTo("eu");
        assertThat(second.code()).isEqualTo(first.code());
        assertThat(inIndia).isEqualTo(1);
        assertThat(gateway.control().counters("in").requests("GET /v1.0/devices/{device_id}"))
                .isEqualTo(1);
    }

    @Test
    void writesAndNamedRegionsAreNotLookedForElsewhere() {
        Response named = gateway.keyed("seeker", "GET", LAMP)
                .header("X-Tuya-Region", "eu")
                .send();
        Response write = gateway.keyed("seeker", "POST", LAMP + "/commands")
                .json("{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}")
                .send();

        assertThat(named.success()).isFalse();
        assertThat(named.header("x-tuyere-hint")).contains("X-Tuya-Region");
        assertThat(write.success()).isFalse();
        assertThat(gateway.control().commands("demo-us-lamp-1")).isEmpty();
    }

    @Test
    void aLearnedRegionIsForgottenWhenItStopsBeingTrue() {
        assertThat(gateway.keyed("seeker", "GET", LAMP).send().route()).isEqualTo("discovered");
        gateway.control()
                .plant(Fault.refusal(2010, "device not exist")
                        .on("us")
                        .forCalls("GET", "/v1.0/devices/")
                        .times(1));

        Response moved = gateway.keyed("seeker", "GET", LAMP).send();
        Response after = gateway.keyed("seeker", "GET", LAMP).send();

        assertThat(moved.code()).isEqualTo(2010);
        assertThat(after.route()).isEqualTo("default");
    }

    @Test
    void refusalsOfTheCloudGetAStatusWhereTheCredentialSaysSo() {
        Response mapped = gateway.keyed("mapper", "GET", LAMP).send();
        Response asSent = gateway.keyed(TestTenants.ACME, "GET", LAMP).send();

        assertThat(mapped.status()).isIn(403, 404);
        assertThat(mapped.code()).isEqualTo(asSent.code());
        assertThat(asSent.status()).isEqualTo(200);
    }

    private Response inUs() {
        return gateway.keyed(TestTenants.ACME, "GET", LAMP)
                .header("X-Tuya-Region", "us")
                .send();
    }

    private static Tenant discovering(Tenant tenant) {
        return with(tenant, true, tenant.credentials());
    }

    private static Tenant mapping(Tenant tenant) {
        List<Credential> mapped = tenant.credentials().stream()
                .map(credential -> credential instanceof Credential.ApiKey key
                        ? new Credential.ApiKey(key.sha256(), true)
                        : credential)
                .toList();
        return with(tenant, false, mapped);
    }

    private static Tenant with(Tenant tenant, boolean discover, List<Credential> credentials) {
        return new Tenant(
                tenant.id(),
                tenant.defaultRegion(),
                tenant.regions(),
                discover,
                tenant.countries(),
                tenant.projects(),
                credentials,
                tenant.plan(),
                tenant.budget());
    }
}
