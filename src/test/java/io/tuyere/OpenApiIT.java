package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tuyere.gateway.OAuthSessions;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description of the gateway's own API says what the gateway serves. */
final class OpenApiIT {
    @AutoClose
    private static final GatewayUnderTest gateway = GatewayUnderTest.start();

    private static JsonObject description() {
        return gateway.request("GET", "/tuyere/v1/openapi.json").send().json();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /tuyere/v1/regions, /tuyere/v1/regions, 200",
        "GET, /tuyere/v1/countries, /tuyere/v1/countries, 200",
        "GET, /tuyere/v1/countries/{code}, /tuyere/v1/countries/852, 200",
        "GET, /tuyere/v1/countries/{code}, /tuyere/v1/countries/zz, 404",
        "GET, /tuyere/v1/openapi.json, /tuyere/v1/openapi.json, 200",
        "GET, /tuyere/v1/errors, /tuyere/v1/errors, 200",
        "GET, /tuyere/v1/errors/{slug}, /tuyere/v1/errors/bad-signature, 200",
        "GET, /tuyere/v1/errors/{slug}, /tuyere/v1/errors/access-blocked, 200",
        "GET, /tuyere/v1/errors/{slug}, /tuyere/v1/errors/no-such-error, 404",
        "GET, /tuyere/v1/budget, /tuyere/v1/budget, 200",
        "GET, /tuyere/v1/locate, /tuyere/v1/locate?device_id=demo-us-lamp-1&country_code=49, 200",
        "GET, /tuyere/v1/locate, /tuyere/v1/locate?device_id=nowhere, 200",
        "GET, /tuyere/v1/locate, /tuyere/v1/locate, 400",
        "POST, /tuyere/v1/oauth/session, /tuyere/v1/oauth/session, 400"
    })
    void everyAnswerIsAsDescribed(String method, String path, String target, int status) {
        Response answer = gateway.keyed(TestTenants.ACME, method, target).send();

        JsonObject described = description()
                .getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject(method.toLowerCase(Locale.ROOT))
                .getJsonObject("responses")
                .getJsonObject(Integer.toString(status));
        String type = answer.header("content-type");
        JsonObject schema =
                described.getJsonObject("content").getJsonObject(type).getJsonObject("schema");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(problems(schema, answer.text())).isEmpty();
    }

    /** Closed to members that are not described, wherever a schema is used. */
    private static List<Error> problems(JsonObject schema, String answer) {
        JsonObject components = description().getJsonObject("components");
        components.getJsonObject("schemas").forEach(each -> closeWithin((JsonObject) each.getValue()));
        JsonObject whole = new JsonObject()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("components", components)
                .mergeIn(closed(schema));
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole.encode());
        return compiled.validate(answer, InputFormat.JSON);
    }

    private static JsonObject closed(JsonObject schema) {
        if (schema.containsKey("$ref") || schema.containsKey("properties")) {
            schema.put("unevaluatedProperties", false);
        }
        closeWithin(schema);
        return schema;
    }

    private static void closeWithin(JsonObject schema) {
        schema.getJsonObject("properties", new JsonObject()).forEach(each -> {
            var unused = closed((JsonObject) each.getValue());
        });
        Stream.of("items", "additionalProperties")
                .filter(name -> schema.getValue(name) instanceof JsonObject)
                .forEach(name -> {
                    var unused = closed(schema.getJsonObject(name));
                });
        schema.getJsonArray("allOf", new JsonArray()).forEach(each -> closeWithin((JsonObject) each));
    }

    @Test
    void everyPageIsDescribed() {
        assertThat(description().getJsonObject("paths").fieldNames())
                .isEqualTo(Set.of(
                        "/tuyere/v1/regions",
                        "/tuyere/v1/countries",
                        "/tuyere/v1/countries/{code}",
                        "/tuyere/v1/openapi.json",
                        "/tuyere/v1/errors",
                        "/tuyere/v1/errors/{slug}",
                        "/tuyere/v1/budget",
                        "/tuyere/v1/locate",
                        "/tuyere/v1/oauth/session"))
                .contains(OAuthSessions.PATH);
        assertThat(description().getString("openapi")).startsWith("3.1");
    }

    @Test
    void countryTellsItsMessageQueueAndItsFormerRegion() {
        JsonObject country =
                gateway.request("GET", "/tuyere/v1/countries/852").send().json();

        assertThat(country.getString("iso2")).isEqualTo("HK");
        assertThat(country.getString("region")).isEqualTo("sg");
        assertThat(country.getString("message_queue")).isEqualTo("pulsar+ssl://mqe-sg.iotbing.com:7285/");
        assertThat(country.getString("region_before_2025_06_03")).isNotEqualTo("sg");
        assertThat(country.getString("source")).isNotBlank();
    }
}
