package io.tuyere.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TopLevelJsonProperties {
    /** Texts that a careless scan would stumble over. */
    private static final char[] AWKWARD = "{}[]\",:\\/ \n\té€0-".toCharArray();

    @Property(tries = 500)
    void membersAreThoseThatAParserFinds(@ForAll("objects") JsonObject object) {
        Map<String, Object> found = new LinkedHashMap<>();
        byte[] json = object.encode().getBytes(UTF_8);

        TopLevelJson.scan(json, json.length, (key, value) -> {
            found.put((String) Json.decodeValue('"' + key.toString() + '"'), decoded(json, value));
            return true;
        });

        assertThat(found).isEqualTo(new JsonObject(object.encode()).getMap());
    }

    @Property(tries = 300)
    void spaceMakesNoDifference(@ForAll("objects") JsonObject object) {
        List<String> keys = keys(object.encode());

        assertThat(keys(object.encodePrettily())).isEqualTo(keys);
    }

    @Property(tries = 200)
    void documentThatIsCutOffHasItsFirstMembers(@ForAll("objects") JsonObject object) {
        String json = object.encode();
        List<String> all = TopLevelJsonTest.members(json);

        for (int length = 0; length < json.length(); length++) {
            List<String> cut = TopLevelJsonTest.members(json.substring(0, length));
            assertThat(cut).isEqualTo(all.subList(0, cut.size()));
        }
    }

    @Property
    void noBytesThrowOrGoOnForEver(@ForAll byte[] bytes) {
        List<String> members = new ArrayList<>();

        TopLevelJson.scan(bytes, bytes.length, (key, value) -> members.add(key + "=" + value + value.asLong(0)));

        assertThat(members).hasSizeLessThanOrEqualTo(bytes.length);
    }

    @Property
    void noTextOfJsonsOwnSignsThrowsOrGoesOnForEver(@ForAll("signs") String text) {
        assertThat(TopLevelJsonTest.members(text)).hasSizeLessThanOrEqualTo(text.length());
        assertThat(TopLevelJsonTest.members("{" + text)).hasSizeLessThanOrEqualTo(text.length());
    }

    /** A string's text stands between quotes, which the scan leaves out. */
    private static Object decoded(byte[] json, TopLevelJson.Text value) {
        boolean string = value.from() > 0 && json[value.from() - 1] == '"';
        Object decoded = Json.decodeValue(string ? '"' + value.toString() + '"' : value.toString());
        if (decoded instanceof JsonObject object) {
            return object.getMap();
        }
        return decoded instanceof JsonArray array ? array.getList() : decoded;
    }

    private static List<String> keys(String json) {
        List<String> keys = new ArrayList<>();
        byte[] bytes = json.getBytes(UTF_8);
        TopLevelJson.scan(bytes, bytes.length, (key, value) -> keys.add(key.toString()));
        return keys;
    }

    @Provide
    Arbitrary<JsonObject> objects() {
        return object(value(3));
    }

    @Provide
    Arbitrary<String> signs() {
        return Arbitraries.strings().withChars("{}[]\",:\\ 1at".toCharArray()).ofMaxLength(30);
    }

    private static Arbitrary<JsonObject> object(Arbitrary<Object> values) {
        return Arbitraries.maps(text(), values)
                .ofMaxSize(5)
                .map(members -> new JsonObject(new LinkedHashMap<>(members)));
    }

    private static Arbitrary<Object> value(int depth) {
        Arbitrary<Object> plain = Arbitraries.oneOf(
                text().asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.of(1.5, -2e-9, 6.02e23).asGeneric(),
                Arbitraries.of(true, false).asGeneric());
        if (depth == 0) {
            return plain;
        }
        Arbitrary<Object> inner = value(depth - 1);
        return Arbitraries.oneOf(
                plain,
                object(inner).asGeneric(),
                inner.list().ofMaxSize(3).map(JsonArray::new).asGeneric());
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings().withChars(AWKWARD).alpha().ofMaxLength(6);
    }
}
