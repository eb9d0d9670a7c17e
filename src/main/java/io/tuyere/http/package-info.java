/**
 * The Vert.x edge: what guards, reads and answers an HTTP message before and after the gateway handles it. It may use
 * {@code core}, {@code observe} and {@code gateway}. Start reading at {@code ProxyHandler}.
 */
@NullMarked
package io.tuyere.http;

import org.jspecify.annotations.NullMarked;
