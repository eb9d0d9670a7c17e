package io.tuyere.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TunnelSharesTest {
    private static final int RATE = 10_000;

    private long nanos;
    private final TunnelShares shares =
            new TunnelShares(ProxySettings.defaults().withTunnelsPerTenant(2).withBytesPerSecond(RATE), () -> nanos);
    private final TunnelShares.Share acme = shares.of("acme");

    @Test
    void tenantsThatAreGoneLeaveNothingOnceTheirTunnelsAreClosed() {
        assertThat(acme.tryEnter()).isTrue();
        for (int i = 0; i < 10_000; i++) {
            TunnelShares.Share unused = shares.of("tenant-" + i);
        }

        shares.keep(tenant -> false);
        assertThat(shares.size()).isEqualTo(1);

        acme.leave();
        shares.keep(tenant -> false);
        assertThat(shares.size()).isZero();
    }

    @Test
    void eachTenantHasItsPlaces() {
        assertThat(acme.tryEnter()).isTrue();
        assertThat(acme.tryEnter()).isTrue();
        assertThat(acme.tryEnter()).isFalse();
        assertThat(shares.of("other").tryEnter()).isTrue();
        assertThat(shares.open()).isEqualTo(3);

        acme.leave();

        assertThat(shares.open()).isEqualTo(2);
        assertThat(shares.of("acme").tryEnter()).isTrue();
    }

    @Test
    void aSecondsWorthIsFreeAndMoreWaitsItsTime() {
        nanos = TimeUnit.SECONDS.toNanos(5);

        assertThat(acme.carried(RATE)).isZero();
        assertThat(acme.carried(RATE)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(acme.carried(RATE / 2)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1_500));
        assertThat(shares.of("other").carried(RATE)).isZero();
    }

    @Test
    void restedTimeIsNotSavedUp() {
        nanos = TimeUnit.SECONDS.toNanos(5);
        assertThat(acme.carried(RATE)).isZero();
        nanos += TimeUnit.SECONDS.toNanos(100);

        assertThat(acme.carried(RATE)).isZero();
        assertThat(acme.carried(RATE)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }
}
