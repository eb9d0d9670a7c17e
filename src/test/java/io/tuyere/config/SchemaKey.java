package io.tuyere.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a file.
 *
 * @param path with {@code []} for the entries of a list and {@code <name>} for a name of the user's choice
 * @param schema what is said about it where it stands
 * @param type words for what may stand there
 * @param group whether keys stand below it
 */
record SchemaKey(String path, JsonObject schema, String type, boolean required, boolean group) {
    String description() {
        return schema.getString("description", "");
    }

    /** What holds where nothing is written; null where that is nothing, or depends. */
    @Nullable
    Object defaultValue() {
        return schema.getValue("default");
    }

    List<Object> examples() {
        return schema.getJsonArray("examples", new JsonArray()).stream().toList();
    }

    /** Whether it has a variable: it is one value, and all names above it are known. */
    boolean variable() {
        return !group && !path.contains("<") && !path.contains("[]");
    }
}
