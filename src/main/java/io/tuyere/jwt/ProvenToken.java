package io.tuyere.jwt;

/**
 * A token that its issuer signed.
 *
 * @param jwks where the key lies that it was signed with
 */
public record ProvenToken(Claims claims, String jwks) {}
