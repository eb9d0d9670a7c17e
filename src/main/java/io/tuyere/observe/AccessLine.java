package io.tuyere.observe;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import net.logstash.logback.argument.StructuredArgument;
import org.jspecify.annotations.Nullable;

/** One line of the access log; filled by one thread, written by another. What is empty is left out. */
public final class AccessLine implements StructuredArgument {
    private static final int LONGEST_TEXT = 512;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_MILLI = 1_000;

    private final Map<AccessField, Object> values = new EnumMap<>(AccessField.class);

    /** A text, cut where it is long. */
    public void text(AccessField field, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            values.put(field, text);
        }
    }

    /** A text that is made when the line is written. */
    public void later(AccessField field, LoggedPath path) {
        values.put(field, path);
    }

    /** A number. */
    public void number(AccessField field, long number) {
        values.put(field, number);
    }

    /** A time, told in milliseconds with three decimals. */
    public void nanos(AccessField field, long nanos) {
        values.put(field, Math.round(Math.max(0, nanos) / NANOS_PER_MICRO) / MICROS_PER_MILLI);
    }

    /** Names and values, none where there are none. */
    public void map(AccessField field, Map<String, String> map) {
        if (!map.isEmpty()) {
            values.put(field, map);
        }
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        for (Map.Entry<AccessField, Object> value : values.entrySet()) {
            json.writeFieldName(value.getKey().label());
            write(json, value.getValue());
        }
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeStringField(
                        entry.getKey().toString(), cut(entry.getValue().toString()));
            }
            json.writeEndObject();
        } else {
            json.writeString(cut(value instanceof LoggedPath path ? path.text() : value.toString()));
        }
    }

    private static String cut(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
    }

    /** Names nothing of the call. */
    @Override
    public String toString() {
        return "AccessLine[***]";
    }
}
