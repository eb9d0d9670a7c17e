package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.ResourceId;
import io.tuyere.core.Tenant;
import io.tuyere.token.GatewayToken;
import io.tuyere.token.TokenKey;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    private static final List<String> ENABLED = List.of("eu", "us", "in");

    private final Tenant acme = Given.acme();
    private final Tenant homeless = Given.tenant("homeless", null, Map.of(), List.of());
    private final Directory directory = Given.directory(acme, homeless);
    private final LearnedRegions learned = new LearnedRegions();
    private final Router router = new Router(PathTemplates.builtIn(), learned);

    @ParameterizedTest
    @CsvSource({
        "/v1.0/x, X-Tuya-Region, us, us, header, true",
        "/v1.0/x, X-Tuya-Region, ' US ', us, header, true",
        "/@in/v1.0/x, X-None, '', in, prefix, true",
        "/@in/v1.0/x, X-Tuya-Region, us, us, header, true",
        "/v1.0/x, Host, openapi.tuyaus.com, us, host, true",
        "/v1.0/x, Host, openapi.tuyain.com:443, in, host, true",
        "/v1.0/x, Host, gateway.example:8080, eu, default, false",
        "http://openapi.tuyaus.com/v1.0/x, Host, openapi.tuyain.com, us, host, true",
        "/v1.0/x, X-Country-Code, 1, us, country US in header, false",
        "/v1.0/x, X-Country-Code, +49 30 123456, eu, country DE in header, false",
        "/v1.0/x, X-Country-Code, HK, eu, country HK in header, false",
        "/v1.0/x?country_code=91, X-None, '', in, country IN in query, false",
        "/v1.0/x?country_code=%2B91, X-None, '', in, country IN in query, false",
        "/v1.0/x?country_code=91, X-Country-Code, 1, us, country US in header, false",
        "/v1.0/x?country_code=, X-None, '', eu, default, false",
        "/v1.0/x, X-None, '', eu, default, false",
    })
    void firstThatKnowsDecides(
            String target, String header, String value, String region, String reason, boolean named) {
        Route route = routed(Given.get(target, header, value), acme);

        assertThat(route.region().id()).isEqualTo(region);
        assertThat(route.reason()).isEqualTo(reason);
        assertThat(route.named()).isEqualTo(named);
        assertThat(route.project().accessId()).isEqualTo("project-" + region);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"country_code\":\"1\"}; us",
                "{\"a\":{\"country_code\":\"91\"},\"country_code\":1}; us",
                "{\"country_code\":null}; eu",
                "{\"country_code\":\"\"}; eu",
                "{\"code\":\"1\"}; eu",
                "[{\"country_code\":\"1\"}]; eu",
                "country_code=1; eu",
                "{\"country_code\":\"1; eu",
            })
    void countryMayStandInTheBody(String body, String region) {
        assertThat(routed(Given.post("/v1.0/x", body), acme).region().id()).isEqualTo(region);
    }

    @Test
    void tokenDecidesBeforeTheCountry() {
        Exchange exchange = Given.get("/v1.0/x", "X-Country-Code", "1");
        exchange.authorized(token(Optional.of("in"), Optional.empty()));

        assertThat(routed(exchange, acme).reason()).isEqualTo("token");
        assertThat(exchange.token()).isNotNull();
    }

    @Test
    void sessionDecidesBeforeTheCountry() {
        Exchange exchange = Given.get("/v1.0/x", "X-Country-Code", "1");
        exchange.authorized(token(Optional.of("in"), Optional.of(new TokenKey.OfUser("acme", "in", "u"))));

        Route route = routed(exchange, acme);

        assertThat(route.reason()).isEqualTo("session");
        assertThat(route.region().id()).isEqualTo("in");
    }

    @Test
    void tokenOfARegionThatIsGoneIsRefused() {
        Exchange exchange = Given.get("/v1.0/x");
        exchange.authorized(token(Optional.of("moon"), Optional.empty()));

        assertThat(refusal(exchange, acme)).isInstanceOf(Failure.TokenInvalid.class);
    }

    @Test
    void whatWasLearnedDecidesBeforeTheDefault() {
        learned.learn("acme", new ResourceId(ResourceId.Kind.DEVICE, "d1"), "us");

        assertThat(routed(Given.get("/v1.0/devices/d1"), acme).reason()).isEqualTo("learned");
        assertThat(routed(Given.get("/v1.0/devices/d2"), acme).reason()).isEqualTo("default");
    }

    @Test
    void whatWasLearnedOfARegionThatIsNoLongerEnabledCountsForNothing() {
        learned.learn("acme", new ResourceId(ResourceId.Kind.DEVICE, "d1"), "cn");

        assertThat(routed(Given.get("/v1.0/devices/d1"), acme).reason()).isEqualTo("default");
    }

    @Test
    void unknownRegionIsRefused() {
        assertThat(refusal(Given.get("/v1.0/x", "X-Tuya-Region", "moon"), acme))
                .isEqualTo(new Failure.UnknownRegion("moon", ENABLED));
        assertThat(refusal(Given.get("/@/v1.0/x"), acme)).isEqualTo(new Failure.UnknownRegion("", ENABLED));
    }

    @Test
    void regionThatIsNotEnabledIsRefusedWithTheReason() {
        assertThat(refusal(Given.get("/v1.0/x", "X-Tuya-Region", "cn"), acme))
                .isEqualTo(new Failure.RegionNotEnabled("cn", "header", ENABLED));
        assertThat(refusal(Given.get("/v1.0/x?country_code=86"), acme))
                .isEqualTo(new Failure.RegionNotEnabled("cn", "country CN in query", ENABLED));
    }

    @Test
    void unknownCountryIsRefusedAndNotRoutedElsewhere() {
        assertThat(refusal(Given.get("/v1.0/x?country_code=999"), acme)).isEqualTo(new Failure.UnknownCountry("999"));
    }

    @Test
    void whatIsQuotedInARefusalIsPrintableAndShort() {
        String strange = "%01%22%5C%C3%A9" + "x".repeat(100);

        String detail =
                refusal(Given.get("/v1.0/x?country_code=" + strange), acme).detail();

        assertThat(detail).contains("????xxx").contains("xxx...").hasSizeLessThan(160);
    }

    @Test
    void tenantWithoutADefaultIsAskedToSayWhere() {
        assertThat(refusal(Given.get("/v1.0/x"), homeless)).isEqualTo(new Failure.NoRegion(ENABLED));
    }

    @ParameterizedTest
    @CsvSource({"/v1.0/token?grant_type=1", "/v1.0/token", "/v1.0/token/abc"})
    void localCallsNeedNoRegion(String target) {
        assertThat(route(Given.get(target, "X-Country-Code", "999"), homeless)).isNull();
        assertThat(routed(Given.get(target, "X-Tuya-Region", "us"), homeless)
                        .region()
                        .id())
                .isEqualTo("us");
    }

    @Test
    void localCallsMayNotNameAForeignRegion() {
        assertThat(refusal(Given.get("/v1.0/token?grant_type=1", "X-Tuya-Region", "cn"), acme))
                .isInstanceOf(Failure.RegionNotEnabled.class);
    }

    @Test
    void dryRunDecidesTheSame() {
        Exchange asked = Given.call("POST", "/v1.0/x", "X-Country-Code", "91");

        assertThat(DryRun.route(directory, acme, "POST", asked.target(), asked.headers(), new byte[0]))
                .contains(routed(asked, acme));
        assertThat(DryRun.route(
                                directory,
                                acme,
                                "POST",
                                asked.target(),
                                Given.get("/").headers(),
                                "{\"country_code\":1}".getBytes(StandardCharsets.UTF_8))
                        .map(Route::reason))
                .contains("country US in body");
    }

    /** Once a token call was said to be refused for having no region. */
    @Test
    void dryRunKnowsThatTokenCallsAreAnsweredHere() {
        Exchange asked = Given.get("/v1.0/token?grant_type=1");

        assertThat(DryRun.route(directory, homeless, "GET", asked.target(), asked.headers(), new byte[0]))
                .isEmpty();
    }

    private static GatewayToken token(Optional<String> region, Optional<TokenKey.OfUser> user) {
        return new GatewayToken(GatewayToken.Kind.ACCESS, "acme", region, user, Long.MAX_VALUE);
    }

    private @Nullable Route route(Exchange exchange, Tenant tenant) {
        exchange.identified(new Client(tenant, Given.KEY));
        return router.route(exchange.body(Buffer.buffer(exchange.body().getBytes())), directory);
    }

    private Route routed(Exchange exchange, Tenant tenant) {
        return Objects.requireNonNull(route(exchange, tenant));
    }

    private Failure refusal(Exchange exchange, Tenant tenant) {
        return catchThrowableOfType(FailureException.class, () -> route(exchange, tenant))
                .failure();
    }
}
