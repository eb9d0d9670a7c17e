package io.tuyere.sim;

/** The whole interface of a region. */
final class Endpoints {
    private Endpoints() {}

    static RouteTable of(World world, DataCentre centre) {
        RouteTable routes = new RouteTable();
        Reach reach = new Reach(world, centre);
        Effects effects = new Effects(world, centre);
        new TokenEndpoints(world, centre).addTo(routes);
        new LoginEndpoints(world, centre, CountryList.builtIn()).addTo(routes);
        new DeviceEndpoints(centre, reach, effects).addTo(routes);
        new DeviceListEndpoints(centre, reach).addTo(routes);
        new ThingEndpoints(centre, reach, effects).addTo(routes);
        new UserEndpoints(centre, reach).addTo(routes);
        new FirmwareEndpoints(centre, effects).addTo(routes);
        new CountryEndpoints(CountryList.builtIn()).addTo(routes);
        new ProbeEndpoints(centre).addTo(routes);
        return routes;
    }
}
