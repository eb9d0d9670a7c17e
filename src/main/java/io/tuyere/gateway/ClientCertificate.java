package io.tuyere.gateway;

import io.tuyere.core.Credential;

/**
 * The certificate with which a client has proved itself to the data port.
 *
 * @param sha256 of the certificate in DER, 64 hexadecimal digits in lower case
 * @param subject its subject in the canonical form of {@link Credential.Mtls}
 */
public record ClientCertificate(String sha256, String subject) {}
