package io.tuyere.sim;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Makes the simulated cloud misbehave and tells what it saw. Any thread; takes effect on the next call that arrives. */
public final class SimControl {
    private final World world;

    SimControl(World world) {
        this.world = world;
    }

    /** Puts a fault in force, behind those that are in force already. */
    public void plant(Fault fault) {
        long unused = world.faults().plant(fault);
    }

    /** Ends all faults. */
    public void clearFaults() {
        world.faults().clear();
    }

    /** What a region has seen since the start or the last reset. */
    public CounterSnapshot counters(String region) {
        return world.counters(region).snapshot();
    }

    /** Side effects on a device, in order; the latest thousand, empty for a device that nothing happened to. */
    public List<ExecutedCommand> commands(String deviceId) {
        return world.executions().of(deviceId);
    }

    /** Firmware tasks that were published in a region, in order. */
    public List<ExecutedCommand> firmwareTasks(String region) {
        return world.executions().of(FirmwareEndpoints.SUBJECT).stream()
                .filter(task -> task.region().equals(region))
                .toList();
    }

    /** Ends all access tokens of a region now; refresh tokens stay good. */
    public void expireTokens(String region) {
        world.centre(region).tokens().expireAll();
    }

    /** Ends all access and refresh tokens of a region now. */
    public void revokeTokens(String region) {
        world.centre(region).tokens().revokeAll();
    }

    /** Access and refresh tokens that a region knows now, for a test that looks for where they must not be. */
    public Set<String> tokens(String region) {
        return world.centre(region).tokens().all();
    }

    /** Moves a region's clock to this distance from the cloud's. */
    public void clockOffset(String region, Duration offset) {
        world.centre(region).clock().offset(offset.toMillis());
    }

    /**
     * Changes how a region treats a project.
     *
     * @throws IllegalArgumentException where the project does not exist
     */
    public void projectState(String accessId, String region, ProjectState state) {
        world.state(accessId, region, state);
    }

    /**
     * Changes the secrets that a project may sign with, in all regions; its tokens stay good.
     *
     * @throws IllegalArgumentException where the project does not exist
     */
    public void projectSecrets(String accessId, String... taken) {
        world.secrets(accessId, List.of(taken));
    }

    /** Changes what a login of a user of another region gets. */
    public void wrongRegionLogin(WrongRegionLogin answer) {
        world.wrongRegionLogin(answer);
    }

    /** Gives a user another OAuth code, good for one exchange in this region. */
    public void addCode(String region, String code, String uid) {
        world.centre(region).tokens().addCode(code, uid);
    }

    /** Brings back the state of the start: no faults, no tokens, right clocks, devices as in the settings, counts at zero. */
    public void reset() {
        world.reset();
    }

    World world() {
        return world;
    }
}
