package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.RegionOverride;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.RawRegion;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A region that answers before it has read the request: its connection still has the rest of that request in front of it. */
final class EarlyAnswerIT {
    private static final int MIB = 1024 * 1024;
    private static final String DONE = "{\"success\":true,\"t\":1,\"result\":true}";

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @AutoClose
    private final RawRegion eu = RawRegion.playing(EarlyAnswerIT::play);

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start(usual -> {
        Map<String, RegionOverride> regions = new LinkedHashMap<>(usual.regions());
        regions.put("eu", RegionOverride.of("eu", eu.url()));
        return usual.withRegions(regions).withServer(usual.server().withMaxBodyBytes(32 * MIB));
    });

    /** Answers what comes as soon as it has seen the headers; of a body it reads nothing, and then nothing at all. */
    private static void play(int number, RawRegion.Exchange exchange) throws IOException {
        for (String head = exchange.head(); !head.isEmpty(); head = exchange.head()) {
            boolean token = head.startsWith("GET /v1.0/token");
            exchange.answer(token ? token() : DONE);
            if (head.startsWith("POST")) {
                return;
            }
        }
    }

    @Test
    void theAnswerIsPassedOnAndTheConnectionIsNotUsedAgain() {
        try (Wire sameLoop = new Wire(gateway.port())) {
            Response early =
                    call("POST").json("\"" + "x".repeat(24 * MIB) + "\"").send(sameLoop);
            Response next = call("GET").send(sameLoop);

            assertThat(early.success()).isTrue();
            assertThat(next.success()).as("%s", next.text()).isTrue();
        }
        Eventually.check(() -> assertThat(Scrape.of(gateway).underWay()).isZero());
        assertThat(log.troubles()).isEmpty();
    }

    private Request call(String method) {
        return gateway.keyed(TestTenants.EUROPE, method, "/v1.0/devices/demo-eu-lamp-1");
    }

    private static String token() {
        return "{\"success\":true,\"t\":" + System.currentTimeMillis()
                + ",\"result\":{\"access_token\":\"t\",\"refresh_token\":\"r\",\"expire_time\":7200,\"uid\":\"u\"}}";
    }
}
