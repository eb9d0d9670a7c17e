package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicePathsTest {
    @ParameterizedTest
    @CsvSource({
        "AS_SENT, GET, /v1.0/iot-03/devices/d1, /v1.0/iot-03/devices/d1",
        "SMART_HOME, GET, /v1.0/iot-03/devices/d1, /v1.0/devices/d1",
        "SMART_HOME, GET, /v1.0/iot-03/devices/d1/status, /v1.0/devices/d1/status",
        "SMART_HOME, GET, /v1.0/iot-03/devices/d1/specification, /v1.0/devices/d1/specifications",
        "SMART_HOME, POST, /v1.0/iot-03/devices/d1/commands, /v1.0/devices/d1/commands",
        "SMART_HOME, GET, /v1.0/devices/d1, /v1.0/devices/d1",
        "SMART_HOME, GET, /v1.0/iot-03/devices/d1/logs, /v1.0/iot-03/devices/d1/logs",
        "SMART_HOME, GET, /v1.0/iot-03/devices/status, /v1.0/iot-03/devices/status",
        "SMART_HOME, PUT, /v1.0/iot-03/devices/d1, /v1.0/iot-03/devices/d1",
        "INDUSTRY, GET, /v1.0/devices/d1/specifications, /v1.0/iot-03/devices/d1/specification",
        "INDUSTRY, GET, /v1.0/devices/functions, /v1.0/devices/functions",
        "INDUSTRY, POST, /v1.0/devices/d1/commands, /v1.0/iot-03/devices/d1/commands",
        "INDUSTRY, DELETE, /v1.0/devices/d1, /v1.0/devices/d1"
    })
    void onlyCallsThatBothFamiliesHaveAreAskedElsewhere(DevicePaths paths, String method, String path, String asked) {
        assertThat(paths.of(method, path)).isEqualTo(asked);
    }
}
