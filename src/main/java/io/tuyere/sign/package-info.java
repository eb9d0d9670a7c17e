/**
 * Tuya's signature as pure functions on bytes: the canonical string, the forms in which known SDKs deviate from it,
 * verifying what clients send and signing what the cloud receives. It may use {@code core}. Start reading at
 * {@link io.tuyere.sign.CanonicalRequest}.
 */
@NullMarked
package io.tuyere.sign;

import org.jspecify.annotations.NullMarked;
