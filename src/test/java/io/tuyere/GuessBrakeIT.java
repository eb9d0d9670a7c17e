package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.config.Configuration;
import io.tuyere.core.RegionOverride;
import io.tuyere.http.ProxySettings;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Whoever guesses is slowed down, by the address that it really comes from. */
class GuessBrakeIT {
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final String CN_443 = "openapi.tuyacn.com:443"; // nobody gets as far
    private static final Duration HELD = Duration.ofMillis(490);
    private static final int FREE = 200;
    private static final int ENOUGH = 2 * FREE; // a slow machine gives some back while they are used up

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start(GuessBrakeIT::behindAProxy);

    private static Configuration behindAProxy(Configuration usual) {
        Map<String, RegionOverride> regions = new HashMap<>(usual.regions());
        regions.remove("cn");
        return usual.withRegions(regions)
                .withProxy(ProxySettings.defaults().withConnect(true))
                .withServer(usual.server().withTrustedProxies(List.of("127.0.0.1")));
    }

    /** A guess that a proxy on this machine passes on. */
    private Response guess(Wire wire, String forwardedFor) {
        return gateway.request("GET", LAMP)
                .key("a-guess")
                .header("X-Forwarded-For", forwardedFor)
                .send(wire);
    }

    private static Duration time(Runnable something) {
        long began = System.nanoTime();
        something.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** How many are answered before the first that is held; more than enough for never. */
    private static int untilHeld(IntConsumer guess) {
        int guesses = 0;
        while (guesses < ENOUGH && !held(guess, guesses)) {
            guesses++;
        }
        return guesses;
    }

    private static boolean held(IntConsumer guess, int number) {
        return time(() -> guess.accept(number)).compareTo(HELD) > 0;
    }

    private static void refused(Response answer) {
        assertThat(answer.error()).isEqualTo("unknown-credential");
    }

    @Test
    void guesserBehindATrustedProxyIsHeldAndNobodyElse() {
        try (Wire wire = new Wire(gateway.port())) {
            assertThat(untilHeld(i -> refused(guess(wire, "203.0.113.9")))).isBetween(FREE, ENOUGH - 1);

            assertThat(time(() -> refused(guess(wire, "203.0.113.10")))).isLessThan(HELD);
            assertThat(gateway.keyed(TestTenants.ACME, "GET", LAMP)
                            .header("X-Forwarded-For", "203.0.113.9")
                            .send(wire)
                            .success())
                    .isTrue();
        }
    }

    @Test
    void whatAGuesserWritesIntoTheHeaderDoesNotHelp() {
        try (Wire wire = new Wire(gateway.port())) {
            assertThat(untilHeld(i -> refused(guess(wire, "198.51.100." + i % 250 + ", 203.0.113.11"))))
                    .isBetween(FREE, ENOUGH - 1);
        }
    }

    @Test
    void headerOfAnybodyButATrustedProxyIsNotRead() {
        try (GatewayUnderTest untrusting = GatewayUnderTest.start();
                Wire wire = new Wire(untrusting.port())) {
            IntFunction<Response> guess = i -> untrusting
                    .request("GET", LAMP)
                    .key("a-guess")
                    .header("X-Forwarded-For", "203.0.113." + i % 250)
                    .send(wire);

            assertThat(untilHeld(i -> refused(guess.apply(i)))).isBetween(FREE, ENOUGH - 1);
        }
    }

    /** Whoever is on this machine has better ways, and a page of checks would take minutes. */
    @Test
    void whoCallsOnThisMachineIsNotHeld() {
        try (GatewayUnderTest untrusting = GatewayUnderTest.start();
                Wire wire = new Wire(untrusting.port())) {
            int guesses = untilHeld(
                    i -> refused(untrusting.request("GET", LAMP).key("a-guess").send(wire)));

            assertThat(guesses).isEqualTo(ENOUGH);
        }
    }

    private static void challenged(Response answer) {
        assertThat(answer.status()).isEqualTo(407);
    }

    private Response connect(String authorization) {
        try (Wire wire = new Wire(gateway.port())) {
            return wire.send("CONNECT " + CN_443 + " HTTP/1.1\r\nHost: " + CN_443 + "\r\n"
                            + "X-Forwarded-For: 203.0.113.12\r\n" + authorization + "\r\n")
                    .read();
        }
    }

    @Test
    void passwordsOfTunnelsAreGuessesToo() {
        assertThat(untilHeld(i -> challenged(connect("Proxy-Authorization: Basic YTpi\r\n"))))
                .isBetween(FREE, ENOUGH - 1);
        assertThat(time(() -> challenged(connect(""))))
                .as("who shows nothing yet has guessed nothing")
                .isLessThan(HELD);
    }
}
