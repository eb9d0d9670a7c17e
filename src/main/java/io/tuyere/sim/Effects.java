package io.tuyere.sim;

/** Writes down every side effect, so that a test can prove how often it happened. */
final class Effects {
    private final World world;
    private final DataCentre centre;

    Effects(World world, DataCentre centre) {
        this.world = world;
        this.centre = centre;
    }

    void executed(String subject, SimCall call, Caller caller) {
        world.counters(centre.region()).executed();
        world.executions()
                .add(new ExecutedCommand(
                        centre.region(),
                        subject,
                        caller.project().accessId(),
                        caller.uid(),
                        call.method(),
                        SimSignature.decodedPath(call.path()),
                        call.body()));
    }
}
