/**
 * Looks whether everything outside the gateway is as its configuration takes it to be: regions, projects, keys of identity
 * providers, Redis. May use what
 * leads there, and nothing of the data plane. Start reading at {@link io.tuyere.doctor.Doctor}.
 */
@NullMarked
package io.tuyere.doctor;

import org.jspecify.annotations.NullMarked;
