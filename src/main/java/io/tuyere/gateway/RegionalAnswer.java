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
 * 200 says that no region is missing, 207 that the body says which one is, or whether one is.
 */
final class RegionalAnswer {
    /** The code of an answer in which a region that was asked is missing. */
    static final int PARTLY = 60470;

    /** What comes in front of the result. */
    static final String BEGINNING = "{\"result\":";

    private static final int OK = 200;
    private static final int MULTI_STATUS = 207;

    private RegionalAnswer() {}

    /** An object with what each region said that was asked. */
    static Buffer each(List<Part> parts) {
        return object(parts.stream().filter(part -> !part.skipped()).toList());
    }

    private static Buffer object(List<Part> parts) {
        Buffer json = Buffer.buffer("{");
        parts.forEach(part -> append(json, part, json.length() == 1));
        return json.appendString("}");
    }

    /** Appends what a region said to an object. */
    static void append(Buffer json, Part part, boolean first) {
        json.appendString(first ? "" : ",")
                .appendString(Json.encode(part.region()))
                .appendString(":");
        part.appendTo(json);
    }

    /** The whole answer, by the rule above. */
    static Reply of(List<Part> parts, Buffer result, Exchange exchange, long nowMillis) {
        return of(parts, result, success(parts), exchange, nowMillis);
    }

    /** The whole answer, whose success somebody else decided on. */
    static Reply of(List<Part> parts, Buffer result, boolean success, Exchange exchange, long nowMillis) {
        Buffer body =
                Buffer.buffer(BEGINNING).appendBuffer(result).appendBuffer(behind(parts, success, exchange, nowMillis));
        return Reply.json(status(nothingMissing(parts), exchange), body);
    }

    /** What comes behind the result, by the rule above. */
    static Buffer behind(List<Part> parts, Exchange exchange, long nowMillis) {
        return behind(parts, success(parts), exchange, nowMillis);
    }

    private static Buffer behind(List<Part> parts, boolean success, Exchange exchange, long nowMillis) {
        Buffer json = Buffer.buffer(",\"skipped\":")
                .appendBuffer(object(parts.stream().filter(Part::skipped).toList()));
        return end(json, success ? "" : words(parts), exchange, nowMillis);
    }

    private static boolean success(List<Part> parts) {
        List<Part> asked = parts.stream().filter(part -> !part.skipped()).toList();
        return !asked.isEmpty() && asked.stream().allMatch(Part::success);
    }

    /** Whether every region succeeded. */
    static boolean nothingMissing(List<Part> parts) {
        return parts.stream().allMatch(Part::success);
    }

    /** The status of an answer in which nothing is missing, or something may be. */
    static int status(boolean nothingMissing, Exchange exchange) {
        return nothingMissing || exchange.face() == Face.SIGNED ? OK : MULTI_STATUS;
    }

    /** The whole answer to a call of which nothing is missing when nothing is wrong. */
    static Reply envelope(Exchange exchange, long nowMillis, Buffer result, String wrong) {
        Buffer body = end(Buffer.buffer(BEGINNING).appendBuffer(result), wrong, exchange, nowMillis);
        return Reply.json(status(wrong.isEmpty(), exchange), body);
    }

    private static Buffer end(Buffer json, String wrong, Exchange exchange, long nowMillis) {
        json.appendString(",\"success\":" + wrong.isEmpty());
        if (!wrong.isEmpty()) {
            json.appendString(",\"code\":" + PARTLY + ",\"msg\":").appendString(Json.encode(wrong));
        }
        return json.appendString(",\"t\":" + nowMillis + ",\"tid\":")
                .appendString(Json.encode(exchange.requestId()))
                .appendString("}");
    }

    private static String words(List<Part> parts) {
        List<Part> missing = parts.stream().filter(part -> !part.success()).toList();
        return missing.stream()
                .map(part -> part.region() + ": " + part.words() + " (" + part.number() + ")")
                .collect(Collectors.joining("; ", missing.size() + " of " + parts.size() + " regions: ", ""));
    }
}
