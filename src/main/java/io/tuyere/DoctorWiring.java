package io.tuyere;

import io.tuyere.core.Tenant;
import io.tuyere.doctor.Doctor;
import io.tuyere.doctor.Finding;
import io.tuyere.redis.RedisState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.util.List;
import java.util.function.Consumer;

/** Constructs what examines the outside world by the ways that calls take. */
final class DoctorWiring {
    private final Wiring process;
    private final Vertx vertx;

    DoctorWiring(Wiring process, Vertx vertx) {
        this.process = process;
        this.vertx = vertx;
    }

    /** Examines what is outside by the ways that calls take; called on an event loop. Completes after the last finding. */
    Future<Void> examine(List<Tenant> tenants, Consumer<Finding> found) {
        EdgeWiring edge = new EdgeWiring(process, vertx);
        Doctor.Instruments instruments = new Doctor.Instruments(
                vertx,
                edge.stacks()::of,
                cloudTls(),
                IdentityProviders.client(vertx, process.trust),
                edge.deadlines(),
                process.codes,
                process.configuration.upstream().connectTimeout(),
                process.configuration.upstream().callTimeout(),
                process.clock);
        Doctor doctor = new Doctor(process.directory.get().regions(), instruments);
        return examineRedis(found)
                .compose(known -> doctor.examine(tenants, found))
                .eventually(() -> process.shared.map(SharedState::close).orElseGet(Future::succeededFuture));
    }

    /** Tokens and limits that are shared are used as they are; this process does not become a member of the fleet. */
    private Future<Void> examineRedis(Consumer<Finding> found) {
        return process.shared
                .map(state -> state.start().onComplete(tried -> found.accept(redisFinding(state.state()))))
                .orElseGet(Future::succeededFuture);
    }

    private static Finding redisFinding(RedisState state) {
        return state.up()
                ? new Finding("redis", "shared state", Finding.Mark.OK, "answers and can be written")
                : new Finding("redis", "shared state", Finding.Mark.FAILED, state.reason());
    }

    private ClientSSLOptions cloudTls() {
        ClientSSLOptions options = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        process.trust.ifPresent(options::setTrustOptions);
        return options;
    }
}
