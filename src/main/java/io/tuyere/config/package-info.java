/**
 * What the gateway was told: the files, variables and flags read into records, with every problem reported at its line.
 * It may use the settings that the other packages define, and {@code core}. Start reading at
 * {@link io.tuyere.config.ConfigReader}.
 */
@NullMarked
package io.tuyere.config;

import org.jspecify.annotations.NullMarked;
