package io.tuyere.wire;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/** What is still to come of a body. Owner's event loop only. */
public interface Remainder {
    /** Writes all of it, and the end behind it; fails when either side breaks off. */
    Future<Void> pipeTo(WriteStream<Buffer> to);

    /** Whether it was the sender that broke off. */
    boolean brokenOff();
}
