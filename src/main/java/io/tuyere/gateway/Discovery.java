package io.tuyere.gateway;

import io.tuyere.core.CloudCode;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.Region;
import io.tuyere.core.ResourceId;
import io.tuyere.core.RetryRule;
import io.tuyere.core.Tenant;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What happens when a region does not know what a call is about (1106, 2010). A region that was learned and is no longer true is
 * forgotten. And where the tenant allows it, a read whose region nobody named is asked in the tenant's other regions, one after
 * the other in the order of the configuration: the first answer ends it, so that a call costs each region at most one, and
 * those that refuse the project are skipped by their breakers. What no region knows is not looked for again for a minute.
 * Owner's event loop only.
 */
final class Discovery {
    private final PathTemplates templates;
    private final LearnedRegions learned;

    Discovery(PathTemplates templates, LearnedRegions learned) {
        this.templates = templates;
        this.learned = learned;
    }

    /**
     * The reply itself if it knows what the call is about, otherwise that of the region which does, if there is one.
     *
     * @param ask sends the call another way
     */
    Future<Reply> unlessFound(Exchange exchange, Directory directory, Reply reply, Function<Route, Future<Reply>> ask) {
        if (!unknownThere(reply)) {
            return Future.succeededFuture(reply);
        }
        Optional<ResourceId> resource =
                templates.match(exchange.target().path()).resource();
        Route route = exchange.chosenRoute();
        Tenant tenant = exchange.client().tenant();
        resource.ifPresent(
                about -> learned.forget(tenant.id(), about, route.region().id()));
        if (resource.isEmpty() || !tenant.discover() || !route.guessed() || !safe(exchange.method())) {
            return Future.succeededFuture(reply);
        }
        ResourceId about = resource.get();
        if (learned.missedLately(tenant.id(), about)) {
            return Future.succeededFuture(reply);
        }
        Iterator<Route> others = others(tenant, directory, route).iterator();
        return search(exchange, others, ask, reply).onSuccess(found -> {
            if (unknownThere(found)) {
                learned.missed(tenant.id(), about);
            }
        });
    }

    private Future<Reply> search(
            Exchange exchange, Iterator<Route> others, Function<Route, Future<Reply>> ask, Reply original) {
        if (!others.hasNext() || exchange.lifetime().over()) {
            return Future.succeededFuture(original);
        }
        Route other = others.next();
        return ask.apply(other).transform(answer -> {
            if (answer.failed() || answer.result().envelope().code() != null) {
                return search(exchange, others, ask, original);
            }
            exchange.routed(other);
            return Future.succeededFuture(answer.result());
        });
    }

    private static List<Route> others(Tenant tenant, Directory directory, Route asked) {
        return tenant.regions().stream()
                .filter(id -> !id.equals(asked.region().id()))
                .flatMap(id -> directory.regions().find(id).stream())
                .flatMap(region -> route(tenant, region).stream())
                .toList();
    }

    private static Optional<Route> route(Tenant tenant, Region region) {
        return tenant.project(region.id()).map(project -> new Route(region, project, Route.DISCOVERED, false));
    }

    private static boolean unknownThere(Reply reply) {
        CloudCode code = reply.envelope().code();
        return code != null && code.retry() == RetryRule.IN_OTHER_REGIONS;
    }

    private static boolean safe(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }
}
