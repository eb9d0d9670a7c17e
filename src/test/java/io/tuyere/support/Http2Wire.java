package io.tuyere.support;

import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** A connection of HTTP/2 that sends exactly the frames it is given (RFC 9113, section 4.1). One thread. */
public final class Http2Wire implements AutoCloseable {
    /** The flag of a frame behind which its stream sends nothing more. */
    public static final int END_STREAM = 1;

    /** The flag of a frame that ends a block of headers. */
    public static final int END_HEADERS = 4;

    private static final int GOAWAY = 7;

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

    /** Reads on until the far side ends the connection; the error it gives, -1 when it gives none. */
    public int goneWith() {
        int error = -1;
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                in.skipNBytes(5);
                byte[] payload = in.readNBytes(length);
                if (type == GOAWAY) {
                    error = (payload[4] & 0xff) << 24
                            | (payload[5] & 0xff) << 16
                            | (payload[6] & 0xff) << 8
                            | (payload[7] & 0xff);
                }
            }
        } catch (IOException ended) {
            return error;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
