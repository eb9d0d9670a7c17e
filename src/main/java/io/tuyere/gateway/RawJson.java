package io.tuyere.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes JSON apart without building a tree: what goes on to a client goes on byte for byte, numbers and all, but is looked
 * through first, since one broken part would break the whole that it is put into.
 */
final class RawJson {
    private static final JsonFactory JSON = new JsonFactory();

    private RawJson() {}

    /** The members of an object in their order; throws {@code IllegalArgumentException} for anything else. */
    static Map<String, Buffer> members(Buffer object) {
        Map<String, Buffer> members = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(object.getBytes())) {
            expect(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, value(parser, object));
            }
            expect(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
        } catch (IOException broken) {
            throw new IllegalArgumentException("not JSON", broken);
        }
        return members;
    }

    /** The elements of an array; throws {@code IllegalArgumentException} for anything else. */
    static List<Buffer> elements(Buffer array) {
        List<Buffer> elements = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(array.getBytes())) {
            expect(parser.nextToken() == JsonToken.START_ARRAY);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser.currentToken() != null);
                elements.add(value(parser, array));
            }
            expect(parser.nextToken() == null);
        } catch (IOException broken) {
            throw new IllegalArgumentException("not JSON", broken);
        }
        return elements;
    }

    private static Buffer value(JsonParser parser, Buffer json) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        return json.slice(from, to);
    }

    private static void expect(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not JSON of this kind");
        }
    }
}
