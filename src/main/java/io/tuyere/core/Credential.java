package io.tuyere.core;

import io.tuyere.core.Tenant.Plan;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a client proves itself to the gateway. */
public sealed interface Credential {
    /** The calls this client may make, within what its tenant may; null for as many as the tenant. */
    @Nullable
    Plan plan();

    /** Whether the cloud's refusals get an HTTP status by their code, in place of the cloud's 200. */
    default boolean mappedStatus() {
        return false;
    }

    /** Whether its calls need a project of the tenant to sign them. */
    default boolean needsProject() {
        return true;
    }

    /**
     * A gateway-issued access id and secret: the client signs as for Tuya.
     *
     * @param secrets either of which a client may sign with
     * @param legacy whether the signature form of projects before 2021-06-30 is taken, which covers neither path nor body
     */
    record Signed(
            String accessId,
            Secrets secrets,
            boolean legacy,
            @Nullable Plan plan) implements Credential {
        /** A credential with a single secret, without a plan of its own. */
        public Signed(String accessId, Secret only, boolean legacy) {
            this(accessId, Secrets.of(only), legacy, null);
        }
    }

    /**
     * An API key, kept as the SHA-256 of its UTF-8 bytes.
     *
     * @param mappedStatus whether the cloud's refusals get an HTTP status by their code, in place of the cloud's 200
     */
    record ApiKey(
            String sha256, boolean mappedStatus, @Nullable Plan plan) implements Credential {
        /** With the cloud's own HTTP status. */
        public ApiKey(String sha256) {
            this(sha256, false, null);
        }

        public ApiKey {
            if (HexFormat.of().parseHex(sha256).length != 32) {
                throw new IllegalArgumentException("sha256 must be 64 hexadecimal digits");
            }
        }

        /** A credential without a plan of its own. */
        public ApiKey(String sha256, boolean mappedStatus) {
            this(sha256, mappedStatus, null);
        }

        @Override
        public String toString() {
            return "ApiKey[***]";
        }
    }

    /**
     * A certificate that the client shows when it connects, found by one of two.
     *
     * @param sha256 of the certificate in DER, 64 hexadecimal digits in lower case; null where the subject tells
     * @param subject what the certificate is issued to, in the canonical form of the JDK's {@code X500Principal}; null where the
     *     fingerprint tells
     * @param mappedStatus as for {@link ApiKey}
     */
    record Mtls(
            @Nullable String sha256,
            @Nullable String subject,
            boolean mappedStatus,
            @Nullable Plan plan) implements Credential {
        public Mtls {
            if ((sha256 == null) == (subject == null)) {
                throw new IllegalArgumentException("a certificate is known by its sha256 or by its subject");
            }
        }

        /** What it is known by; a fingerprint is no subject. */
        public String shown() {
            return sha256 == null ? Objects.requireNonNull(subject, "one of both is there") : sha256;
        }
    }

    /**
     * The tokens of an identity provider (JWT, RFC 7519) in which a claim has a value.
     *
     * @param issuer what tokens have in {@code iss}, compared as it is written
     * @param audience what {@code aud} has to contain
     * @param jwks where the issuer's public keys are: an https URL, or the key set itself (RFC 7517) as JSON
     * @param claim the claim that tells tenants apart, at the top level of tokens
     * @param value what it is, or contains, for this client
     */
    record Jwt(
            String issuer,
            String audience,
            String jwks,
            String claim,
            String value,
            boolean mappedStatus,
            @Nullable Plan plan)
            implements Credential {
        /** What nobody else may have; {@code value} comes last, since the others hold no line breaks. */
        public static String name(String issuer, String audience, String claim, String value) {
            return issuer + '\n' + audience + '\n' + claim + '\n' + value;
        }

        /** What it is known by. */
        public String name() {
            return name(issuer, audience, claim, value);
        }
    }

    /** A real Tuya access id whose owner signs for Tuya itself; its calls are forwarded byte for byte. */
    record Relay(String accessId, @Nullable Plan plan) implements Credential {
        /** A credential without a plan of its own. */
        public Relay(String accessId) {
            this(accessId, null);
        }

        /** The project that its calls are for. */
        public Project project() {
            return Project.foreign(accessId);
        }

        @Override
        public boolean needsProject() {
            return false;
        }
    }
}
