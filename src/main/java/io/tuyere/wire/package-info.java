/**
 * HTTP/1.1 to one data centre, over connections of its own: no more per call than a head, a write and a read. It may use
 * nothing of Tuyere. Start reading at {@link io.tuyere.wire.Connections}.
 */
@NullMarked
package io.tuyere.wire;

import org.jspecify.annotations.NullMarked;
