package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Project;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Secret;
import io.tuyere.sign.SignedHeader;
import io.tuyere.token.TokenKey;
import io.tuyere.upstream.Call;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundTest {
    private static final TokenKey SPEAKER = new TokenKey.OfProject("project-eu", "eu");
    private static final Route ROUTE = new Route(
            RegionTable.builtIn().find("eu").orElseThrow(),
            new Project("project-eu", Secret.of("project-secret")),
            "default",
            false);

    @Test
    void whatIsAskedGoesOnAsItIs() {
        Exchange exchange = Given.call(
                        "POST",
                        "/@eu/v1.0/devices/d1/commands?a=%2C&b",
                        "Content-Type",
                        "application/json",
                        "lang",
                        "de")
                .body(Buffer.buffer("{}"));

        Call call = outbound(exchange);

        assertThat(call.method().name()).isEqualTo("POST");
        assertThat(call.target()).isEqualTo("/v1.0/devices/d1/commands?a=%2C&b");
        assertThat(call.body().toString()).isEqualTo("{}");
        assertThat(call.headers())
                .containsExactly(Map.entry("content-type", "application/json"), Map.entry("lang", "de"));
        assertThat(call.signedHeaders()).isEmpty();
        assertThat(call.project()).isEqualTo(ROUTE.project());
        assertThat(call.speaker()).isEqualTo(SPEAKER);
        assertThat(call.token()).isNull();
        assertThat(call.lifetime()).isSameAs(exchange.lifetime());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_id",
                "access_token",
                "sign",
                "sign_method",
                "t",
                "nonce",
                "Signature-Headers",
                "stringToSign",
                "secret",
                "Authorization",
                "Cookie",
                "Host",
                "Connection",
                "Content-Length",
                "Accept-Encoding",
                "Transfer-Encoding",
                "Expect",
                "X-API-Key",
                "X-Tuya-Region",
                "X-Country-Code",
                "X-Request-Timeout",
                "X-Forwarded-For",
                "Forwarded",
                "Via",
                "X-Tuyere-Anything",
                "User-Agent",
                "X-Anything",
            })
    void whatIsOursOrTheConnectionsStaysHere(String name) {
        assertThat(outbound(Given.get("/v1.0/devices", name, "v")).headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"access_token", "HOST", "Content-Length", "X-Forwarded-For", "x-tuyere-a", "Secret", "sign"})
    void itStaysHereEvenWhenTheClientSignedIt(String name) {
        Exchange exchange = Given.get("/v1.0/devices", "Signature-Headers", name, name, "v");

        assertThat(outbound(exchange).signedHeaders()).isEmpty();
    }

    @Test
    void signedHeadersGoOnOnceInTheirOrderAndSpelling() {
        Exchange exchange = Given.get(
                "/v1.0/devices",
                "Signature-Headers",
                "Call_Id::LANG:area_id:missing",
                "area_id",
                "1",
                "call_id",
                "2",
                "lang",
                "de");

        Call call = outbound(exchange);

        assertThat(call.signedHeaders())
                .containsExactly(
                        new SignedHeader("Call_Id", "2"),
                        new SignedHeader("LANG", "de"),
                        new SignedHeader("area_id", "1"));
        assertThat(call.headers()).isEmpty();
    }

    private static Call outbound(Exchange exchange) {
        exchange.identified(new Client(Given.acme(), Given.SDK));
        return Outbound.call(exchange, ROUTE, SPEAKER);
    }
}
