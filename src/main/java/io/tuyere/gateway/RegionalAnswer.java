package io.tuyere.gateway;

import io.tuyere.core.Face;
import io.tuyere.upstream.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tuya's envelope around what several regions said. It is a success when at least one region was asked and every region that
 * was asked succeeded: one that is known to refuse the project whatever it is asked is skipped, and named. On the api-key face
 * 200 says that no region is missing, 207 that one is.
 */
final class RegionalAnswer {
    /** The code of an answer in which a region that was asked is missing. */
    static final int PARTLY = 60470;

    private static final int OK = 200;
    private static final int MULTI_STATUS = 207;

    private RegionalAnswer() {}

    /** An object with what each region said that was asked. */
    static Buffer each(List<Part> parts) {
        Buffer json = Buffer.buffer("{");
        parts.stream().filter(part -> !part.skipped()).forEach(part -> append(json, part));
        return json.appendString("}");
    }

    private static void append(Buffer json, Part part) {
        json.appendString(json.getByte(json.length() - 1) == '{' ? "" : ",")
                .appendString(Json.encode(part.region()))
                .appendString(":");
        part.appendTo(json);
    }

    /** The whole answer, by the rule above. */
    static Reply of(List<Part> parts, Buffer result, Exchange exchange, long nowMillis) {
        List<Part> asked = parts.stream().filter(part -> !part.skipped()).toList();
        boolean success = !asked.isEmpty() && asked.stream().allMatch(Part::success);
        return of(parts, result, success, exchange, nowMillis);
    }

    /** The whole answer, whose success somebody else decided on. */
    static Reply of(List<Part> parts, Buffer result, boolean success, Exchange exchange, long nowMillis) {
        Buffer skipped = Buffer.buffer("{");
        parts.stream().filter(Part::skipped).forEach(part -> append(skipped, part));
        Buffer body = Buffer.buffer()
                .appendBuffer(result)
                .appendString(",\"skipped\":")
                .appendBuffer(skipped)
                .appendString("}");
        List<Part> missing = parts.stream().filter(part -> !part.success()).toList();
        String words = success ? "" : words(parts, missing);
        return envelope(exchange, nowMillis, body, words, missing.isEmpty());
    }

    /** The whole answer to a call of which nothing is missing when nothing is wrong. */
    static Reply envelope(Exchange exchange, long nowMillis, Buffer result, String wrong) {
        return envelope(exchange, nowMillis, result, wrong, wrong.isEmpty());
    }

    private static Reply envelope(Exchange exchange, long nowMillis, Buffer result, String wrong, boolean whole) {
        Buffer json = Buffer.buffer("{\"result\":").appendBuffer(result);
        json.appendString(",\"success\":" + wrong.isEmpty());
        if (!wrong.isEmpty()) {
            json.appendString(",\"code\":" + PARTLY + ",\"msg\":").appendString(Json.encode(wrong));
        }
        json.appendString(",\"t\":" + nowMillis + ",\"tid\":")
                .appendString(Json.encode(exchange.requestId()))
                .appendString("}");
        return Reply.json(whole || exchange.face() == Face.SIGNED ? OK : MULTI_STATUS, json);
    }

    private static String words(List<Part> parts, List<Part> missing) {
        return missing.stream()
                .map(part -> part.region() + ": " + part.words() + " (" + part.number() + ")")
                .collect(Collectors.joining("; ", missing.size() + " of " + parts.size() + " regions: ", ""));
    }
}
