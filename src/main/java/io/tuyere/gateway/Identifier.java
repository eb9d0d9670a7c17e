package io.tuyere.gateway;

import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.jwt.Jwt;
import io.tuyere.upstream.WireHeaders;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls, by the access id, the API key, the token of an identity provider or the certificate that the client
 * shows. Owner's event loop only.
 */
public final class Identifier {
    private final JwtClients jwtClients;
    private final MessageDigest sha256;

    /** The collaborators it works with. */
    public Identifier(JwtClients jwtClients) {
        this.jwtClients = jwtClients;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The client, most often at once; fails as a refusal. */
    Future<Client> identify(Exchange exchange, Directory directory) {
        try {
            return exchange.face() == Face.SIGNED
                    ? Future.succeededFuture(byAccessId(exchange, directory))
                    : byKeyOrToken(exchange, directory);
        } catch (FailureException refused) {
            return Future.failedFuture(refused);
        }
    }

    private static Client byAccessId(Exchange exchange, Directory directory) {
        String accessId = exchange.header(WireHeaders.CLIENT_ID);
        if (accessId.isEmpty()) {
            throw new Failure.MissingHeader("client_id").toException();
        }
        return directory
                .byAccessId(accessId)
                .orElseThrow(() -> new Failure.UnknownCredential(
                                "clientId is invalid: this gateway has issued no access id " + printable(accessId))
                        .toException());
    }

    /** A key that looks like a token is a key first: it was given out as one. */
    private Future<Client> byKeyOrToken(Exchange exchange, Directory directory) {
        String key = Faces.apiKey(exchange);
        if (key.isEmpty()) {
            return Future.succeededFuture(byCertificate(exchange, directory));
        }
        String hash = hash(key);
        Client client = directory.byKeyHash(hash);
        if (client != null) {
            return Future.succeededFuture(client);
        }
        if (exchange.header(Faces.API_KEY).isEmpty() && Jwt.resembles(key)) {
            return jwtClients.client(key, hash, directory);
        }
        throw new Failure.UnknownCredential("this API key is not known").toException();
    }

    /** The client with this API key, null for none. */
    @Nullable
    Client byKey(String key, Directory directory) {
        return directory.byKeyHash(hash(key));
    }

    private String hash(String key) {
        return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static Client byCertificate(Exchange exchange, Directory directory) {
        ClientCertificate certificate = exchange.certificate();
        if (certificate == null) {
            throw new Failure.UnknownCredential("no credential: send an API key in X-API-Key or as a bearer token, or"
                            + " sign the call as for Tuya")
                    .toException();
        }
        Client client = directory.byCertificate(certificate);
        if (client == null) {
            throw new Failure.UnknownCredential("no tenant is known by this client certificate, SHA-256 "
                            + certificate.sha256() + ", and there is no API key")
                    .toException();
        }
        return client;
    }

    private static String printable(String accessId) {
        String start = accessId.length() > 64 ? accessId.substring(0, 64) + "…" : accessId;
        return '"' + start.replaceAll("[^\\x21-\\x7e…]", "?") + '"';
    }
}
