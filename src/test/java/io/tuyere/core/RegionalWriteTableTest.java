package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegionalWriteTableTest {
    private static final RegionalWriteTable TABLE =
            RegionalWriteTable.builtIn().with(List.of("POST /v1.0/apps/{schema}/notices", "PUT /v9.0/rules"));

    @ParameterizedTest
    @CsvSource({
        "POST, /v2.0/cloud/ota/tasks, true",
        "POST, /v2.0/cloud/ota/tasks/, true",
        "PUT, /v2.0/cloud/ota/tasks, false",
        "POST, /v2.0/cloud/ota/tasks/1, false",
        "POST, /v1.0/apps/smartlife/notices, true",
        "POST, /v1.0/apps/smartlife/notices/, true",
        "POST, /v1.0/apps//notices, false",
        "POST, /v1.0/apps/smartlife/other, false",
        "PUT, /v9.0/rules, true",
        "DELETE, /v9.0/rules, false",
        "POST, /v1.0/devices/d1/commands, false"
    })
    void onlyWhatIsNamedMayGoToSeveralRegions(String method, String path, boolean allowed) {
        assertThat(TABLE.allows(method, path)).isEqualTo(allowed);
    }

    @Test
    void whatAnOperatorNamesIsNotInTheBuiltInTable() {
        assertThat(RegionalWriteTable.builtIn().allows("PUT", "/v9.0/rules")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST",
                "/v1.0/notices",
                "GET /v1.0/notices",
                "post /v1.0/notices",
                "POST v1.0/notices",
                "POST /v1.0/a b",
                "POST /v1.0/*",
                "POST /v1.0/devices/{device_id}/commands",
                "POST /v1.0/devices/d1/commands",
                "PUT /v1.0/homes/{home_id}",
                "DELETE /v9.0/new/{uid}"
            })
    void whatIsNoWriteOrLivesInOneRegionIsRefused(String call) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegionalWriteTable.check(call))
                .withMessageStartingWith("upstream.regional-writes must")
                .withMessageContaining(call);
    }
}
