package io.tuyere.gateway;

import io.tuyere.core.Credential;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.jwt.Claims;
import io.tuyere.jwt.JwtVerifier;
import io.tuyere.jwt.ProvenToken;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the client that a token of an identity provider stands for. Who it is shows only once the token is proven: nobody learns
 * from a token of his own making which tenants there are. Any thread.
 */
public final class JwtClients {
    private static final int MOST_VALUES = 256;

    private final JwtVerifier verifier;

    /** Clients whose tokens this one proves. */
    public JwtClients(JwtVerifier verifier) {
        this.verifier = verifier;
    }

    /** The client, most often at once; fails as a refusal. */
    Future<Client> client(String token, String sha256, Directory directory) {
        return verifier.verify(token, sha256, directory::jwks).map(proven -> client(proven, directory));
    }

    private static Client client(ProvenToken token, Directory directory) {
        Claims claims = token.claims();
        Issuers issuers = directory.issuers();
        List<String> audiences = claims.audiences().stream()
                .filter(audience -> issuers.takes(claims.issuer(), audience))
                .toList();
        if (audiences.isEmpty()) {
            throw refused("its audience (aud) is another; ask its issuer for a token for this gateway");
        }
        List<Client> found = new ArrayList<>(1);
        for (String claim : issuers.claims(claims.issuer())) {
            List<String> values = claims.values(claim);
            if (values.size() > MOST_VALUES) {
                throw refused("a claim that tells tenants apart has more than " + MOST_VALUES + " values");
            }
            for (String value : values) {
                audiences.forEach(audience -> add(token, audience, claim, value, directory, found));
            }
        }
        return only(found);
    }

    private static void add(
            ProvenToken token, String audience, String claim, String value, Directory directory, List<Client> found) {
        Client client = directory.byJwt(Credential.Jwt.name(token.claims().issuer(), audience, claim, value));
        if (client != null && ((Credential.Jwt) client.credential()).jwks().equals(token.jwks())) {
            found.add(client);
        }
    }

    /** Of several credentials of a tenant, the first that it lists. */
    private static Client only(List<Client> found) {
        if (found.isEmpty()) {
            throw refused("no claim of it is one by which a tenant is known");
        }
        Client first = found.get(0);
        for (Client other : found) {
            if (!other.tenant().id().equals(first.tenant().id())) {
                throw refused("its claims are those of more than one tenant");
            }
        }
        List<Credential> order = first.tenant().credentials();
        return Collections.min(found, Comparator.comparingInt(client -> order.indexOf(client.credential())));
    }

    private static FailureException refused(String why) {
        return new Failure.JwtInvalid(why).toException();
    }
}
