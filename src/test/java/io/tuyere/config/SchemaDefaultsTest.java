package io.tuyere.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the schemas say of each key is true: its default, its variable, its examples. */
final class SchemaDefaultsTest {
    private static final String WITH_REDIS = """
            redis: { url: "redis://127.0.0.1:6379" }
            secrets: { master-key: "env:KEY" }
            """;

    @TempDir
    Path folder;

    private static Stream<SchemaKey> keys() {
        return Stream.of("tuyere", "tenants").flatMap(file -> SchemaKeys.of(file).all().stream());
    }

    static Stream<SchemaKey> defaults() {
        return SchemaKeys.of("tuyere").all().stream().filter(key -> key.defaultValue() != null);
    }

    static Stream<SchemaKey> variables() {
        return SchemaKeys.of("tuyere").all().stream().filter(SchemaKey::variable);
    }

    private ConfigFolder files(String yaml) {
        return ConfigFolder.withTenant(folder)
                .tuyere(yaml)
                .environment("KEY", Base64.getEncoder().encodeToString(new byte[32]));
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void defaultOfTheSchemaIsTheReaders(SchemaKey key) {
        String yaml = key.path().startsWith("redis.") ? WITH_REDIS : "";

        Configuration untold = files(yaml).configuration();
        Configuration told =
                files(yaml).flag(key.path(), String.valueOf(key.defaultValue())).configuration();

        assertThat(EffectiveConfiguration.of(told)).isEqualTo(EffectiveConfiguration.of(untold));
    }

    /** A default that is not among those of the schema would not be seen above. */
    @Test
    void everyDefaultOfTheReaderIsOneOfTheSchema() {
        JsonObject untold = EffectiveConfiguration.of(files(WITH_REDIS).configuration());
        Stream<String> told = SchemaKeys.of("tuyere").all().stream()
                .filter(key -> key.description().contains("Default: ") || key.required())
                .map(SchemaKey::path);

        assertThat(leaves("", untold))
                .filteredOn(key -> !key.equals("tenants.count"))
                .isSubsetOf(told.toList());
    }

    private static Stream<String> leaves(String path, JsonObject object) {
        return object.stream().flatMap(entry -> {
            String key = Nodes.below(path, entry.getKey());
            boolean nothing = entry.getValue() instanceof JsonArray list && list.isEmpty();
            return entry.getValue() instanceof JsonObject below
                    ? leaves(key, below)
                    : Stream.of(key).filter(each -> !nothing);
        });
    }

    @Test
    void tenantsHaveTheDefaultsOfTheSchema() {
        String plain = """
                acme:
                  project: { access-id: p1, access-secret: cloud-secret }
                  budget: { calls-per-month: 5 }
                  credentials:
                    - { type: signed, access-id: a, access-secret: sdk-secret }
                    - { type: api-key, key: k }
                    - { type: mtls, subject: CN=a }
                """;
        String told = plain.replace("per-month: 5", "per-month: 5, stop: false")
                .replace("sdk-secret", "sdk-secret, legacy: false")
                .replace("key: k", "key: k, status: as-sent")
                .replace("CN=a", "CN=a, status: as-sent")
                .replace("acme:", "acme:\n  discover: false\n  device-paths: as-sent");
        Stream<String> defaults = SchemaKeys.of("tenants").all().stream()
                .filter(key -> key.defaultValue() != null)
                .map(key -> key.path().substring(key.path().lastIndexOf('.') + 1) + ": " + key.defaultValue());

        assertThat(files("").tenants(told).configuration().tenants())
                .isEqualTo(files("").tenants(plain).configuration().tenants());
        assertThat(defaults).allSatisfy(each -> assertThat(told).contains(each));
    }

    @ParameterizedTest
    @MethodSource("variables")
    void everyVariableIsRead(SchemaKey key) {
        String yaml = key.path().startsWith("redis.") ? WITH_REDIS : "";
        String variable = Overrides.variable(key.path());

        ConfigFolder files = files(yaml).environment(variable, "x");

        assertThat(files.problems()).noneMatch(problem -> problem.contains("no setting has this variable"));
    }

    /** What editors show, and the reference says. */
    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyIsExplained(SchemaKey key) {
        Object standard = key.defaultValue();

        assertThat(key.description()).as(key.path()).matches("[A-Z0-9].{10,300}[.]");
        assertThat(key.description().endsWith(" Default: " + standard + "."))
                .as("%s: the words say the default, too", key.path())
                .isEqualTo(standard != null);
        assertThat(key.group()
                        || standard != null
                        || !key.examples().isEmpty()
                        || key.type().startsWith("`"))
                .as("%s has a default, an example, or a few values", key.path())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyExampleIsGood(SchemaKey key) {
        for (String file : new String[] {"tuyere", "tenants"}) {
            SchemaKeys schema = SchemaKeys.of(file);
            if (schema.all().stream().noneMatch(each -> each.equals(key))) {
                continue;
            }
            JsonObject alone = key.schema().copy().put("$defs", schema.definitions());
            Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(alone.encode(), InputFormat.JSON);

            Stream<Object> values = Stream.concat(key.examples().stream(), Stream.ofNullable(key.defaultValue()));
            assertThat(values)
                    .allSatisfy(value -> assertThat(compiled.validate(Json.encode(value), InputFormat.JSON))
                            .isEmpty());
        }
    }
}
