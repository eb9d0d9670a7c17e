package io.tuyere.gateway;

import io.tuyere.core.Credential;
import io.tuyere.core.Failure;
import io.tuyere.core.IssuedSecret;
import io.tuyere.core.Region;
import io.tuyere.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may open a tunnel, and to where: a data centre's own host on port 443, or the exact address that the
 * configuration gives to a region, if it is one of the tenant's. Nothing is looked up in the DNS before that. Owner's event
 * loop only.
 */
public final class Tunnels {
    private static final Secret NOBODYS = IssuedSecret.nobodys();
    private static final String BASIC = "Basic ";
    private static final String HTTPS = "443";
    private static final int LONGEST_AUTHORITY = 262;

    private final Supplier<Directory> directory;
    private final Identifier identifier;
    private final ClientSecrets secrets;
    private final boolean credentialsRequired;

    /** Tunnels for everybody who reaches the gateway, or for clients with a credential only. */
    public Tunnels(
            Supplier<Directory> directory, Identifier identifier, ClientSecrets secrets, boolean credentialsRequired) {
        this.directory = directory;
        this.identifier = identifier;
        this.secrets = secrets;
        this.credentialsRequired = credentialsRequired;
    }

    /**
     * A tunnel that may be opened.
     *
     * @param client who asks, null where nobody had to say
     */
    public record Opening(Region region, @Nullable Client client) {
        /** Id of the tenant that asks, empty where nobody had to say. */
        public String tenant() {
            return client == null ? "" : client.tenant().id();
        }
    }

    /**
     * Where a tunnel may lead; fails as a refusal.
     *
     * @param target of the CONNECT request
     * @param host its Host header, null for none
     * @param authorization its Proxy-Authorization, null for none
     */
    public Opening opening(String target, @Nullable String host, @Nullable String authorization) {
        Directory known = directory.get();
        Region region = region(target, known).orElseThrow(() -> new Failure.HostNotAllowed().toException());
        if (host != null && !Addressee.same(target, host)) {
            throw new Failure.BadRequest("Host names another host than the request target").toException();
        }
        if (authorization == null && !credentialsRequired) {
            return new Opening(region, null);
        }
        Client client = client(authorization, known).orElseThrow(() -> new Failure.ProxyCredential().toException());
        List<String> enabled = client.tenant().regions();
        if (!enabled.contains(region.id())) {
            throw new Failure.RegionNotEnabled(region.id(), "the host of the tunnel", enabled).toException();
        }
        return new Opening(region, client);
    }

    private static Optional<Region> region(String target, Directory known) {
        int colon = target.lastIndexOf(':');
        if (colon <= 0 || target.length() > LONGEST_AUTHORITY) {
            return Optional.empty();
        }
        String host = target.substring(0, colon);
        String port = target.substring(colon + 1);
        return known.regions()
                .byAuthority(target)
                .filter(Region::tls)
                .filter(region -> port.equals(HTTPS)
                        || (region.host().equalsIgnoreCase(host)
                                && Integer.toString(region.port()).equals(port)));
    }

    private Optional<Client> client(@Nullable String authorization, Directory known) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        String pair = decoded(authorization.substring(BASIC.length()).strip());
        int colon = pair.indexOf(':');
        if (colon < 0 || colon == pair.length() - 1) {
            return Optional.empty();
        }
        String password = pair.substring(colon + 1);
        Optional<Client> bySecret = known.byAccessId(pair.substring(0, colon));
        Optional<Secret> right = right(bySecret, Secret.of(password));
        Client byKey = identifier.byKey(password, known);
        return right.isPresent() ? bySecret : Optional.ofNullable(byKey);
    }

    /** The secret that was given, if it is the client's. A relayed client has none here, and cannot show that it is itself. */
    private Optional<Secret> right(Optional<Client> client, Secret given) {
        if (client.isEmpty() || !(client.get().credential() instanceof Credential.Signed signed)) {
            return Optional.of(NOBODYS).filter(given::equals);
        }
        Optional<Secret> right =
                secrets.likeliestFirst(signed).stream().filter(given::equals).findFirst();
        right.ifPresent(secret -> secrets.used(client.get(), signed, secret));
        return right;
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
