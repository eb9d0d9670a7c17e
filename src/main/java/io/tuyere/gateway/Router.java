package io.tuyere.gateway;

import io.tuyere.core.Country;
import io.tuyere.core.CountryTable;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.Region;
import io.tuyere.core.ResourceId;
import io.tuyere.core.Tenant;
import io.tuyere.core.TopLevelJson;
import io.tuyere.token.GatewayToken;
import io.tuyere.token.TokenKey;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which region a call goes to. The first that knows decides: the call's own header, the session it belongs to, its
 * base URL, its token, a country, what was learned, the tenant's default. Any thread.
 *
 * <p>A session outweighs the base URL, since a user's token is good in one region only, and a client whose user turned out to
 * live elsewhere goes on with the base URL it has.
 */
public final class Router {
    static final CharSequence REGION = HttpHeaders.createOptimized("X-Tuya-Region");
    private static final CharSequence COUNTRY = HttpHeaders.createOptimized("X-Country-Code");
    private static final String COUNTRY_CODE = "country_code";

    private final PathTemplates templates;
    private final LearnedRegions learned;

    /** The collaborators it works with. */
    public Router(PathTemplates templates, LearnedRegions learned) {
        this.templates = templates;
        this.learned = learned;
    }

    /** Where the call goes; null only for calls that the gateway answers without knowing. */
    @Nullable
    Route route(Exchange exchange, Directory directory) {
        Tenant tenant = exchange.client().tenant();
        boolean local = exchange.local();
        Choice choice = byClient(exchange, directory, tenant);
        if (choice == null && !local) {
            choice = byCountry(exchange, directory.countries(tenant), directory);
        }
        if (choice == null && !local) {
            choice = learned(exchange, tenant, directory);
        }
        if (choice == null) {
            choice = byDefault(tenant, directory);
        }
        if (choice != null) {
            return enabled(choice, exchange.client());
        }
        if (local) {
            return null;
        }
        throw new Failure.NoRegion(tenant.regions()).toException();
    }

    /**
     * Why another region than the chosen one may be right: the call's country is of that region, or what it is about was found
     * there before. Empty where nothing speaks for another region.
     */
    String betterRegion(Exchange exchange, Directory directory) {
        Tenant tenant = exchange.client().tenant();
        Choice expected;
        try {
            expected = byCountry(exchange, directory.countries(tenant), directory);
        } catch (FailureException unknownCountry) {
            return "";
        }
        if (expected == null) {
            expected = learned(exchange, tenant, directory);
        }
        if (expected == null || expected.region().equals(exchange.chosenRoute().region())) {
            return "";
        }
        String id = expected.region().id();
        String words = expected.reason().equals(Route.LEARNED)
                ? "it was found in region " + id + " before"
                : expected.reason() + " belongs to region " + id;
        return tenant.regions().contains(id) ? words : words + ", which is not enabled for this tenant";
    }

    private record Choice(Region region, String reason, boolean named) {}

    /** What the client says by header, token and base URL. */
    private @Nullable Choice byClient(Exchange exchange, Directory directory, Tenant tenant) {
        String header = exchange.header(REGION);
        if (!header.isEmpty() && !Spread.names(header)) {
            Region region = known(header, directory, tenant);
            checkHome(exchange, region);
            return new Choice(region, "header", true);
        }
        Choice token = exchange.relayed() ? byCloudToken(exchange, tenant, directory) : byToken(exchange, directory);
        if (exchange.user().isPresent() || (exchange.relayed() && token != null)) {
            return token;
        }
        Choice baseUrl = byBaseUrl(exchange, directory, tenant);
        return baseUrl == null ? token : baseUrl;
    }

    private static void checkHome(Exchange exchange, Region named) {
        String home = exchange.user().map(TokenKey.OfUser::region).orElse(named.id());
        if (!home.equals(named.id())) {
            throw new Failure.BadRequest("the user of this token lives in region " + home
                            + ", but the call names region " + named.id())
                    .toException();
        }
    }

    private static @Nullable Choice byBaseUrl(Exchange exchange, Directory directory, Tenant tenant) {
        String prefix = exchange.target().regionPrefix();
        if (prefix != null && !Spread.names(prefix)) {
            return new Choice(known(prefix, directory, tenant), "prefix", true);
        }
        String authority = exchange.target().authority();
        String host = authority == null ? exchange.host() : authority;
        return host == null
                ? null
                : directory
                        .regions()
                        .byAuthority(host)
                        .map(region -> new Choice(region, "host", true))
                        .orElse(null);
    }

