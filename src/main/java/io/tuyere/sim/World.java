package io.tuyere.sim;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The seven data centres and what is around them: projects, faults, counters, the log of side effects. Any thread. */
final class World {
    private final SimSettings settings;
    private final Map<String, DataCentre> centres = new LinkedHashMap<>();
    private final Map<String, SimProject> projects;
    private final Map<String, ProjectState> changedStates = new ConcurrentHashMap<>();
    private final Map<String, List<String>> changedSecrets = new ConcurrentHashMap<>();
    private final Faults faults = new Faults();
    private final Map<String, RegionCounters> counters = new LinkedHashMap<>();
    private final ExecutionLog executions = new ExecutionLog();
    private volatile WrongRegionLogin wrongRegionLogin;

    World(SimSettings settings) {
        this.settings = settings;
        projects = settings.projects().stream().collect(Collectors.toMap(SimProject::accessId, project -> project));
        wrongRegionLogin = settings.wrongRegionLogin();
        for (String region : SimSettings.REGIONS) {
            centres.put(region, new DataCentre(region, settings));
            counters.put(region, new RegionCounters());
        }
    }

    SimSettings settings() {
        return settings;
    }

    Collection<DataCentre> centres() {
        return centres.values();
    }

    DataCentre centre(String region) {
        DataCentre centre = centres.get(region);
        if (centre == null) {
            throw new IllegalArgumentException("no such region: " + region + ", known are " + SimSettings.REGIONS);
        }
        return centre;
    }

    RegionCounters counters(String region) {
        RegionCounters found = counters.get(region);
        if (found == null) {
            throw new IllegalArgumentException("no such region: " + region + ", known are " + SimSettings.REGIONS);
        }
        return found;
    }

    Faults faults() {
        return faults;
    }

    ExecutionLog executions() {
        return executions;
    }

    /** A project where it exists. */
    Optional<SimProject> project(String accessId, String region) {
        return Optional.ofNullable(projects.get(accessId))
                .filter(project -> project.regions().contains(region));
    }

    ProjectState state(SimProject project, String region) {
        ProjectState changed = changedStates.isEmpty() ? null : changedStates.get(stateKey(project.accessId(), region));
        return changed != null ? changed : project.states().getOrDefault(region, ProjectState.ACTIVE);
    }

    void state(String accessId, String region, ProjectState state) {
        if (project(accessId, region).isEmpty()) {
            throw new IllegalArgumentException("no project " + accessId + " in " + region);
        }
        changedStates.put(stateKey(accessId, region), state);
    }

    /** The secrets that a project may sign with. */
    List<String> secrets(SimProject project) {
        return changedSecrets.getOrDefault(project.accessId(), List.of(project.accessSecret()));
    }

    void secrets(String accessId, List<String> taken) {
        if (!projects.containsKey(accessId)) {
            throw new IllegalArgumentException("no project " + accessId);
        }
        if (taken.isEmpty() || taken.contains("")) {
            throw new IllegalArgumentException("a project needs a secret");
        }
        changedSecrets.put(accessId, List.copyOf(taken));
    }

    WrongRegionLogin wrongRegionLogin() {
        return wrongRegionLogin;
    }

    void wrongRegionLogin(WrongRegionLogin answer) {
        wrongRegionLogin = answer;
    }

    /** The region that a device lives in, whoever may see it. */
    Optional<DataCentre> centreOfDevice(String id) {
        return centres.values().stream()
                .filter(centre -> centre.device(id).isPresent())
                .findFirst();
    }

    Optional<DataCentre> centreOfUsername(String username) {
        return centres.values().stream()
                .filter(centre -> centre.user(username).isPresent())
                .findFirst();
    }

    /** Everything as the settings say, all counts at zero. */
    void reset() {
        faults.clear();
        executions.reset();
        changedStates.clear();
        changedSecrets.clear();
        wrongRegionLogin = settings.wrongRegionLogin();
        centres.values().forEach(DataCentre::reset);
        counters.values().forEach(RegionCounters::reset);
    }

    private static String stateKey(String accessId, String region) {
        return region + '\n' + accessId;
    }
}
