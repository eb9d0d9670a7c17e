package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.SimControl;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data centre whose clock is turned while calls go on: its time is learned from its refusal, and nothing is done twice. */
final class ClockStepIT {
    private static final String LAMP = "demo-eu-lamp-1";

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start();

    @ParameterizedTest
    @ValueSource(longs = {20, -20, 60 * 24 * 30})
    void commandsGoOnAcrossTheStepAndAreExecutedOnce(long minutes) {
        SimControl cloud = gateway.control();
        assertThat(command().send().success()).isTrue();

        cloud.clockOffset("eu", Duration.ofMinutes(minutes));
        Response across = command().send();
        Response after = command().send();
        cloud.clockOffset("eu", Duration.ZERO);
        Response back = command().send();

        assertThat(across.success()).as(across.text()).isTrue();
        assertThat(after.success()).isTrue();
        assertThat(back.success()).isTrue();
        assertThat(cloud.commands(LAMP)).hasSize(4);
        assertThat(log.troubles()).isEmpty();
    }

    private Request command() {
        return gateway.keyed(TestTenants.ACME, "POST", "/v1.0/devices/" + LAMP + "/commands")
                .json("{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}");
    }
}
