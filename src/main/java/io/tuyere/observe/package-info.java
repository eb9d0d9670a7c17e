/**
 * Every meter, log field and trace name of the gateway, in one place. It may use {@code core}. Start reading at
 * {@link io.tuyere.observe.Meters}.
 */
@NullMarked
package io.tuyere.observe;

import org.jspecify.annotations.NullMarked;
