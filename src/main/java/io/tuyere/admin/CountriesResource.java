package io.tuyere.admin;

import io.tuyere.core.Country;
import io.tuyere.gateway.Directory;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code /countries}: which data centre people of a country live in, with the operator's own word counted. Any thread. */
public final class CountriesResource implements AdminResource {
    private final Supplier<Directory> directory;

    /** The countries of whatever directory is current. */
    public CountriesResource(Supplier<Directory> directory) {
        this.directory = directory;
    }

    @Override
    public void routes(AdminRoutes routes) {
        routes.read("/countries", call -> Future.succeededFuture(AdminAnswer.ok(list(call.page()))));
    }

    private JsonObject list(Page page) {
        return page.of("countries", directory.get().countries().all(), Country::iso2, CountriesResource::view);
    }

    private static JsonObject view(Country country) {
        return new JsonObject()
                .put("iso2", country.iso2())
                .put("name", country.name())
                .put("calling_code", country.callingCode())
                .put("region", country.region())
                .put("region_before_2025_06_03", country.regionBefore20250603())
                .put("basis", country.basis().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("note", country.note());
    }
}
