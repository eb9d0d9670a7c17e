package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.doWhileDuring;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** A tenant that is written into the gateway's tenants file, found to be served, and taken out again. Once at a time. */
final class PassingTenant {
    static final String COMES = "tenant comes";
    static final String GOES = "tenant goes";
    private static final String FILE = Target.text("tenantsFile", "LOAD_TENANTS_FILE", "");
    private static final Duration SOON = Duration.ofSeconds(10); // files are looked at once a second
    private static final String LINE = "passing: { default-region: eu, regions: [eu], "
            + "project: { access-id: demo-project, access-secret: demo-secret-0123456789abcdefghij }, "
            + "credentials: [{ type: api-key, key: passing-key }] }\n";

    /** Whether the tenants file is known and here. */
    static boolean possible() {
        return !FILE.isEmpty() && Files.isWritable(Path.of(FILE));
    }

    ChainBuilder comesAndGoes() {
        return exec(session -> write(session, LINE))
                .exec(until(COMES, 200))
                .exec(session -> write(session, ""))
                .exec(until(GOES, 401));
    }

    private static ChainBuilder until(String name, int wanted) {
        return exec(session -> session.set("status", 0).set("since", System.nanoTime()))
                .exec(doWhileDuring(session -> session.getInt("status") != wanted, SOON)
                        .on(exec(pause(Duration.ofMillis(200)))
                                .exec(Calls.device("asking", "eu", "passing-key")
                                        .check(status().in(200, 401))
                                        .check(status().saveAs("status")))))
                .exec(dummy(name, PassingTenant::millis).withSuccess(session -> session.getInt("status") == wanted));
    }

    private static int millis(Session session) {
        return (int) ((System.nanoTime() - session.getLong("since")) / 1_000_000);
    }

    private static Session write(Session session, String line) {
        try {
            Path file = Path.of(FILE);
            String others = Files.readString(file).replace(LINE, "");
            Path whole = Files.writeString(file.resolveSibling("tenants.yaml.new"), others + line);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            return session;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
