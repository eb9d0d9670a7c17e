package io.tuyere.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;

/**
 * A collector that takes OTLP over HTTP (OpenTelemetry protocol 1.9, {@code ExportTraceServiceRequest}) and keeps what a test
 * asks for.
 */
public final class OtlpReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /** Listens on a free port. */
    public OtlpReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /**
     * A span as it came.
     *
     * @param parent id of the span above, empty for none
     * @param kind 1 internal, 2 server, 3 client
     * @param error words of its status where that is an error, empty otherwise
     */
    public record Span(
            String trace,
            String id,
            String parent,
            String name,
            long kind,
            Map<String, String> attributes,
            String error) {
        public Span {
            attributes = Map.copyOf(attributes);
        }
    }

    /** The base URL to be configured. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All spans so far. */
    public List<Span> spans() {
        return List.copyOf(spans);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream body = zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            each(body.readAllBytes(), (field, resourceSpans) -> each(resourceSpans, this::scopeSpans));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void scopeSpans(int field, byte[] scopeSpans) {
        if (field == 2) {
            each(scopeSpans, (inner, span) -> {
                if (inner == 2) {
                    spans.add(span(span));
                }
            });
        }
    }

    private static Span span(byte[] bytes) {
        Map<Integer, byte[]> fields = new LinkedHashMap<>();
        Map<String, String> attributes = new LinkedHashMap<>();
        each(bytes, (field, value) -> {
            fields.put(field, value);
            if (field == 9) {
                attribute(value, attributes);
            }
        });
        return new Span(
                HexFormat.of().formatHex(get(fields, 1)),
                HexFormat.of().formatHex(get(fields, 2)),
                HexFormat.of().formatHex(fields.getOrDefault(4, new byte[0])),
                text(get(fields, 5)),
                number(get(fields, 6)),
                attributes,
                fields.containsKey(15) ? error(get(fields, 15)) : "");
    }

    private static void attribute(byte[] keyValue, Map<String, String> attributes) {
        Map<Integer, byte[]> fields = fields(keyValue);
        Map<Integer, byte[]> value = fields(get(fields, 2));
        attributes.put(
                text(get(fields, 1)),
                value.containsKey(1) ? text(get(value, 1)) : Long.toString(number(get(value, 3))));
    }

    private static String error(byte[] status) {
        Map<Integer, byte[]> fields = fields(status);
        boolean failed = fields.containsKey(3) && number(get(fields, 3)) == 2;
        return failed ? text(fields.getOrDefault(2, "error".getBytes(StandardCharsets.UTF_8))) : "";
    }

    private static byte[] get(Map<Integer, byte[]> fields, int field) {
        return Objects.requireNonNull(fields.get(field), "every span has it");
    }

    private static Map<Integer, byte[]> fields(byte[] message) {
        Map<Integer, byte[]> fields = new LinkedHashMap<>();
        each(message, fields::put);
        return fields;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /** Hands out the fields of a message: bytes as they are, numbers as eight bytes. */
    private static void each(byte[] message, BiConsumer<Integer, byte[]> taker) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int tag = (int) varint(in);
            byte[] value = switch (tag & 7) {
                case 0 -> eight(varint(in));
                case 1 -> eight(in.getLong());
                case 2 -> new byte[(int) varint(in)];
                case 5 -> eight(in.getInt());
                default -> throw new IllegalStateException("wire type " + (tag & 7));
            };
            if ((tag & 7) == 2) {
                in.get(value);
            }
            taker.accept(tag >>> 3, value);
        }
    }

    private static byte[] eight(long number) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }

    private static long varint(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }
}
