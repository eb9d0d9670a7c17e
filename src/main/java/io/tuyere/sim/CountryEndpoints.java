package io.tuyere.sim;

/** The list of countries, the same in every region. */
final class CountryEndpoints {
    private final Answer all;

    CountryEndpoints(CountryList countries) {
        all = Answer.of(countries.json());
    }

    void addTo(RouteTable routes) {
        routes.business("GET", "/v1.0/all-countries", (call, caller) -> all);
    }
}
