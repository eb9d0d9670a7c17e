package io.tuyere;

import io.tuyere.core.Secret;
import io.tuyere.sign.CanonicalRequest;
import io.tuyere.sign.ContentHash;
import io.tuyere.sign.Hmac;
import io.tuyere.sign.Identity;
import io.tuyere.sign.OutboundSigner;
import io.tuyere.sign.SignableRequest;
import io.vertx.core.MultiMap;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Signs a request as Tuya documents it. */
@Command(
        name = "sign",
        description = "Signs a request as Tuya documents it, and prints the headers to send beside those given.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Time, nonce and token are taken from the headers t, nonce and access_token where they are given.",
            "",
            "Example:  ./tuyere sign --access-id demo-sdk --secret env:SDK_SECRET '/v1.0/token?grant_type=1'"
        })
final class SignCommand implements Callable<Integer> {
    @Option(names = "--access-id", required = true, paramLabel = "ID", description = "Access id (client_id).")
    private String accessId = "";

    @Option(
            names = "--secret",
            required = true,
            paramLabel = "SECRET",
            converter = SecretOption.class,
            description = "Access secret: env:NAME, file:PATH, or the text itself.")
    private @Nullable Secret secret;

    @Mixin
    private RequestArguments request = new RequestArguments();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        MultiMap headers = request.headers();
        String t = RequestArguments.header(headers, "t");
        Identity identity = new Identity(
                accessId,
                RequestArguments.header(headers, "access_token"),
                t.isEmpty() ? Long.toString(System.currentTimeMillis()) : t,
                RequestArguments.header(headers, "nonce"));
        SignableRequest signable = request.signable();
        CanonicalRequest canonical = new CanonicalRequest(new ContentHash());
        Hmac key = new Hmac(Objects.requireNonNull(secret));
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println("client_id: " + identity.clientId());
        out.println("t: " + identity.t());
        if (!identity.nonce().isEmpty()) {
            out.println("nonce: " + identity.nonce());
        }
        out.println("sign_method: HMAC-SHA256");
        out.println("sign: " + new OutboundSigner(canonical).sign(signable, identity, key));
        out.println();
        out.println("signed text, after client id, token, time and nonce:");
        out.println(canonical.text(signable));
        return CommandLine.ExitCode.OK;
    }
}
