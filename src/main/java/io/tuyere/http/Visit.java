package io.tuyere.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is at, and since when by the watchman's clock. Owner's event loop only.
 */
final class Visit {
    private final Channel channel;
    private final LongSupplier clock;
    private final boolean http1;
    private boolean headComes;
    private boolean bodyComes;
    private boolean answering;
    private boolean answerBegun;
    private boolean pipelined; // what comes is behind the request that is handled
    private long sinceMillis; // that one of these became true, or all of them false
    private long bodyBytes;

    // How far writing is; of use only while something waits to be written.
    private long writing;
    private long writingSinceMillis;

    // Links of the list that the watchman keeps it in.
    @Nullable
    Visit previous;

    @Nullable
    Visit next;

    /** Why a visit is ended. */
    enum Overstay {
        IDLE,
        SLOW_HEADER,
        SLOW_BODY,
        SLOW_READER
    }

    Visit(Channel channel, LongSupplier clock, boolean http1) {
        this.channel = channel;
        this.clock = clock;
        this.http1 = http1;
        this.sinceMillis = clock.getAsLong();
    }

    /** Some of a head has come, and not all of it. */
    void headComes() {
        if (!headComes) {
            headComes = true;
            sinceMillis = clock.getAsLong();
        }
    }

    /** A head has come, and a body is to follow. */
    void bodyComes() {
        headComes = false;
        bodyComes = true;
        bodyBytes = 0;
        sinceMillis = clock.getAsLong();
    }

    void bodyCame(int bytes) {
        bodyBytes += bytes;
    }

    /** A request has come to its end. */
    void requestCame() {
        headComes = false;
        bodyComes = false;
        rests();
    }

    /** A request is handled from now on. */
    void answering() {
        answering = true;
        answerBegun = false;
    }

    void answerBegins() {
        answerBegun = true;
    }

    /** The answer is out. */
    void answered() {
        answering = false;
        rests();
    }

    private void rests() {
        if (!headComes && !bodyComes && !answering) {
            sinceMillis = clock.getAsLong();
        }
    }

    /** Whether requests wait behind the one that is handled. */
    void pipelined(boolean some) {
        pipelined = some;
    }

    /** The watchman's clock. */
    long nowMillis() {
        return clock.getAsLong();
    }

    Channel channel() {
        return channel;
    }

    /** Whether a word more would be taken for the answer to what comes, and for nothing else. */
    boolean mayBeAnswered() {
        return headComes ? !answering : bodyComes && answering && !answerBegun && !pipelined;
    }

    /** What it has taken too long for; null for nothing. */
    @Nullable
    Overstay overstay(long nowMillis, EdgeSettings limits, long idleMillis) {
        if (stuck(nowMillis, limits)) {
            return Overstay.SLOW_READER;
        }
        if (!http1) {
            return null;
        }
        if (!channel.config().isAutoRead()) { // it is us who does not read
            sinceMillis = nowMillis;
            bodyBytes = 0;
            return null;
        }
        long millis = nowMillis - sinceMillis;
        if (headComes) {
            return millis > limits.headerTimeout().toMillis() ? Overstay.SLOW_HEADER : null;
        }
        if (bodyComes) {
            return limits.tooSlow(millis, bodyBytes) ? Overstay.SLOW_BODY : null;
        }
        return !answering && millis > idleMillis ? Overstay.IDLE : null;
    }

    private boolean stuck(long nowMillis, EdgeSettings limits) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long pending = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        if (buffer == null || pending == 0) {
            writing = 0;
            return false;
        }
        long progress = pending * 31 + buffer.currentProgress();
        if (progress != writing) {
            writing = progress;
            writingSinceMillis = nowMillis;
        }
        return nowMillis - writingSinceMillis > limits.writeTimeout().toMillis();
    }
}
