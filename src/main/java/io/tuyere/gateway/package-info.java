/**
 * The use case: who calls, is it really them, may they, where to, and then there and back. It may use {@code core},
 * {@code observe}, {@code sign}, {@code limit}, {@code token}, {@code jwt} and {@code upstream}. Start reading at
 * {@link io.tuyere.gateway.Gateway}.
 */
@NullMarked
package io.tuyere.gateway;

import org.jspecify.annotations.NullMarked;
