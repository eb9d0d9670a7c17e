package io.tuyere;

import io.tuyere.core.Tenant;
import io.tuyere.doctor.Doctor;
import io.tuyere.doctor.Finding;
import io.tuyere.redis.RedisState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Constructs what examines the outside world by the ways that calls take. */
final class DoctorWiring {
    private static final String TENANTS = "tenants";
    private static final String IN_REDIS = "in redis";

    private final Wiring process;
    private final Vertx vertx;

    DoctorWiring(Wiring process, Vertx vertx) {
        this.process = process;
        this.vertx = vertx;
    }

    /**
     * Examines what is outside by the ways that calls take; called on an event loop. Completes after the last finding.
     *
     * @param only ids of the tenants to look at, none for all
     */
    Future<Void> examine(List<String> only, Consumer<Finding> found) {
        EdgeWiring edge = new EdgeWiring(process, vertx);
        Doctor.Instruments instruments = new Doctor.Instruments(
                vertx,
                edge.stacks()::of,
                cloudTls(),
                IdentityProviders.client(vertx, process.trust),
                edge.deadlines(),
                process.codes,
                process.projectSecrets,
                process.configuration.upstream().connectTimeout(),
                process.configuration.upstream().callTimeout(),
                process.clock);
        Doctor doctor = new Doctor(process.directory.get().regions(), instruments);
        return examineRedis(found)
                .compose(known ->
                        process.stored.map(stored -> read(stored, only, found)).orElseGet(Future::succeededFuture))
                .compose(read -> doctor.examine(chosen(only), found))
                .eventually(() -> process.shared.map(SharedState::close).orElseGet(Future::succeededFuture));
    }

    /** Tokens and limits that are shared are used as they are; this process does not become a member of the fleet. */
    private Future<Void> examineRedis(Consumer<Finding> found) {
        return process.shared
                .map(state -> state.start().onComplete(tried -> found.accept(redisFinding(state.state()))))
                .orElseGet(Future::succeededFuture);
    }

    /** Tenants in Redis are read as by any instance, and nothing is written. */
    private Future<Void> read(StoredTenants stored, List<String> only, Consumer<Finding> found) {
        return stored.start().compose(tried -> {
            List<String> missing = stored.missing(process.shared.orElseThrow().state());
            missing.forEach(why -> found.accept(new Finding(TENANTS, IN_REDIS, Finding.Mark.FAILED, why)));
            if (missing.isEmpty()) {
                String words = process.tenants() + " can be read";
                found.accept(new Finding(TENANTS, IN_REDIS, Finding.Mark.OK, words));
            }
            if (stored.feed().loaded()) {
                only.stream()
                        .filter(id -> !process.directory.get().tenants().containsKey(id))
                        .forEach(id -> found.accept(new Finding(
                                TENANTS, id, Finding.Mark.FAILED, "there is no such tenant that can be read")));
            }
            return stored.close();
        });
    }

    private List<Tenant> chosen(List<String> only) {
        return process.directory.get().tenants().values().stream()
                .filter(tenant -> only.isEmpty() || only.contains(tenant.id()))
                .sorted(Comparator.comparing(Tenant::id))
                .toList();
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
