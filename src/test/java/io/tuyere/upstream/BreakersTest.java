package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.PathTemplates;
import io.tuyere.observe.Meters;
import io.tuyere.support.TurnedClock;
import io.tuyere.upstream.BreakerState.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BreakersTest {
    private static final BreakerKey ACCESS = BreakerKey.access("us", "p1");

    private final Breakers breakers =
            new Breakers(PathTemplates.builtIn(), CloudCodes.builtIn(), new Meters(), new TurnedClock());

    @Test
    void whatWasNeverCalledHasNothingToTell() {
        assertThat(breakers.states()).isEmpty();
        assertThat(breakers.find(ACCESS)).isEmpty();
    }

    @Test
    void theOperatorHoldsABreakerThatWasNotThere() {
        breakers.holdOpen(ACCESS);

        assertThat(breakers.find(ACCESS))
                .hasValueSatisfying(held -> assertThat(held.position()).isEqualTo(Position.HELD_OPEN));
        assertThat(breakers.states()).extracting(BreakerState::key).containsExactly(BreakerKey.transport("us"), ACCESS);
    }

    @Test
    void aResetEndsTheHoldAndForgetsTheBreaker() {
        breakers.holdClosed(ACCESS);

        breakers.reset(ACCESS);

        assertThat(breakers.find(ACCESS)).isEmpty();
    }

    @Test
    void aResetOfWhatIsNotThereMakesNothing() {
        breakers.reset(BreakerKey.product("eu", "p1", "device"));

        assertThat(breakers.states()).isEmpty();
    }

    @Test
    void breakersOfProjectsThatAreGoneAreForgotten() {
        for (int i = 0; i < 10_000; i++) {
            breakers.holdOpen(BreakerKey.access("us", "p" + i));
            breakers.holdOpen(BreakerKey.product("us", "p" + i, "device"));
        }

        breakers.keep("p1"::equals);

        assertThat(breakers.states())
                .extracting(BreakerState::key)
                .containsExactly(BreakerKey.transport("us"), ACCESS, BreakerKey.product("us", "p1", "device"));
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSPORT,'','',''",
        "TRANSPORT,us,p1,''",
        "TRANSPORT,us,'',device",
        "ACCESS,us,'',''",
        "ACCESS,us,p1,device",
        "PRODUCT,us,p1,''",
        "PRODUCT,us,'',device"
    })
    void aKeyNamesWhatItsKindNeeds(BreakerKind kind, String region, String project, String family) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BreakerKey(kind, region, project, family));
    }
}
