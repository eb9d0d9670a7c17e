package io.tuyere.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EffectiveConfigurationTest {
    private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String HASH = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";
    private static final String FULL = """
            server: { port: 18080, max-body: 1MiB, tls: { cert: tenants.yaml, key: tenants.yaml } }
            management: { tokens: [{ name: alice, role: admin, sha256: "HASH" }] }
            redis: { url: "redis://127.0.0.1:6379", password: "env:KEY" }
            secrets: { master-key: "env:KEY" }
            regions: { lab: { base-url: "http://lab.example:81" } }
            countries: { HK: us }
            tenants: { file: tenants.yaml }
            timeouts: { call: 1500ms }
            """.replace("HASH", HASH);

    private final AtomicReference<JsonObject> definitions = new AtomicReference<>();

    @TempDir
    Path folder;

    private Configuration configuration(String yaml) {
        return ConfigFolder.withTenant(folder)
                .tuyere(yaml)
                .environment("KEY", MASTER_KEY)
                .read()
                .configuration()
                .orElseThrow();
    }

    @Test
    void valuesStandUnderTheKeysOfTheFile() {
        JsonObject effective = EffectiveConfiguration.of(configuration(FULL));

        assertThat(effective.getJsonObject("server").getInteger("port")).isEqualTo(18080);
        assertThat(effective.getJsonObject("server").getInteger("max-body")).isEqualTo(1_048_576);
        assertThat(effective.getJsonObject("timeouts").getString("call")).isEqualTo("1500ms");
        assertThat(effective.getJsonObject("timeouts").getString("connect")).isEqualTo("2s");
        assertThat(effective.getJsonObject("regions").getJsonObject("lab").getString("base-url"))
                .isEqualTo("http://lab.example:81");
        assertThat(effective.getJsonObject("tenants").getInteger("count")).isEqualTo(1);
    }

    @Test
    void nothingSecretIsShown() {
        assertThat(EffectiveConfiguration.of(configuration(FULL)).encode()).doesNotContain(MASTER_KEY, HASH);
    }

    /** Settings that are renamed in the file must be renamed here too. */
    @Test
    void everyKeyIsOneOfTheSchema() throws Exception {
        JsonObject schema = new JsonObject(Files.readString(Path.of("conf/schema/tuyere.schema.json")));
        Set<String> unknown = new TreeSet<>();

        definitions.set(schema.getJsonObject("$defs"));
        compare(EffectiveConfiguration.of(configuration(FULL)), schema, "", unknown);

        assertThat(unknown).containsExactly("tenants.count");
    }

    private void compare(Object value, JsonObject schema, String path, Set<String> unknown) {
        if (value instanceof JsonObject object) {
            for (String key : object.fieldNames()) {
                JsonObject here = resolved(schema);
                Object below =
                        here.getJsonObject("properties", new JsonObject()).getValue(key);
                Object any = below == null ? here.getValue("additionalProperties") : below;
                if (any instanceof JsonObject known) {
                    compare(object.getValue(key), known, path + key + ".", unknown);
                } else {
                    unknown.add(path + key);
                }
            }
        } else if (value instanceof JsonArray array && schema.containsKey("items")) {
            array.forEach(each -> compare(each, schema.getJsonObject("items"), path + "[].", unknown));
        }
    }

    private JsonObject resolved(JsonObject schema) {
        String name = schema.getString("$ref", "");
        return name.startsWith("#/$defs/")
                ? Objects.requireNonNull(definitions.get()).getJsonObject(name.substring(8))
                : schema;
    }

    @Test
    void whatNeedsARestartIsNamed() {
        Configuration started = configuration(FULL);
        Configuration changed = configuration(FULL.replace("18080", "18081")
                .replace("call: 1500ms", "call: 2s")
                .replace("HK: us", "HK: eu")
                .replace("name: alice", "name: bob")
                .replace("password: \"env:KEY\"", "password: \"another\"")
                .concat("limits: { dry-run: true, pace-queue: 5 }\n"));

        assertThat(WaitingKeys.between(started, started)).isEmpty();
        assertThat(Set.copyOf(WaitingKeys.between(started, changed)))
                .isEqualTo(Set.copyOf(
                        List.of("server.port", "public-url", "timeouts.call", "redis.password", "limits.pace-queue")));
    }
}
