package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.token.GatewayToken.Kind;
import io.tuyere.token.GatewayTokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TokenReaderTest {
    private final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
    private final GatewayTokens tokens =
            new GatewayTokens(List.of(Secret.of("0123456789abcdef0123456789abcdef")), clock::get);
    private final TokenReader reader = new TokenReader(tokens, clock::get);
    private final Tenant acme = Given.acme();
    private final GatewayTokens.Pair pair = tokens.forProject("acme", Optional.of("eu"));

    @Test
    void tokenIsReadTheFirstTimeAndAgain() {
        assertThat(reader.read(pair.access(), Kind.ACCESS, acme).region()).contains("eu");
        assertThat(reader.read(pair.access(), Kind.ACCESS, acme))
                .isSameAs(reader.read(pair.access(), Kind.ACCESS, acme));
    }

    @Test
    void rememberedTokenEndsWithItsLife() {
        assertThat(reader.read(pair.access(), Kind.ACCESS, acme)).isNotNull();
        clock.addAndGet(GatewayTokens.ACCESS_LIFE.toMillis());

        refused(pair.access(), Kind.ACCESS, acme);
        refused(pair.access(), Kind.ACCESS, acme);
    }

    @Test
    void tokenIsForOneUse() {
        refused(pair.refresh(), Kind.ACCESS, acme);
        refused(pair.access(), Kind.REFRESH, acme);
    }

    @Test
    void tokenOfAnotherTenantIsRefusedEvenWhenItIsRemembered() {
        Tenant other = Given.tenant("other", "eu", Map.of(), List.of());

        assertThat(reader.read(pair.access(), Kind.ACCESS, acme)).isNotNull();

        refused(pair.access(), Kind.ACCESS, other);
    }

    @Test
    void strangeTokenIsRefused() {
        refused("", Kind.ACCESS, acme);
        refused("3f4eda2bdec17232f67c0b188af3eec1", Kind.ACCESS, acme);
        refused(pair.access() + "A", Kind.ACCESS, acme);
    }

    @Test
    void moreTokensThanItRemembersAreStillRead() {
        for (int count = 0; count < 9_000; count++) {
            String access = tokens.forProject("acme", Optional.empty()).access();
            assertThat(reader.read(access, Kind.ACCESS, acme).tenant()).isEqualTo("acme");
        }

        assertThat(reader.read(pair.access(), Kind.ACCESS, acme).region()).contains("eu");
    }

    private void refused(String text, Kind kind, Tenant tenant) {
        assertThatThrownBy(() -> reader.read(text, kind, tenant))
                .asInstanceOf(InstanceOfAssertFactories.type(FailureException.class))
                .extracting(FailureException::failure)
                .isInstanceOf(Failure.TokenInvalid.class);
    }
}
