package io.tuyere;

import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.core.Digest;
import io.tuyere.core.IssuedSecret;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a token for the administration API. */
@Command(
        name = "admin-token",
        description = "Makes a token for the administration API, and the lines by which the gateway knows it. The token"
                + " is shown once and kept nowhere.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:  ./tuyere admin-token --name alice --role operate"})
final class AdminTokenCommand implements Callable<Integer> {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "admin",
            description = "Who will use it, for the audit log (default: ${DEFAULT-VALUE}).")
    private String name = "admin";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "READ",
            description = "read, operate or admin (default: read).")
    private Role role = Role.READ;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        String token = IssuedSecret.adminToken();
        out.println("token (shown once): " + token);
        out.println();
        out.println("management:");
        out.println("  tokens:");
        out.println(
                "    - { name: " + name + ", role: " + role.word() + ", sha256: \"" + Digest.sha256(token) + "\" }");
        return CommandLine.ExitCode.OK;
    }
}
