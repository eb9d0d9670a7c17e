package io.tuyere;

import io.tuyere.config.Configuration;
import io.tuyere.core.Tenant;
import io.tuyere.doctor.Finding;
import io.tuyere.doctor.Finding.Mark;
import io.tuyere.observe.Logs;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks whether everything outside the gateway is as its configuration takes it to be. */
@Command(
        name = "doctor",
        description = "Looks whether regions can be reached, what each tenant's project may do in each of its regions,"
                + " how far this machine's clock is off, and whether Redis answers. Costs one token call and one read for"
                + " each project and region.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: ./tuyere doctor -c conf/tuyere.yaml",
            "          ./tuyere doctor -c conf/tuyere.yaml --tenant acme --json",
            "Exit code 0 when nothing failed, 1 when something did, 78 when the configuration is not usable."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final String CHATTER = "io.tuyere";

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--tenant", paramLabel = "ID", description = "Looks at this tenant only. May be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--json", description = "Prints one JSON object instead of a table.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private final List<Finding> findings = new ArrayList<>();

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = command.getOut();
        Ansi ansi = command.getColorScheme().ansi();
        Configuration configuration = config.configuration();
        found(new Finding("config", config.file(), Mark.OK, "usable; " + tenants(configuration)), out, ansi);
        Vertx vertx = Vertx.vertx(RunningGateway.vertxOptions());
        try {
            Wiring wiring = new Wiring(vertx, configuration);
            wiring.logs.set(CHATTER, "OFF"); // findings say it all, and may be on their way into a file
            Promise<Void> examined = Promise.promise();
            vertx.runOnContext(begin -> new DoctorWiring(wiring, vertx)
                    .examine(only, finding -> found(finding, out, ansi))
                    .onComplete(examined));
            Servers.started(vertx, examined.future());
        } finally {
            new Logs().set(CHATTER, "INFO");
            Future<Void> unused = vertx.close();
        }
        if (json) {
            out.println(report().encodePrettily());
        } else {
            out.println();
            out.println(summary());
        }
        out.flush();
        return healthy() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Which tenants are looked at, for people; those in Redis are still to be read. */
    private String tenants(Configuration configuration) {
        if (Wiring.inRedis(configuration)) {
            return "tenants are kept in redis";
        }
        List<Tenant> chosen = configuration.tenants().stream()
                .filter(tenant -> only.isEmpty() || only.contains(tenant.id()))
                .toList();
        for (String id : only) {
            if (chosen.stream().noneMatch(tenant -> tenant.id().equals(id))) {
                throw new CommandLine.ParameterException(
                        Objects.requireNonNull(spec).commandLine(), "the configuration has no tenant " + id);
            }
        }
        return "tenants: " + chosen.size();
    }

    private void found(Finding finding, PrintWriter out, Ansi ansi) {
        findings.add(finding);
        if (!json) {
            String padded = String.format("%-8s", finding.mark().word());
            String mark = ansi.enabled()
                    ? ansi.new Text("@|" + style(finding.mark()) + " " + padded + "|@").toString()
                    : padded;
            out.println(
                    mark + String.format("%-8s", finding.check()) + " " + finding.subject() + ": " + finding.words());
            out.flush();
        }
    }

    private static String style(Mark mark) {
        return switch (mark) {
            case OK -> "green";
            case WARNING -> "yellow";
            case FAILED -> "bold,red";
            case SKIPPED -> "faint";
        };
    }

    private boolean healthy() {
        return count(Mark.FAILED) == 0;
    }

    private long count(Mark mark) {
        return findings.stream().filter(finding -> finding.mark() == mark).count();
    }

    private String summary() {
        return count(Mark.OK) + " ok, " + count(Mark.WARNING) + " to look at, " + count(Mark.FAILED) + " failed, "
                + count(Mark.SKIPPED) + " skipped";
    }

    private JsonObject report() {
        JsonArray list = new JsonArray();
        for (Finding finding : findings) {
            list.add(new JsonObject()
                    .put("check", finding.check())
                    .put("subject", finding.subject())
                    .put("mark", finding.mark().word())
                    .put("words", finding.words()));
        }
        return new JsonObject().put("healthy", healthy()).put("findings", list);
    }
}
