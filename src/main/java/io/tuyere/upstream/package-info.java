/**
 * The way to one region: a stack of decorators built in one method, each of which does one thing to a call and hands it on.
 * It may use {@code core}, {@code observe}, {@code sign}, {@code limit} and {@code token}. Start reading at
 * {@link io.tuyere.upstream.RegionStack}.
 */
@NullMarked
package io.tuyere.upstream;

import org.jspecify.annotations.NullMarked;
