package io.tuyere.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A customer of the gateway: the regions it may use, its Tuya projects there, and the credentials of its clients.
 *
 * @param defaultRegion region id used when nothing else decides
 * @param regions enabled region ids, in the order of the configuration
 * @param discover whether a safe read that the default region does not know is asked once in the other regions
 * @param countries ISO 3166 alpha-2 to region id, over the built-in table
 * @param projects region id to project; every enabled region has one, unless no credential needs any
 * @param plan calls the tenant may make, if limited
 * @param budget calls its project may make in a calendar month, if limited
 * @param oauth how its end users sign in with a browser, if they do
 * @param devicePaths the family of paths under which its devices are asked for
 */
public record Tenant(
        String id,
        @Nullable String defaultRegion,
        List<String> regions,
        boolean discover,
        Map<String, String> countries,
        Map<String, Project> projects,
        List<Credential> credentials,
        @Nullable Plan plan,
        @Nullable Budget budget,
        @Nullable OAuth oauth,
        DevicePaths devicePaths) {
    /** A tenant whose end users do not sign in with a browser. */
    public Tenant(
            String id,
            @Nullable String defaultRegion,
            List<String> regions,
            boolean discover,
            Map<String, String> countries,
            Map<String, Project> projects,
            List<Credential> credentials,
            @Nullable Plan plan,
            @Nullable Budget budget) {
        this(id, defaultRegion, regions, discover, countries, projects, credentials, plan, budget, null);
    }

    /** A tenant whose devices are asked for as its clients ask. */
    public Tenant(
            String id,
            @Nullable String defaultRegion,
            List<String> regions,
            boolean discover,
            Map<String, String> countries,
            Map<String, Project> projects,
            List<Credential> credentials,
            @Nullable Plan plan,
            @Nullable Budget budget,
            @Nullable OAuth oauth) {
        this(
                id,
                defaultRegion,
                regions,
                discover,
                countries,
                projects,
                credentials,
                plan,
                budget,
                oauth,
                DevicePaths.AS_SENT);
    }

    public Tenant {
        regions = List.copyOf(regions);
        countries = Map.copyOf(countries);
        projects = Map.copyOf(projects);
        credentials = List.copyOf(credentials);
        for (String region : regions) {
            if (!projects.containsKey(region) && !(projects.isEmpty() && signsNothing(credentials))) {
                throw new IllegalArgumentException("tenant " + id + " has no project for region " + region);
            }
        }
        if (defaultRegion != null && !regions.contains(defaultRegion)) {
            throw new IllegalArgumentException(
                    "default-region " + defaultRegion + " of tenant " + id + " is not enabled");
        }
    }

    private static boolean signsNothing(List<Credential> credentials) {
        return !credentials.isEmpty() && credentials.stream().noneMatch(Credential::needsProject);
    }

    /** The project that signs calls to an enabled region; empty for any other region. */
    public Optional<Project> project(String region) {
        return Optional.ofNullable(projects.get(region));
    }

    /** The access ids, as the cloud knows them, that calls to a region may be signed with. */
    public Set<String> accessIds(String region) {
        Set<String> ids = new LinkedHashSet<>();
        project(region).ifPresent(project -> ids.add(project.accessId()));
        for (Credential credential : credentials) {
            if (credential instanceof Credential.Relay relay) {
                ids.add(relay.accessId());
            }
        }
        return ids;
    }

    /**
     * A rate for calls.
     *
     * @param perSecond sustained calls a second, at most a thousand million
     * @param burst calls that may come at once; one that was used up is whole again within 30 days
     */
    public record Plan(double perSecond, int burst) {
        private static final double MOST_PER_SECOND = 1e9;
        private static final double LONGEST_RECOVERY_SECONDS = 30 * 86_400;

        public Plan {
            if (!(perSecond > 0)) {
                throw new IllegalArgumentException("plan.per-second must be above 0, was " + perSecond);
            }
            if (perSecond > MOST_PER_SECOND) {
                throw new IllegalArgumentException("plan.per-second must be at most 1000000000, was " + perSecond);
            }
            if (burst < 1) {
                throw new IllegalArgumentException("plan.burst must be at least 1, was " + burst);
            }
            if (burst / perSecond > LONGEST_RECOVERY_SECONDS) {
                throw new IllegalArgumentException(
                        "plan.burst must be at most what plan.per-second allows in 30 days, was " + burst);
            }
        }
    }

    /**
     * Calls a month.
     *
     * @param stop whether calls past it are refused
     */
    public record Budget(long callsPerMonth, boolean stop) {
        public Budget {
            if (callsPerMonth < 1) {
                throw new IllegalArgumentException("budget.calls-per-month must be at least 1, was " + callsPerMonth);
            }
        }
    }

    /**
     * Sign-ins of end users on Tuya's own page.
     *
     * @param pages region id to the address of the page, as the cloud project shows it
     * @param returnUrls where users may be sent afterwards, compared as they are written
     */
    public record OAuth(Map<String, String> pages, List<String> returnUrls) {
        public OAuth {
            pages = Map.copyOf(pages);
            returnUrls = List.copyOf(returnUrls);
            if (returnUrls.isEmpty()) {
                throw new IllegalArgumentException("oauth.return-urls must have at least one entry");
            }
            if (pages.isEmpty()) {
                throw new IllegalArgumentException("oauth.pages must have at least one entry");
            }
        }
    }
}