    /** The region of this id or alias. */
    static Region known(String name, Directory directory, Tenant tenant) {
        return directory
                .regions()
                .find(name)
                .orElseThrow(() -> new Failure.UnknownRegion(printable(name), tenant.regions()).toException());
    }

    private static @Nullable Choice byToken(Exchange exchange, Directory directory) {
        GatewayToken token = exchange.token();
        if (token == null || token.region().isEmpty()) {
            return null;
        }
        String reason = token.user().isPresent() ? "session" : "token";
        return directory
                .regions()
                .find(token.region().get())
                .map(region -> new Choice(region, reason, false))
                .orElseThrow(() -> new Failure.TokenInvalid("its region is no longer configured").toException());
    }

    private static @Nullable Choice byCountry(Exchange exchange, CountryTable countries, Directory directory) {
        String given = exchange.header(COUNTRY);
        String where = "header";
        if (given.isEmpty()) {
            given = QueryParameters.first(exchange.target().query(), COUNTRY_CODE);
            where = "query";
        }
        if (given.isEmpty()) {
            given = inBody(exchange);
            where = "body";
        }
        if (given.isEmpty()) {
            return null;
        }
        String asked = printable(given);
        String source = where;
        Country country = countries.find(given).orElseThrow(() -> new Failure.UnknownCountry(asked).toException());
        return directory
                .regions()
                .find(country.region())
                .map(region -> new Choice(region, "country " + country.iso2() + " in " + source, false))
                .orElseThrow(() -> new IllegalStateException("country " + country.iso2() + " names no region"));
    }

    private static String inBody(Exchange exchange) {
        if (exchange.body().length() == 0) {
            return "";
        }
        byte[] body = exchange.body().getBytes();
        String[] found = {""};
        TopLevelJson.scan(body, body.length, (key, value) -> {
            if (key.is(COUNTRY_CODE)) {
                found[0] = value.is("null") ? "" : value.toString();
                return false;
            }
            return true;
        });
        return found[0];
    }

    /** Where the token of a relayed call was issued; it means nothing anywhere else. */
    private @Nullable Choice byCloudToken(Exchange exchange, Tenant tenant, Directory directory) {
        return remembered(RelayedTokens.shown(exchange), "token", tenant, directory);
    }

    private @Nullable Choice learned(Exchange exchange, Tenant tenant, Directory directory) {
        if (tenant.regions().size() < 2) {
            return null; // nothing is learned where there is no choice
        }
        return remembered(templates.match(exchange.target().path()).resource(), Route.LEARNED, tenant, directory);
    }

    private @Nullable Choice remembered(
            Optional<ResourceId> resource, String reason, Tenant tenant, Directory directory) {
        return resource.flatMap(about -> learned.find(tenant.id(), about))
                .filter(tenant.regions()::contains)
                .flatMap(directory.regions()::find)
                .map(region -> new Choice(region, reason, false))
                .orElse(null);
    }

    private static @Nullable Choice byDefault(Tenant tenant, Directory directory) {
        return Optional.ofNullable(tenant.defaultRegion())
                .flatMap(directory.regions()::find)
                .map(region -> new Choice(region, Route.DEFAULT, false))
                .orElse(null);
    }

    private static Route enabled(Choice choice, Client client) {
        List<String> regions = client.tenant().regions();
        String id = choice.region().id();
        if (!regions.contains(id)) {
            throw new Failure.RegionNotEnabled(id, choice.reason(), regions).toException();
        }
        return client.project(id)
                .map(project -> new Route(choice.region(), project, choice.reason(), choice.named()))
                .orElseThrow(() -> new IllegalStateException("an enabled region has a project"));
    }

    /** A text of a client that may stand in an answer. */
    static String printable(String given) {
        String start = given.length() > 32 ? given.substring(0, 32) + "..." : given;
        StringBuilder printable = new StringBuilder(start.length());
        start.chars().forEach(c -> printable.append(c >= ' ' && c < 0x7f && c != '"' && c != '\\' ? (char) c : '?'));
        return printable.toString();
    }
}
