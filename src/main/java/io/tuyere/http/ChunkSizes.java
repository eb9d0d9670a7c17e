package io.tuyere.http;

import io.netty.buffer.ByteBuf;

/**
 * Follows a chunked body to the lines that say how long a chunk is, and finds those that Netty reads leniently: with something
 * before the size, or behind it what is no extension (RFC 9112, section 7.1). The connection's event loop only.
 */
final class ChunkSizes {
    private static final int MOST_DIGITS = 8;
    private static final int HEXADECIMAL = 16;
    private static final int LINE_END = 2;

    private boolean sizeIsNext;
    private long left; // of the chunk that is being read
    private int line; // bytes of the size line that this call reads

    /** A body begins. */
    void begin(boolean chunked) {
        sizeIsNext = chunked;
        left = 0;
    }

    /** To be called before the decoder reads on; answers whether the size that comes next, if one does, is written as it must be. */
    boolean sound(ByteBuf in) {
        line = 0;
        if (!sizeIsNext) {
            return true;
        }
        int start = in.readerIndex();
        int end = in.indexOf(start, in.writerIndex(), (byte) '\n');
        if (end < 0) {
            return true;
        }
        line = end + 1 - start;
        sizeIsNext = false;
        return readSize(in, start, end - 1);
    }

    /**
     * To be called when the decoder has read on.
     *
     * @param read bytes it took
     * @param content those of them that belong to the body
     */
    void advance(int read, int content) {
        left -= content;
        sizeIsNext |= left == 0 && read - line - content == LINE_END;
    }

    private boolean readSize(ByteBuf in, int from, int to) {
        left = 0;
        int at = from;
        while (at < to && Character.digit(in.getByte(at), HEXADECIMAL) >= 0) {
            left = left * HEXADECIMAL + Character.digit(in.getByte(at), HEXADECIMAL);
            at++;
        }
        return at > from && at - from <= MOST_DIGITS && extension(in, at, to);
    }

    private static boolean extension(ByteBuf in, int from, int to) {
        int at = from;
        while (at < to && blank(in.getByte(at))) {
            at++;
        }
        if (at < to && in.getByte(at) != ';') {
            return false;
        }
        return in.forEachByte(at, to - at, value -> value >= ' ' || value < 0 || value == '\t') < 0;
    }

    private static boolean blank(byte value) {
        return value == ' ' || value == '\t';
    }
}
