package io.tuyere.support;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;

/** A connection of HTTP/2 that sends exactly the frames it is given (RFC 9113, section 4.1). One thread. */
public final class Http2Wire implements AutoCloseable {
    /** The flag of a frame behind which its stream sends nothing more. */
    public static final int END_STREAM = 1;

    /** The flag of a frame that ends a block of headers. */
    public static final int END_HEADERS = 4;

    /** The type of a frame with a part of a body. */
    public static final int DATA = 0;

    /** The type of a frame with headers. */
    public static final int HEADERS = 1;

    /** The type of a frame behind which no more streams are taken. */
    public static final int GOAWAY = 7;

    private static final int PRIORITY = 0x20; // a flag of headers, with as many bytes before them
    private static final int PRIORITY_BYTES = 5;

    private final Http2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder();

    private final SSLSocket socket;
    private final DataInputStream in;

    /** Connects, and says the preface. */
    public Http2Wire(int port, X509Bundle authority) throws IOException {
        socket = TlsWire.open(port, authority, null, "h2");
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(4, 0, 0, new byte[0]);
    }

    /** Sends a frame. */
    public void send(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(payload.length >> 16);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(stream >> shift);
        }
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
        socket.getOutputStream().flush();
    }

    /** The headers of a POST to a path, to be followed by others. */
    public static byte[] post(String path) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(new byte[] {(byte) 0x83, (byte) 0x87}); // :method POST, :scheme https
        block.writeBytes(literal(":path", path));
        block.writeBytes(literal(":authority", "localhost"));
        return block.toByteArray();
    }

    /** The headers of a GET of a path with a tenant's API key. */
    public static byte[] get(String path, String tenant) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(new byte[] {(byte) 0x82, (byte) 0x87}); // :method GET, :scheme https
        block.writeBytes(literal(":path", path));
        block.writeBytes(literal(":authority", "localhost"));
        block.writeBytes(literal("x-api-key", TestTenants.key(tenant)));
        return block.toByteArray();
    }

    /** A header that is not remembered (RFC 7541, section 6.2.2); both texts shorter than 127 bytes. */
    public static byte[] literal(String name, String value) {
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        field.write(0);
        field.write(name.length());
        field.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        field.write(value.length());
        field.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
        return field.toByteArray();
    }

    /**
     * A frame of the far side.
     *
     * @param status of a response's headers, empty for others
     */
    public record Frame(int type, int flags, int stream, Buffer payload, String status) {
        /** The error that a GOAWAY gives. */
        public int error() {
            return payload.getInt(Integer.BYTES);
        }

        /** Whether its stream sends nothing more. */
        public boolean last() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }
    }

    /** The next frame; none when the far side has ended the connection. */
    public Optional<Frame> read() {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(length);
            return Optional.of(new Frame(
                    type,
                    flags,
                    stream,
                    Buffer.buffer(payload),
                    type == HEADERS ? status(stream, flags, payload) : ""));
        } catch (Http2Exception unreadable) {
            throw new IllegalStateException(unreadable);
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private String status(int stream, int flags, byte[] payload) throws Http2Exception {
        int from = (flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES;
        ByteBuf block = Unpooled.wrappedBuffer(payload, from, payload.length - from);
        return String.valueOf(hpack.decodeHeaders(stream, block).status());
    }

    /** Every frame up to the one that is looked for, or to the end of the connection. */
    public List<Frame> readUntil(Predicate<Frame> last) {
        List<Frame> frames = new ArrayList<>();
        Optional<Frame> next = read();
        while (next.isPresent()) {
            frames.add(next.get());
            next = last.test(next.get()) ? Optional.empty() : read();
        }
        return frames;
    }

    /** Reads on until the far side ends the connection; the error it gives, -1 when it gives none. */
    public int goneWith() {
        return readUntil(frame -> false).stream()
                .filter(frame -> frame.type() == GOAWAY)
                .mapToInt(Frame::error)
                .reduce(-1, (before, error) -> error);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
