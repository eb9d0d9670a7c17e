package io.tuyere;

import io.tuyere.core.Tenant;
import io.tuyere.gateway.Directory;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops what the process keeps of tenants, credentials and projects that there are no more, so that those who come and go leave
 * nothing behind. It looks twice after a change of the directory, since a call that began before may have made something again,
 * and once an hour for what was still in use. What is kept by device, user, token or secret has a bound of its own.
 */
final class TenantCleanup {
    private static final Logger LOG = LoggerFactory.getLogger(TenantCleanup.class);

    private static final long EVERY_MILLIS = 5_000;
    private static final int LOOKS = 2;
    private static final int TICKS_OF_AN_HOUR = 720;

    private final Vertx vertx;
    private final Wiring process;
    private Directory seen;
    private int looks;
    private int ticks;
    private long timer = -1;

    /** For what this process keeps; the first directory needs no look. */
    TenantCleanup(Vertx vertx, Wiring process) {
        this.vertx = vertx;
        this.process = process;
        this.seen = process.directory.get();
    }

    void start() {
        timer = vertx.setPeriodic(EVERY_MILLIS, due -> look());
    }

    void close() {
        vertx.cancelTimer(timer);
    }

    /** On a worker thread, since it takes time in proportion to the number of tenants. */
    private void look() {
        Directory directory = process.directory.get();
        if (directory != seen) {
            seen = directory;
            looks = LOOKS;
        }
        boolean due = looks > 0 || ++ticks % TICKS_OF_AN_HOUR == 0;
        if (due && directory.complete()) {
            looks = Math.max(0, looks - 1);
            vertx.executeBlocking(() -> keep(directory), true)
                    .onFailure(bug -> LOG.error("what is kept of tenants that are gone was not dropped", bug));
        }
    }

    private boolean keep(Directory directory) {
        Map<String, Tenant> tenants = directory.tenants();
        Set<String> projects = directory.projects();
        process.limits.plans().keep(tenants);
        process.limits.pace().keep(projects::contains);
        process.limits.budgets().keep(projects::contains);
        process.bulkheads.keep(tenants::containsKey);
        process.tunnels.keep(tenants::containsKey);
        process.breakers.keep(projects::contains);
        return true;
    }
}
