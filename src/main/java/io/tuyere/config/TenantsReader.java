package io.tuyere.config;

import io.tuyere.core.Credential;
import io.tuyere.core.DevicePaths;
import io.tuyere.core.Project;
import io.tuyere.core.Secrets;
import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.Budget;
import io.tuyere.core.Tenant.OAuth;
import io.tuyere.core.Tenant.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys of the file of tenants, for one reading. */
final class TenantsReader {
    private static final Pattern TENANT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final Form<DevicePaths> DEVICE_PATHS = Form.choice(DevicePaths.class);

    private final Atlas atlas;
    private final CredentialReader credentials = new CredentialReader();

    TenantsReader(Atlas atlas) {
        this.atlas = atlas;
    }

    /** The tenants that are in order, in the order of the file. */
    List<Tenant> read(Section top) {
        List<Tenant> tenants = List.copyOf(top.named(this::tenant).values());
        if (!top.written()) {
            top.warning("names no tenant, so every call will be refused");
        }
        return tenants;
    }

    private Optional<Tenant> tenant(String id, Section section) {
        if (!TENANT_ID.matcher(id).matches()) {
            section.problem("", "a tenant's id is 1 to 64 letters, digits, dots, dashes and underscores");
        }
        List<Credential> proofs = credentials(id, section);
        boolean needed = proofs.isEmpty() || proofs.stream().anyMatch(Credential::needsProject);
        Projects projects = projects(section, needed);
        Set<String> regions = regions(section, projects);
        Optional<String> defaultRegion = defaultRegion(section, regions);
        boolean discover = section.optional("discover", Form.BOOLEAN).orElse(false);
        DevicePaths devicePaths = section.optional("device-paths", DEVICE_PATHS).orElse(DevicePaths.AS_SENT);
        Map<String, String> countries = section.section("countries", below -> countries(below, regions));
        Optional<Plan> plan = section.section("plan", TenantsReader::plan);
        Optional<Budget> budget = section.section("budget", TenantsReader::budget);
        Optional<OAuth> oauth = section.section("oauth", below -> oauth(below, regions));
        if (!projects.serve(regions)) {
            return Optional.empty();
        }
        return section.build(() -> new Tenant(
                id,
                defaultRegion.orElse(null),
                List.copyOf(regions),
                discover,
                countries,
                projects.of(regions),
                proofs,
                plan.orElse(null),
                budget.orElse(null),
                oauth.orElse(null),
                devicePaths));
    }

    /** A tenant whose clients all sign for the cloud themselves needs no project. */
    private Projects projects(Section section, boolean needed) {
        Optional<Project> shared = section.section("project", TenantsReader::project);
        Map<String, Optional<Project>> own = section.section("projects", below -> below.named(this::ownProject));
        boolean none = !section.has("project") && own.isEmpty();
        if (none && needed) {
            section.problem("project", "is required, or projects with one for each region");
        }
        return new Projects(section.has("project"), none && !needed, shared, own);
    }

    private Optional<Optional<Project>> ownProject(String region, Section section) {
        if (!atlas.regions().contains(region)) {
            section.problem("", atlas.unknown(region));
        }
        section.require("access-id", "access-secret");
        return Optional.of(project(section));
    }

    private static Optional<Project> project(Section section) {
        if (section.written()) {
            section.require("access-id", "access-secret");
        }
        Optional<String> accessId = section.optional("access-id", Form.TOKEN);
        Optional<Secrets> secrets = SecretList.read(section, scalar -> scalar.secret(Form.SECRET));
        return accessId.flatMap(id -> secrets.map(known -> new Project(id, known)));
    }

    private Set<String> regions(Section section, Projects projects) {
        Set<String> regions = new LinkedHashSet<>();
        for (Scalar scalar : section.scalars("regions")) {
            atlas.region(scalar).ifPresent(region -> {
                if (!regions.add(region)) {
                    scalar.error(Form.quoted(region) + " is listed twice; keep one");
                } else if (!projects.declared(region)) {
                    scalar.error("there is no project for " + Form.quoted(region) + "; add it to projects");
                }
            });
        }
        if (section.has("regions")) {
            return regions;
        }
        return projects.forAll() || projects.needless()
                ? atlas.regions()
                : projects.own().keySet();
    }

