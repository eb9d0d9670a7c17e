/**
 * Tokens of identity providers (JWT, RFC 7519): reads them, has the public keys of their issuers at hand, and finds out whether
 * one of these signed them. It may use {@code core}, {@code observe} and {@code token}. Start reading at
 * {@link io.tuyere.jwt.JwtVerifier}.
 */
@NullMarked
package io.tuyere.jwt;

import org.jspecify.annotations.NullMarked;
