package io.tuyere;

import io.tuyere.tenant.TenantEditor.Edited;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The tenants that are kept in Redis ({@code tenants.store: redis}), from the command line. */
@Command(
        name = "tenant",
        description = "Shows and changes the tenants that are kept in Redis. Running gateways notice within a second.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CommandLine.HelpCommand.class},
        footer = {
            "",
            "Examples: ./tuyere tenant list -c conf/tuyere.yaml",
            "          ./tuyere tenant import -c conf/tuyere.yaml conf/tenants.yaml",
            "          ./tuyere tenant issue -c conf/tuyere.yaml acme --type api-key"
        })
final class TenantCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Which command? One of those below.");
    }

    /** Lists the tenants. */
    @Command(
            name = "list",
            description = "Lists the tenants: id, default region, regions, number of credentials.",
            mixinStandardHelpOptions = true)
    int list(@Mixin ConfigOptions config) {
        PrintWriter out = out();
        try (TenantAccess access = TenantAccess.open(config)) {
            access.all().forEach(tenant -> out.println(TenantText.line(tenant)));
        }
        return CommandLine.ExitCode.OK;
    }

    /** Writes tenants as a file. */
    @Command(
            name = "export",
            description = "Writes the tenants, or some, in the form of the file of tenants.",
            mixinStandardHelpOptions = true)
    int export(
            @Mixin ConfigOptions config,
            @Option(names = "--secrets", description = "With their secrets, which are masked otherwise.")
                    boolean secrets,
            @Parameters(paramLabel = "ID", arity = "0..*", description = "Which; all without any.") @Nullable
                    List<String> ids) {
        PrintWriter out = out();
        try (TenantAccess access = TenantAccess.open(config)) {
            out.print(TenantText.yaml(access.some(ids == null ? List.of() : ids), secrets));
        }
        return CommandLine.ExitCode.OK;
    }

    /** Takes tenants over from a file. */
    @Command(
            name = "import",
            description = "Stores the tenants of a file, its references followed. Those that exist"
                    + " stay as they are, unless told otherwise.",
            mixinStandardHelpOptions = true)
    int imported(
            @Mixin ConfigOptions config,
            @Option(names = "--replace", description = "Also those that exist already.") boolean replace,
            @Parameters(paramLabel = "FILE", description = "A file of tenants.") Path file) {
        PrintWriter out = out();
        try (TenantAccess access = TenantAccess.open(config)) {
            List<String> refused = access.imported(file, replace);
            refused.forEach(line -> out.println(line));
            out.println(access.stored() + " stored, " + refused.size() + " not");
            return refused.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** Makes a credential. */
    @Command(
            name = "issue",
            description = "Makes a credential for a tenant, and shows its secret once.",
            mixinStandardHelpOptions = true)
    int issue(
            @Mixin ConfigOptions config,
            @Option(names = "--type", defaultValue = "api-key", description = "signed or api-key (default: api-key).")
                    String type,
            @Parameters(paramLabel = "ID", description = "The tenant.") String id) {
        try (TenantAccess access = TenantAccess.open(config)) {
            show(access.done(access.editor().issue(id, new JsonObject().put("type", type))));
        }
        return CommandLine.ExitCode.OK;
    }

    /** Makes a second credential beside one. */
    @Command(
            name = "rotate",
            description =
                    "Makes another credential like one that there is; both live until the old" + " one is revoked.",
            mixinStandardHelpOptions = true)
    int rotate(
            @Mixin ConfigOptions config,
            @Parameters(paramLabel = "ID", description = "The tenant.") String id,
            @Parameters(
                            paramLabel = "CREDENTIAL",
                            description = "Its access id, key-… of an API key, or cert-… of a certificate.")
                    String credential) {
        try (TenantAccess access = TenantAccess.open(config)) {
            show(access.done(access.editor().rotate(id, credential)));
        }
        return CommandLine.ExitCode.OK;
    }

    /** Withdraws a credential. */
    @Command(name = "revoke", description = "Withdraws a credential of a tenant.", mixinStandardHelpOptions = true)
    int revoke(
            @Mixin ConfigOptions config,
            @Parameters(paramLabel = "ID", description = "The tenant.") String id,
            @Parameters(
                            paramLabel = "CREDENTIAL",
                            description = "Its access id, key-… of an API key, or cert-… of a certificate.")
                    String credential) {
        try (TenantAccess access = TenantAccess.open(config)) {
            out().println("revoked, revision "
                    + access.done(access.editor().revoke(id, credential)).revision());
        }
        return CommandLine.ExitCode.OK;
    }

    /** Removes tenants. */
    @Command(name = "remove", description = "Removes tenants.", mixinStandardHelpOptions = true)
    int remove(
            @Mixin ConfigOptions config,
            @Parameters(paramLabel = "ID", arity = "1..*", description = "Which.") List<String> ids) {
        PrintWriter out = out();
        try (TenantAccess access = TenantAccess.open(config)) {
            for (String id : new ArrayList<>(ids)) {
                access.done(access.editor().remove(id, OptionalLong.empty()));
                out.println("removed " + id);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private void show(Edited edited) {
        PrintWriter out = out();
        edited.issued()
                .forEach(each ->
                        ((JsonObject) each).forEach(entry -> out.println(entry.getKey() + ": " + entry.getValue())));
        out.println("the secret is shown this once; running gateways know it within a second");
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
