package io.tuyere.config;

import io.tuyere.core.Credential;
import io.tuyere.core.Secret;
import io.tuyere.core.Secrets;
import io.tuyere.core.Tenant.Plan;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of one credential; remembers those before it, because two tenants with the same one could not be told apart. */
final class CredentialReader {
    private static final Form<Type> TYPE = Form.choice(Type.class);
    private static final int SHORT = 8;

    /** Access ids, or SHA-256 of API keys, to where they were seen first. */
    private final Map<String, String> claims = new HashMap<>();

    private static final Form<Status> STATUS = Form.choice(Status.class);

    /** The HTTP status of the cloud's refusals. */
    private enum Status {
        AS_SENT,
        MAPPED
    }

    private enum Type {
        SIGNED,
        API_KEY,
        MTLS,
        JWT,
        RELAY
    }

    /** The credential of a section, for the tenant of this id. */
    Optional<Credential> read(String tenant, Section section) {
        Optional<Type> type = section.required("type", TYPE);
        if (type.isEmpty()) {
            section.pass("access-id", "access-secret", "legacy", "key", "sha256", "subject", "status", "plan");
            section.pass("issuer", "audience", "jwks", "claim", "value");
            return Optional.empty();
        }
        Plan plan = section.section("plan", TenantsReader::plan).orElse(null);
        return switch (type.get()) {
            case SIGNED -> signed(section, plan);
            case API_KEY -> apiKey(section, plan);
            case MTLS -> mtls(section, plan);
            case JWT -> jwt(tenant, section, plan);
            case RELAY -> accessId(section).map(id -> new Credential.Relay(id, plan));
        };
    }

    private Optional<Credential> signed(Section section, @Nullable Plan plan) {
        Optional<String> accessId = accessId(section);
        section.require("access-secret");
        Optional<Secrets> secrets = SecretList.read(section, scalar -> issued(scalar, Form.SECRET));
        boolean legacy = section.optional("legacy", Form.BOOLEAN).orElse(false);
        return accessId.flatMap(id -> secrets.map(known -> new Credential.Signed(id, known, legacy, plan)));
    }

    private Optional<Credential> apiKey(Section section, @Nullable Plan plan) {
        Optional<Secret> key = section.scalar("key").flatMap(scalar -> issued(scalar, Form.SECRET_TOKEN));
        Optional<String> sha256 = section.optional("sha256", Form.SHA256);
        if (section.has("key") && section.has("sha256")) {
            section.problem("sha256", "stands in for key; keep one of them");
        }
        if (!section.has("sha256")) {
            section.demand("key", section.placeOf("key"), "is required, or sha256 in its place");
        }
        boolean mapped = mapped(section);
        String at = section.has("sha256") ? "sha256" : "key";
        return sha256.or(() -> key.map(CredentialReader::sha256))
                .filter(digest -> claim(section, at, "sha256 " + digest, "this API key"))
                .map(digest -> new Credential.ApiKey(digest, mapped, plan));
    }

    private Optional<Credential> mtls(Section section, @Nullable Plan plan) {
        Optional<String> sha256 = section.optional("sha256", Form.FINGERPRINT);
        Optional<String> subject = section.optional("subject", Form.SUBJECT);
        if (section.has("sha256") && section.has("subject")) {
            section.problem("subject", "tells the certificate as sha256 does; keep one of them");
            return Optional.empty();
        }
        if (!section.has("subject")) {
            section.demand("sha256", section.placeOf("sha256"), "is required, or subject in its place");
        }
        boolean mapped = mapped(section);
        String at = section.has("subject") ? "subject" : "sha256";
        return sha256.or(() -> subject)
                .filter(shown -> claim(section, at, "certificate " + shown, "this certificate"))
                .map(shown -> new Credential.Mtls(sha256.orElse(null), subject.orElse(null), mapped, plan));
    }

    private Optional<Credential> jwt(String tenant, Section section, @Nullable Plan plan) {
        Optional<String> issuer = section.required("issuer", Form.TOKEN);
        Optional<String> audience = section.required("audience", Form.TOKEN);
        Optional<String> jwks = section.required("jwks", Form.JWKS);
        Optional<String> claim = section.required("claim", Form.TOKEN);
        Optional<String> given = section.optional("value", Form.TEXT);
        Optional<String> value = section.has("value") ? given : Optional.of(tenant);
        boolean mapped = mapped(section);
        if (Stream.of(issuer, audience, jwks, claim, value).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        Credential.Jwt jwt =
                new Credential.Jwt(issuer.get(), audience.get(), jwks.get(), claim.get(), value.get(), mapped, plan);
        return claim(section, "claim", "jwt " + jwt.name(), "this claim of this issuer and audience")
                ? Optional.of(jwt)
                : Optional.empty();
    }

    private static boolean mapped(Section section) {
        return section.optional("status", STATUS).filter(Status.MAPPED::equals).isPresent();
    }

    private Optional<String> accessId(Section section) {
        return section.required("access-id", Form.TOKEN).filter(id -> claim(section, "access-id", id, Form.quoted(id)));
    }

    private static Optional<Secret> issued(Scalar scalar, Form<Secret> form) {
        Optional<Secret> secret = scalar.secret(form);
        if (secret.isPresent() && secret.get().bytes().length < SHORT) {
            scalar.warning("is shorter than " + SHORT + " characters and could be guessed; try: openssl rand -hex 16");
        }
        return secret;
    }

    private boolean claim(Section section, String key, String value, String name) {
        String here = section.path() + " on line " + section.placeOf(key).line();
        String earlier = claims.putIfAbsent(value, here);
        if (earlier != null) {
            section.problem(key, name + " is already that of " + earlier + "; give each client its own");
        }
        return earlier == null;
    }

    private static String sha256(Secret key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
