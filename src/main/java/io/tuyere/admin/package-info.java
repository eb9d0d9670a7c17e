/**
 * The management side: health, metrics, the administration API and the console, on a port of its own. It may use
 * {@code core} to {@code gateway} and {@code config}. Start reading at {@link io.tuyere.admin.ManagementServer}.
 */
@NullMarked
package io.tuyere.admin;

import org.jspecify.annotations.NullMarked;
