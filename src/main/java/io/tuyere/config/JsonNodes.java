package io.tuyere.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** JSON as the nodes of YAML, so that it is read by the same rules; nodes have no lines. */
final class JsonNodes {
    private JsonNodes() {}

    static Node of(JsonObject object) {
        List<NodeTuple> entries = new ArrayList<>();
        for (Map.Entry<String, Object> entry : object) {
            entries.add(new NodeTuple(scalar(Tag.STR, entry.getKey()), value(entry.getValue())));
        }
        return new MappingNode(Tag.MAP, entries, FlowStyle.FLOW);
    }

    private static Node value(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return of(object);
        }
        if (value instanceof JsonArray array) {
            List<Node> items = new ArrayList<>();
            array.forEach(item -> items.add(value(item)));
            return new SequenceNode(Tag.SEQ, items, FlowStyle.FLOW);
        }
        if (value == null) {
            return scalar(Tag.NULL, "null");
        }
        if (value instanceof Boolean) {
            return scalar(Tag.BOOL, value.toString());
        }
        return scalar(value instanceof Number ? Tag.INT : Tag.STR, value.toString());
    }

    private static Node scalar(Tag tag, String text) {
        return new ScalarNode(tag, text, ScalarStyle.DOUBLE_QUOTED);
    }
}
