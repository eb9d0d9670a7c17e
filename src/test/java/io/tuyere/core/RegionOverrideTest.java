package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionOverrideTest {
    private static final URI LOCAL = URI.create("http://127.0.0.1:18603");

    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "0", "9", "eu-west", "us_east", "abcdefghijklmnopqrstuvwxyz012345"})
    void idThatFitsEverywhereIsTaken(String id) {
        assertThat(RegionOverride.of(id, LOCAL)).isEqualTo(new RegionOverride(id, LOCAL, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EU", "e u", "eu/", "`", "{", ":", "é", "abcdefghijklmnopqrstuvwxyz0123456"})
    void otherIdIsRefusedByName(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegionOverride.of(id, LOCAL))
                .withMessage("a region id is 1 to 32 lower-case letters, digits, dashes or underscores, was: " + id);
    }
}
