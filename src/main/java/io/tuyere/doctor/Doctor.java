package io.tuyere.doctor;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.Project;
import io.tuyere.core.Region;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Tenant;
import io.tuyere.doctor.Finding.Mark;
import io.tuyere.jwt.JwksClient;
import io.tuyere.upstream.Deadlines;
import io.tuyere.upstream.ProjectSecrets;
import io.tuyere.upstream.RegionStack;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Examines regions, projects and keys the way the gateway itself would use them: first the keys of identity providers, then the
 * way to each region that a tenant uses, then each project in each of its regions, a few at a time. A project that several tenants share is asked once. One event
 * loop.
 */
public final class Doctor {
    /** An SDK whose clock is as far off is refused by the gateway at 300 s; this leaves time to do something. */
    private static final long WORTH_A_WARNING_MILLIS = 10_000;

    private static final int AT_A_TIME = 8;

    private final RegionTable regions;
    private final Function<Region, RegionStack> stacks;
    private final RegionProbe regionProbe;
    private final ProjectProbe projectProbe;
    private final KeyProbe keyProbe;

    /** What a doctor works with. */
    public record Instruments(
            Vertx vertx,
            Function<Region, RegionStack> stacks,
            ClientSSLOptions tls,
            JwksClient jwksClient,
            Deadlines deadlines,
            CloudCodes codes,
            ProjectSecrets secrets,
            Duration connectTimeout,
            Duration callTimeout,
            LongSupplier nowMillis) {}

    /** A doctor for these regions. */
    public Doctor(RegionTable regions, Instruments instruments) {
        this.regions = regions;
        this.stacks = instruments.stacks;
        this.regionProbe = new RegionProbe(instruments.vertx, instruments.tls, instruments.connectTimeout);
        this.keyProbe = new KeyProbe(instruments.jwksClient);
        this.projectProbe = new ProjectProbe(
                instruments.deadlines,
                instruments.codes,
                instruments.secrets,
                instruments.callTimeout,
                instruments.nowMillis);
    }

    /** Tells each finding as it is made; completes after the last and does not fail. */
    public Future<Void> examine(Collection<Tenant> tenants, Consumer<Finding> found) {
        List<Visit> visits = visits(tenants);
        Map<String, Region> used = new LinkedHashMap<>();
        visits.forEach(visit -> used.put(visit.region.id(), visit.region));
        return keyProbe.probe(tenants, found)
                .compose(probed -> reachable(used.values(), found))
                .compose(reached -> {
                    Queue<Visit> waiting = new ArrayDeque<>();
                    for (Visit visit : visits) {
                        if (reached.contains(visit.region.id())) {
                            waiting.add(visit);
                        } else {
                            found.accept(visit.finding(Mark.SKIPPED, "the region cannot be reached"));
                        }
                    }
                    return work(waiting, new HashSet<>(), found);
                });
    }

    private Future<Set<String>> reachable(Collection<Region> used, Consumer<Finding> found) {
        List<Future<Finding>> probes = used.stream().map(regionProbe::probe).toList();
        return Future.join(probes).map(done -> {
            Set<String> reached = new HashSet<>();
            for (Future<Finding> probe : probes) {
                found.accept(probe.result());
                if (probe.result().mark() == Mark.OK) {
                    reached.add(probe.result().subject());
                }
            }
            return reached;
        });
    }

    private Future<Void> work(Queue<Visit> waiting, Set<String> clocks, Consumer<Finding> found) {
        List<Future<Void>> workers = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
            workers.add(next(waiting, clocks, found));
        }
        return Future.join(workers).mapEmpty();
    }

    private Future<Void> next(Queue<Visit> waiting, Set<String> clocks, Consumer<Finding> found) {
        Visit visit = waiting.poll();
        if (visit == null) {
            return Future.succeededFuture();
        }
        return projectProbe
                .probe(visit.tenants.get(0), visit.project, stacks.apply(visit.region))
                .compose(result -> {
                    if (result.offsetMillis() != null && clocks.add(visit.region.id())) {
                        found.accept(clock(visit.region, result.offsetMillis()));
                    }
                    found.accept(visit.finding(result.mark(), result.words()));
                    return next(waiting, clocks, found);
                });
    }

    private static Finding clock(Region region, long offsetMillis) {
        boolean far = Math.abs(offsetMillis) > WORTH_A_WARNING_MILLIS;
        String words = "this machine's clock is " + Math.abs(offsetMillis) + " ms "
                + (offsetMillis < 0 ? "ahead of" : "behind") + " the region's";
        return new Finding(
                "clock",
                region.id(),
                far ? Mark.WARNING : Mark.OK,
                far
                        ? words + "; the gateway corrects what it signs, but calls signed by clients are held against"
                                + " this clock: set it (NTP)"
                        : words);
    }

    private List<Visit> visits(Collection<Tenant> tenants) {
        Map<String, Visit> visits = new LinkedHashMap<>();
        for (Tenant tenant : tenants) {
            for (String id : tenant.regions()) {
                Region region = regions.find(id).orElseThrow();
                // A tenant whose clients sign for the cloud themselves has none, and nothing can be asked for it.
                tenant.project(id)
                        .ifPresent(project -> visits.computeIfAbsent(
                                        project.accessId() + '@' + id,
                                        key -> new Visit(project, region, new ArrayList<>()))
                                .tenants
                                .add(tenant));
            }
        }
        return List.copyOf(visits.values());
    }

    /** A project in a region, and whose it is. */
    private record Visit(Project project, Region region, List<Tenant> tenants) {
        Finding finding(Mark mark, String words) {
            String first = tenants.get(0).id();
            String who = tenants.size() == 1 ? first : first + " and " + (tenants.size() - 1) + " more";
            return new Finding("project", project.accessId() + " in " + region.id(), mark, who + ": " + words);
        }
    }
}
