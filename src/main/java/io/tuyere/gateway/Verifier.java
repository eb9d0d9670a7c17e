package io.tuyere.gateway;

import io.tuyere.core.Credential;
import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.core.IssuedSecret;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.observe.Meters;
import io.tuyere.sign.Dialect;
import io.tuyere.sign.Hmac;
import io.tuyere.sign.Identity;
import io.tuyere.sign.InboundVerifier;
import io.tuyere.sign.SignableRequest;
import io.tuyere.sign.SignedHeader;
import io.tuyere.token.GatewayToken;
import io.tuyere.upstream.HmacKeys;
import io.tuyere.upstream.WireHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether it is really them: time, signature and token of a signed call, and the session that an API-key client may
 * choose with a token. Owner's event loop only.
 */
public final class Verifier {
    /** How far a client's clock may be off, in milliseconds. Tuya's own width is not documented. */
    static final long ALLOWED_SKEW_MILLIS = 300_000;

    /** Of this process, and known to nobody. */
    private static final Secret NOBODYS = IssuedSecret.nobodys();

    private final InboundVerifier signatures;
    private final HmacKeys keys;
    private final ClientSecrets secrets;
    private final TokenReader tokens;
    private final Meters meters;
    private final LongSupplier nowMillis;

    /** The collaborators it works with. */
    public Verifier(
            InboundVerifier signatures,
            HmacKeys keys,
            ClientSecrets secrets,
            TokenReader tokens,
            Meters meters,
            LongSupplier nowMillis) {
        this.signatures = signatures;
        this.keys = keys;
        this.secrets = secrets;
        this.tokens = tokens;
        this.meters = meters;
        this.nowMillis = nowMillis;
    }

    /** What a relayed client shows is for the cloud to judge: the gateway has neither its secret nor its tokens. */
    void verify(Exchange exchange) {
        if (exchange.relayed()) {
            return;
        }
        if (exchange.client().credential() instanceof Credential.Signed signed) {
            checkTime(exchange);
            checkSignature(exchange, signed);
        }
        checkToken(exchange);
    }

    /**
     * Does for an access id that nobody has what a wrong signature of a known one costs, under a key that is nobody's: the time
     * that the refusal takes does not tell which access ids there are.
     */
    void verifyUnknown(Exchange exchange) {
        String sign = exchange.header(WireHeaders.SIGN);
        if (exchange.face() != Face.SIGNED || sign.isEmpty() || wrongTime(exchange.header(WireHeaders.T)) != null) {
            return;
        }
        boolean legacy = exchange.endpoint().legacyTolerated();
        Optional<Dialect> never =
                dialect(exchange, exchange.header(WireHeaders.CLIENT_ID), sign, legacy, keys.of(NOBODYS));
        if (never.isPresent()) {
            throw new IllegalStateException("somebody knows a secret that was made up here");
        }
    }

    private void checkTime(Exchange exchange) {
        Failure wrong = wrongTime(present(exchange, WireHeaders.T));
        if (wrong != null) {
            throw wrong.toException();
        }
    }

    private @Nullable Failure wrongTime(String t) {
        long millis;
        try {
            millis = Long.parseLong(t);
        } catch (NumberFormatException notATime) {
            return new Failure.BadRequest("t must be milliseconds since 1970, thirteen digits");
        }
        long ahead = millis - nowMillis.getAsLong();
        return ahead > ALLOWED_SKEW_MILLIS || ahead < -ALLOWED_SKEW_MILLIS ? new Failure.StaleTime(ahead) : null;
    }

    private void checkSignature(Exchange exchange, Credential.Signed signed) {
        String sign = present(exchange, WireHeaders.SIGN);
        boolean legacy = signed.legacy() || exchange.endpoint().legacyTolerated();
        for (Secret secret : secrets.likeliestFirst(signed)) {
            Optional<Dialect> dialect = dialect(exchange, signed.accessId(), sign, legacy, keys.of(secret));
            if (dialect.isPresent()) {
                meters.verified(dialect.get().label());
                secrets.used(exchange.client(), signed, secret);
                return;
            }
        }
        throw new Failure.BadSignature().toException();
    }

    /** The form in which a signature is right; empty when it is wrong under this key. */
    private Optional<Dialect> dialect(Exchange exchange, String accessId, String sign, boolean legacy, Hmac key) {
        byte[] body = exchange.body().getBytes();
        for (String path : signedPaths(exchange.target())) {
            SignableRequest request = new SignableRequest(
                    exchange.method().name(), path, exchange.target().query(), body, signedHeaders(exchange));
            for (String token : signedTokens(exchange)) {
                Identity identity = new Identity(
                        accessId, token, exchange.header(WireHeaders.T), exchange.header(WireHeaders.NONCE));
                Optional<Dialect> dialect = signatures.verify(request, identity, sign, key, legacy);
                if (dialect.isPresent()) {
                    return dialect;
                }
            }
        }
        return Optional.empty();
    }

    /** A client may take the region prefix for a part of its base URL, or of the path. */
    private static List<String> signedPaths(Target target) {
        return target.regionPrefix() == null ? List.of(target.path()) : List.of(target.path(), target.prefixedPath());
    }

    /** Token and sign-in calls are signed without a token, though some clients still send an old one, and a few sign it. */
    private static List<String> signedTokens(Exchange exchange) {
        String sent = exchange.header(WireHeaders.ACCESS_TOKEN);
        return exchange.endpoint().needsToken() || sent.isEmpty() ? List.of(sent) : List.of("", sent);
    }

    /** The headers that {@code Signature-Headers} names, in its order and spelling. */
    static List<SignedHeader> signedHeaders(Exchange exchange) {
        String names = exchange.header(WireHeaders.SIGNATURE_HEADERS);
        if (names.isEmpty()) {
            return List.of();
        }
        List<SignedHeader> signed = new ArrayList<>(2);
        for (String name : names.split(":", -1)) {
            if (!name.isEmpty()) {
                signed.add(new SignedHeader(name, exchange.header(name)));
            }
        }
        return signed;
    }

    private void checkToken(Exchange exchange) {
        Tenant tenant = exchange.client().tenant();
        if (exchange.endpoint() == Endpoint.REFRESH) {
            String refresh = Endpoint.refreshToken(exchange.target().path());
            exchange.authorized(tokens.read(refresh, GatewayToken.Kind.REFRESH, tenant));
            return;
        }
        if (!exchange.endpoint().needsToken()) {
            return;
        }
        String shown = exchange.header(WireHeaders.ACCESS_TOKEN);
        if (!shown.isEmpty()) {
            exchange.authorized(tokens.read(shown, GatewayToken.Kind.ACCESS, tenant));
        } else if (exchange.client().credential() instanceof Credential.Signed) {
            throw new Failure.TokenMissing().toException();
        }
    }

    private static String present(Exchange exchange, CharSequence name) {
        String value = exchange.header(name);
        if (value.isEmpty()) {
            throw new Failure.MissingHeader(name.toString().toLowerCase(Locale.ROOT)).toException();
        }
        return value;
    }
}
