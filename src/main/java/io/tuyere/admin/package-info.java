/**
 * The management side: health, metrics, the administration API and the console, on a port of its own. It may use
 * {@code core} to {@code upstream} and {@code config}. Start reading at {@code Health}.
 */
@NullMarked
package io.tuyere.admin;

import org.jspecify.annotations.NullMarked;
