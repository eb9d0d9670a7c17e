package io.tuyere;

import io.tuyere.config.Configuration;
import io.tuyere.core.Credential;
import io.tuyere.core.FailureException;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.gateway.Directory;
import io.tuyere.gateway.DryRun;
import io.tuyere.gateway.Route;
import io.tuyere.sign.CanonicalRequest;
import io.tuyere.sign.ContentHash;
import io.tuyere.sign.Hmac;
import io.tuyere.sign.Identity;
import io.tuyere.sign.SignableRequest;
import io.tuyere.sign.SignatureExplainer;
import io.tuyere.sign.SignatureExplanation;
import io.vertx.core.MultiMap;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what the gateway would make of a request: its region and why, and what its signature must cover. */
@Command(
        name = "explain",
        description = "Says which region a request goes to and why, which string its signature must cover, and where"
                + " a given string or signature differs. Sends nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: ./tuyere explain -c conf/tuyere.yaml --tenant acme -H 'X-Country-Code: 49' /v1.0/devices/d1",
            "          ./tuyere explain --secret env:SECRET -H 'client_id: id' -H 't: 1588925778000' \\",
            "                  -H 'sign: 9E48…' '/v1.0/token?grant_type=1'",
            "Exit code 1 when the request would be refused or the given string or signature is wrong."
        })
final class ExplainCommand implements Callable<Integer> {
    @Option(
            names = "--tenant",
            paramLabel = "ID",
            description = "Tenant of the configuration; not needed when client_id names one of its credentials.")
    private @Nullable String tenantId;

    @Option(
            names = "--string",
            paramLabel = "TEXT",
            description = "The string your client signs, or its whole message; compared with the right one.")
    private @Nullable String string;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            converter = SecretOption.class,
            description = "Access secret for checking the sign header: env:NAME, file:PATH, or the text itself"
                    + " (default: that of the configuration).")
    private @Nullable Secret secret;

    private List<Hmac> keys = List.of();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration file; without it only the signature is explained.")
    private @Nullable String config;

    @Mixin
    private RequestArguments request = new RequestArguments();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        boolean routed = true;
        if (config != null) {
            Configuration configuration = ConfigOptions.of(config).configuration();
            KnownTenants known = KnownTenants.of(configuration);
            Directory directory = known.directory();
            Tenant tenant = tenant(known);
            routed = explainRoute(directory, tenant, out);
            DryRun.hints(tenant, request.method(), request.target(), request.headers(), request.body())
                    .forEach(hint -> out.println("hint     " + hint));
            out.println();
            takeSecrets(tenant);
        }
        if (secret != null) {
            keys = List.of(new Hmac(secret));
        }
        boolean signed = explainSignature(out);
        return routed && signed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Tenant tenant(KnownTenants known) {
        Directory directory = known.directory();
        if (tenantId != null) {
            String id = tenantId;
            return Optional.ofNullable(directory.tenants().get(id)).orElseThrow(() -> wrongUsage(known.absent(id)));
        }
        String accessId = RequestArguments.header(request.headers(), "client_id");
        return directory.tenants().values().stream()
                .filter(tenant -> credential(tenant, accessId).isPresent())
                .findFirst()
                .orElseThrow(() -> wrongUsage("say whose request it is: --tenant ID, or -H 'client_id: …' with an"
                        + " access id of the configuration"));
    }

    private RuntimeException wrongUsage(String why) {
        return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), why);
    }

    private static Optional<Credential.Signed> credential(Tenant tenant, String accessId) {
        return tenant.credentials().stream()
                .filter(Credential.Signed.class::isInstance)
                .map(Credential.Signed.class::cast)
                .filter(signed -> signed.accessId().equals(accessId))
                .findFirst();
    }

    private void takeSecrets(Tenant tenant) {
        keys = credential(tenant, RequestArguments.header(request.headers(), "client_id"))
                .map(signed -> signed.secrets().all().stream().map(Hmac::new).toList())
                .orElse(List.of());
    }

    private boolean explainRoute(Directory directory, Tenant tenant, PrintWriter out) {
        try {
            List<Route> several = DryRun.routes(
                    directory, tenant, request.method(), request.target(), request.headers(), request.body());
            out.println("tenant   " + tenant.id());
            if (!several.isEmpty()) {
                several.forEach(one -> printRoute(one, out));
                return true;
            }
            Optional<Route> route = DryRun.route(
                    directory, tenant, request.method(), request.target(), request.headers(), request.body());
            route.ifPresentOrElse(
                    found -> printRoute(found, out), () -> out.println("answered by the gateway, without the cloud"));
            return true;
        } catch (FailureException refusal) {
            out.println("refused  " + refusal.failure().kind().slug() + ": "
                    + refusal.failure().detail());
            if (!refusal.failure().hint().isEmpty()) {
                out.println("hint     " + refusal.failure().hint());
            }
            return false;
        }
    }

    private static void printRoute(Route route, PrintWriter out) {
        out.println("region   " + route.region().id() + ", " + route.region().baseUrl());
        out.println("because  " + route.reason());
    }

    private boolean explainSignature(PrintWriter out) {
        MultiMap headers = request.headers();
        Identity identity = new Identity(
                RequestArguments.header(headers, "client_id"),
                RequestArguments.header(headers, "access_token"),
                RequestArguments.header(headers, "t"),
                RequestArguments.header(headers, "nonce"));
        SignableRequest signable = request.signable();
        String sign = RequestArguments.header(headers, "sign");
        SignatureExplainer explainer = new SignatureExplainer(new CanonicalRequest(new ContentHash()));
        SignatureExplanation explanation;
        boolean bySign = !keys.isEmpty() && !sign.isEmpty();
        if (string == null && bySign) {
            explanation = explainer.explainSign(signable, identity, sign, keys);
        } else {
            explanation = explainer.explainText(signable, identity, Objects.requireNonNullElse(string, ""));
        }
        out.println("the signature must cover (tokens masked):");
        out.println(explanation.message());
        boolean compared = string != null || bySign;
        return !compared || verdict(explanation, out);
    }

    private static boolean verdict(SignatureExplanation explanation, PrintWriter out) {
        out.println();
        SignatureExplanation.Difference difference = explanation.difference();
        if (difference == null) {
            out.println("yours is right");
            return true;
        }
        if (difference.line() > 0) {
            out.println("yours differs first at line " + difference.line() + ", column " + difference.column() + ":");
            out.println("  expected  " + difference.expected());
            out.println("  found     " + difference.found());
        }
        out.println("likely cause: " + difference.cause());
        return false;
    }
}
