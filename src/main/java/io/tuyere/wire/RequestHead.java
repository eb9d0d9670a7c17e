package io.tuyere.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request as the bytes that go on the wire, written once and in order. Whose head has left may begin the next
 * with it. Owner's event loop only.
 */
public final class RequestHead {
    private static final int USUAL_BYTES = 1024;
    private static final int LATIN_1 = 0xff;
    private static final int DELETE = 0x7f;

    private byte[] bytes = new byte[USUAL_BYTES];
    private int length;

    /**
     * Begins a head; what stood here before is gone.
     *
     * @param path raw, as it stands in the target
     * @param query raw, without its question mark; null for none
     */
    public void begin(String method, String path, @Nullable String query) {
        length = 0;
        text(method);
        text(" ");
        text(path);
        if (query != null) {
            text("?");
            text(query);
        }
        text(" HTTP/1.1");
        put('\r', '\n');
    }

    /** A header that many requests have in common, for {@link #lines}. */
    public static byte[] line(CharSequence name, CharSequence value) {
        return (name + ": " + value + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Two of them in one. */
    public static byte[] lines(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Adds lines that were made before. */
    public void lines(byte[] made) {
        room(made.length);
        System.arraycopy(made, 0, bytes, length, made.length);
        length += made.length;
    }

    /** Adds a header; a character that has no business in one is refused with {@link IllegalArgumentException}. */
    public void header(CharSequence name, CharSequence value) {
        text(name);
        put(':', ' ');
        text(value);
        put('\r', '\n');
    }

    /** A copy of what stands there so far. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Ends the head and writes it. */
    void writeTo(ByteBuf out) {
        put('\r', '\n');
        out.writeBytes(bytes, 0, length);
    }

    /** Whether it holds no more memory than most heads need. */
    public boolean isUsual() {
        return bytes.length == USUAL_BYTES;
    }

    /** Number of bytes so far. */
    int length() {
        return length;
    }

    private void put(char first, char second) {
        room(2);
        bytes[length++] = (byte) first;
        bytes[length++] = (byte) second;
    }

    private void text(CharSequence text) {
        int count = text.length();
        room(count);
        byte[] to = bytes;
        int at = length;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == DELETE || c > LATIN_1) {
                throw new IllegalArgumentException("a request head cannot hold the character " + (int) c);
            }
            to[at++] = (byte) c;
        }
        length = at;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
