package io.tuyere.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schemas for editors say the same as the reader. */
final class SchemaTest {
    private static final Path SCHEMAS = Path.of("conf", "schema");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvFileSource(
            resources = "/config/documents.csv",
            numLinesToSkip = 1,
            delimiter = '|',
            quoteCharacter = '`',
            maxCharsPerColumn = 10_000)
    void schemaAndReaderGiveTheSameVerdict(String file, boolean good, String text) throws IOException {
        String yaml = text.replace("\\n", "\n");
        ConfigFolder files = files().write(file + ".yaml", yaml);

        assertThat(files.read().errors().isEmpty())
                .as("reader: %s", files.read().render())
                .isEqualTo(good);
        assertThat(schema(file).validate(json(yaml), InputFormat.JSON).isEmpty())
                .as("schema")
                .isEqualTo(good);
    }

    @Test
    void shippedExamplesAreGoodWithoutAnyVariable() throws IOException {
        Surroundings bare = new Surroundings(Map.of(), folder, ConfigFolder.REGIONS, ConfigFolder.COUNTRIES::contains);

        Reading reading = new ConfigReader(bare).read(Path.of("conf", "tuyere.yaml"), Map.of());

        assertThat(reading.render()).isEmpty();
        assertThat(reading.configuration()).isPresent();
        for (String file : Set.of("tuyere", "tenants")) {
            String yaml = Files.readString(Path.of("conf", file + ".yaml"));
            assertThat(schema(file).validate(json(yaml), InputFormat.JSON)).isEmpty();
        }
    }

    @Test
    void schemaHasExactlyTheKeysOfTheReader() throws IOException {
        assertThat(schemaKeys("tuyere"))
                .isEqualTo(readerKeys(
                        "tuyere", "regions: { lab: { base-url: \"http://a\" } }\nmanagement: { tokens: [{}] }"));
        assertThat(schemaKeys("tenants")).isEqualTo(readerKeys("tenants", """
                        a:
                          projects: { eu: {} }
                          credentials: [{ type: signed }, { type: api-key }, { type: mtls }, { type: jwt }, { type: relay }]
                        """));
    }

    @Test
    void shippedExamplesShowEveryKey() throws IOException {
        for (String file : Set.of("tuyere", "tenants")) {
            String example = Files.readString(Path.of("conf", file + ".yaml"));

            for (String key : schemaKeys(file)) {
                String last = key.substring(key.lastIndexOf('.') + 1);
                assertThat(last.equals("*") || example.contains(last + ":"))
                        .as(key)
                        .isTrue();
            }
        }
    }

    private ConfigFolder files() {
        return ConfigFolder.withTenant(folder)
                .tuyere("tenants: { file: tenants.yaml }")
                .environment("KEY", Base64.getEncoder().encodeToString(new byte[32]))
                .environment("PORT", "81");
    }

    private static Schema schema(String file) throws IOException {
        String text = Files.readString(SCHEMAS.resolve(file + ".schema.json"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    private static String json(String yaml) {
        return Json.encode(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    private Set<String> readerKeys(String file, String yaml) {
        ConfigFolder files = files().write(file + ".yaml", yaml);
        Document document = new Document(
                files.file(file + ".yaml"), folder, new Problems(), new Resolver(Map.of()), Overrides.none());
        MainReader main = new MainReader(ConfigFolder.REGIONS, ConfigFolder.COUNTRIES::contains);
        TenantsReader tenants = new TenantsReader(new Atlas(ConfigFolder.REGIONS, ConfigFolder.COUNTRIES::contains));
        Object unused =
                Section.read(document, YamlFile.read(document), file.equals("tuyere") ? main::read : tenants::read);
        return document.known();
    }

    private static Set<String> schemaKeys(String file) throws IOException {
        JsonObject root = new JsonObject(Files.readString(SCHEMAS.resolve(file + ".schema.json")));
        Set<String> keys = new TreeSet<>();
        collect(root, root.getJsonObject("$defs"), "", keys);
        return keys;
    }

    /** Walks properties, names of the user's own choice, items, alternatives and references. */
    private static void collect(JsonObject schema, JsonObject definitions, String path, Set<String> keys) {
        if (schema.containsKey("$ref")) {
            String name = schema.getString("$ref").substring("#/$defs/".length());
            collect(definitions.getJsonObject(name), definitions, path, keys);
        }
        for (String word : Set.of("anyOf", "oneOf")) {
            schema.getJsonArray(word, new JsonArray())
                    .forEach(choice -> collect((JsonObject) choice, definitions, path, keys));
        }
        if (schema.containsKey("items")) {
            JsonObject items = schema.getJsonObject("items");
            collect(items, definitions, path + "[]", keys);
        }
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (String name : properties.fieldNames()) {
            add(properties.getJsonObject(name), definitions, Nodes.below(path, name), keys);
        }
        if (schema.getValue("additionalProperties") instanceof JsonObject names) {
            add(names, definitions, Nodes.below(path, "*"), keys);
        }
    }

    private static void add(JsonObject schema, JsonObject definitions, String path, Set<String> keys) {
        keys.add(path);
        collect(schema, definitions, path, keys);
    }
}
