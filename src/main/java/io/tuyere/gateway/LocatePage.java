package io.tuyere.gateway;

import io.tuyere.core.Country;
import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.core.Tenant;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * {@code GET /tuyere/v1/locate?device_id=…}, {@code ?uid=…} or {@code ?username=…}: in which of the tenant's regions it lives,
 * and what each of them said. {@code country_code} says where it should be, {@code schema} of which app a user is, {@code
 * fresh=true} that what was learned is not to be taken for it. Owner's event loop only.
 */
public final class LocatePage {
    /** Where it is found. */
    public static final String PATH = "/tuyere/v1/locate";

    private final Locator locator;
    private final Inquiry inquiry;
    private final Admission admission;
    private final LongSupplier nowMillis;

    /** The collaborators it works with. */
    public LocatePage(Locator locator, Inquiry inquiry, Admission admission, LongSupplier nowMillis) {
        this.locator = locator;
        this.inquiry = inquiry;
        this.admission = admission;
        this.nowMillis = nowMillis;
    }

    Future<Reply> answer(Exchange exchange, Directory directory) {
        if (!exchange.method().equals(HttpMethod.GET)) {
            throw new Failure.BadRequest(PATH + " can only be read: use GET").toException();
        }
        String query = exchange.target().query();
        Tenant tenant = exchange.client().tenant();
        Sought sought = Sought.of(query);
        Optional<Country> country = country(QueryParameters.first(query, "country_code"), directory, tenant);
        boolean fresh = QueryParameters.first(query, "fresh").equals("true");
        return locator.locate(tenant, sought, fresh, what -> ask(exchange, what, directory), inquiry)
                .map(located -> reply(exchange, json(sought, country, located)));
    }

    private static Optional<Country> country(String code, Directory directory, Tenant tenant) {
        if (code.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(directory
                .countries(tenant)
                .find(code)
                .orElseThrow(() -> new Failure.UnknownCountry(Router.printable(code)).toException()));
    }

    /** To its end even when this client leaves: others may wait for the same. */
    private Future<List<Part>> ask(Exchange exchange, Sought sought, Directory directory) {
        List<Route> routes = Spread.everywhere(exchange.client().tenant(), directory);
        return admission
                .admitEach(exchange, routes.size())
                .compose(admitted -> inquiry.askToTheEnd(
                        exchange, routes.stream().map(sought::question).toList()));
    }

    private static JsonObject json(Sought sought, Optional<Country> country, Locator.Located located) {
        JsonObject json = new JsonObject()
                .put(sought.parameter(), sought.id())
                .put("region", located.region().orElse(null))
                .put("source", located.source());
        country.ifPresent(known -> json.put("country", country(known, located)));
        JsonObject regions = new JsonObject();
        located.findings().forEach(finding -> regions.put(finding.region(), finding.json()));
        return json.put("regions", regions);
    }

    private static JsonObject country(Country country, Locator.Located located) {
        JsonObject json = new JsonObject().put("iso2", country.iso2()).put("region", country.region());
        String found = located.region().orElse("");
        if (found.isEmpty()) {
            return json;
        }
        boolean agrees = found.equals(country.region());
        return json.put("agrees", agrees)
                .put(
                        "words",
                        agrees
                                ? "it is where accounts of " + country.name() + " are kept"
                                : "wrong country: accounts of " + country.name() + " are kept in " + country.region()
                                        + ", but it is in " + found);
    }

    private Reply reply(Exchange exchange, JsonObject page) {
        if (exchange.face() == Face.API_KEY) {
            return Reply.json(200, page.toBuffer());
        }
        JsonObject envelope = new JsonObject()
                .put("result", page)
                .put("success", true)
                .put("t", nowMillis.getAsLong())
                .put("tid", exchange.requestId());
        return Reply.json(200, envelope.toBuffer());
    }
}
