package io.tuyere.gateway;

import io.tuyere.core.Project;
import io.tuyere.core.Region;
import io.tuyere.token.TokenKey;
import io.tuyere.token.UpstreamToken;
import io.tuyere.upstream.RegionStack;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The stacks of an event loop, each built when its region is first called. Owner's event loop only. */
public final class RegionStacks {
    private final Function<Region, RegionStack> build;
    private final Map<Region, RegionStack> stacks = new HashMap<>();

    /** Stacks that are built this way. */
    public RegionStacks(Function<Region, RegionStack> build) {
        this.build = build;
    }

    /** The stack that leads to a region. */
    public RegionStack of(Region region) {
        return stacks.computeIfAbsent(region, build);
    }

    /** Asks a region for a project's token anew; fails as a call would. */
    public Future<UpstreamToken> renew(Region region, Project project, TokenKey key) {
        return of(region).renew(project, key);
    }
}
