package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.redis.SealedValues;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Where a merged list stands in each region, as an opaque text for the client: sealed under the master key and bound to the
 * tenant, the path and the query, so that a cursor of one list leads nowhere in another. It holds everything; no instance of the
 * gateway keeps anything about a list.
 */
final class MergeCursor {
    private static final long LIFE_MILLIS = 3_600_000;
    private static final int VERSION = 1;

    private final SealedValues values;
    private final LongSupplier nowMillis;

    MergeCursor(SealedValues values, LongSupplier nowMillis) {
        this.values = values;
        this.nowMillis = nowMillis;
    }

    /** The text for a stand. */
    String write(String list, MergeStand stand) {
        JsonArray positions = new JsonArray();
        stand.positions().forEach(position -> positions.add(json(position)));
        JsonObject json = new JsonObject()
                .put("v", VERSION)
                .put("e", nowMillis.getAsLong() + LIFE_MILLIS)
                .put("s", stand.size())
                .put("p", positions);
        byte[] sealed = values.seal(purpose(list), json.toBuffer().getBytes());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** The stand that a text was written for; fails with {@code CURSOR_INVALID}. */
    MergeStand read(String list, String text) {
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(text);
            byte[] opened = values.open(purpose(list), sealed)
                    .orElseThrow(() -> invalid("it is damaged, or of another list, query or tenant"));
            JsonObject json = new JsonObject(Buffer.buffer(opened));
            if (json.getInteger("v") != VERSION || json.getLong("e") < nowMillis.getAsLong()) {
                throw invalid("it has expired");
            }
            List<MergeStand.Position> positions = new ArrayList<>();
            for (Object each : json.getJsonArray("p")) {
                positions.add(position((JsonObject) each));
            }
            return new MergeStand(json.getInteger("s"), positions);
        } catch (IllegalArgumentException | DecodeException notOurs) {
            throw invalid("it is damaged");
        }
    }

    private static RuntimeException invalid(String why) {
        return new Failure.CursorInvalid(why).toException();
    }

    private static String purpose(String list) {
        return "tuyere merged list\n" + list;
    }

    private static JsonObject json(MergeStand.Position position) {
        return new JsonObject()
                .put("r", position.region())
                .put("c", position.cursor())
                .put("n", position.number())
                .put("k", position.skip())
                .put("x", position.taken())
                .put("t", position.total())
                .put("d", position.done())
                .put("f", position.failing());
    }

    private static MergeStand.Position position(JsonObject json) {
        return new MergeStand.Position(
                json.getString("r"),
                json.getString("c"),
                json.getInteger("n"),
                json.getInteger("k"),
                json.getLong("x"),
                json.getLong("t"),
                json.getBoolean("d"),
                json.getBoolean("f"));
    }
}
