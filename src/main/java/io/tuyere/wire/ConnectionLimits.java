package io.tuyere.wire;

import java.time.Duration;

/**
 * How connections to one data centre are kept.
 *
 * @param most connections at the same time
 * @param waiting callers that may wait for one
 * @param patience how long each of them waits
 * @param idle a connection that was not used for this long is closed
 * @param lifetime a connection is not used for longer
 */
public record ConnectionLimits(int most, int waiting, Duration patience, Duration idle, Duration lifetime) {}