    private Optional<String> defaultRegion(Section section, Set<String> regions) {
        Optional<Scalar> scalar = section.scalar("default-region");
        Optional<String> region = scalar.flatMap(atlas::region);
        if (region.isPresent() && !regions.contains(region.get())) {
            section.problem("default-region", Form.quoted(region.get()) + " is not among the tenant's regions");
        }
        return region.filter(regions::contains);
    }

    private Map<String, String> countries(Section section, Set<String> regions) {
        Map<String, String> countries = atlas.countries(section);
        countries.forEach((country, region) -> {
            if (!regions.contains(region)) {
                section.problem(country, Form.quoted(region) + " is not among the tenant's regions");
            }
        });
        return countries;
    }

    private List<Credential> credentials(String id, Section section) {
        if (!section.has("credentials")) {
            section.warning("has no credentials, so nobody can call as this tenant");
        }
        return section.list("credentials", below -> credentials.read(id, below));
    }

    /** A burst that is not given is what one second allows. */
    static Optional<Plan> plan(Section section) {
        Plan plan = section.fold(new Plan(1, 1))
                .take("per-second", Form.DECIMAL, (old, value) -> new Plan(value, burst(value)))
                .take("burst", Form.INTEGER, (old, value) -> new Plan(old.perSecond(), value))
                .done();
        if (section.written()) {
            section.require("per-second");
        }
        return Optional.of(plan).filter(given -> section.written());
    }

    private static int burst(double perSecond) {
        return (int) Math.max(1, Math.ceil(perSecond));
    }

    private static Optional<Budget> budget(Section section) {
        Budget budget = section.fold(new Budget(1, false))
                .take("calls-per-month", Form.LONG, (old, value) -> new Budget(value, old.stop()))
                .take("stop", Form.BOOLEAN, (old, value) -> new Budget(old.callsPerMonth(), value))
                .done();
        if (section.written()) {
            section.require("calls-per-month");
        }
        return Optional.of(budget).filter(given -> section.written());
    }

    private Optional<OAuth> oauth(Section section, Set<String> regions) {
        List<String> returnUrls = new ArrayList<>();
        for (Scalar scalar : section.scalars("return-urls")) {
            scalar.as(Form.LINK).ifPresent(returnUrls::add);
        }
        Map<String, String> pages = section.section("pages", below -> pages(below, regions));
        if (!section.written()) {
            return Optional.empty();
        }
        section.require("return-urls", "pages");
        return returnUrls.isEmpty() || pages.isEmpty() ? Optional.empty() : Optional.of(new OAuth(pages, returnUrls));
    }

    private static Map<String, String> pages(Section section, Set<String> regions) {
        Map<String, String> pages = new LinkedHashMap<>();
        section.namedScalars().forEach((region, scalar) -> {
            if (!regions.contains(region)) {
                section.problem(region, Form.quoted(region) + " is not among the tenant's regions");
            }
            scalar.as(Form.LINK).ifPresent(page -> pages.put(region, page));
        });
        return pages;
    }

    /**
     * What a tenant has in the cloud.
     *
     * @param forAll whether a project for all regions is declared, right or wrong
     * @param needless whether there is none, and none is needed
     * @param own region id to project, empty where it has a problem
     */
    private record Projects(
            boolean forAll, boolean needless, Optional<Project> shared, Map<String, Optional<Project>> own) {
        /** Whether a project is declared for the region, or for none, which is a problem of its own. */
        boolean declared(String region) {
            return forAll || own.isEmpty() || own.containsKey(region);
        }

        /** Whether every region has a project in order. */
        boolean serve(Set<String> regions) {
            return needless || regions.stream().allMatch(region -> in(region).isPresent());
        }

        Map<String, Project> of(Set<String> regions) {
            Map<String, Project> projects = new LinkedHashMap<>();
            regions.forEach(region -> in(region).ifPresent(project -> projects.put(region, project)));
            return projects;
        }

        private Optional<Project> in(String region) {
            return own.getOrDefault(region, shared);
        }
    }
}
