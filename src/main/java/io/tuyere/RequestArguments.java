package io.tuyere;

import io.tuyere.gateway.Target;
import io.tuyere.sign.SignableRequest;
import io.tuyere.sign.SignedHeader;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A request described on the command line, with the options that curl has. */
final class RequestArguments {
    @Parameters(paramLabel = "URL", description = "URL or path with query, as the client sends it.")
    private String url = "/";

    @Option(
            names = {"-X", "--request"},
            paramLabel = "METHOD",
            description = "Method (default: GET, or POST when there is a body).")
    private @Nullable String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            converter = HeaderOption.class,
            description = "Header. May be repeated.")
    private List<Map.Entry<String, String>> headers = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "BODY",
            description = "Body, or @FILE to take a file's bytes.")
    private @Nullable String data;

    String method() {
        if (method != null) {
            return method;
        }
        return data == null ? "GET" : "POST";
    }

    Target target() {
        return Target.parse(url);
    }

    byte[] body() {
        if (data == null) {
            return new byte[0];
        }
        if (!data.startsWith("@")) {
            return data.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Files.readAllBytes(Path.of(data.substring(1)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the body from " + data.substring(1), unreadable);
        }
    }

    MultiMap headers() {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        headers.forEach(header -> map.add(header.getKey(), header.getValue()));
        return map;
    }

    /** What a signature of the request covers. */
    SignableRequest signable() {
        MultiMap map = headers();
        List<SignedHeader> signed = new ArrayList<>();
        for (String name : header(map, "Signature-Headers").split(":", -1)) {
            if (!name.isEmpty()) {
                signed.add(new SignedHeader(name, header(map, name)));
            }
        }
        Target target = target();
        return new SignableRequest(method().toUpperCase(Locale.ROOT), target.path(), target.query(), body(), signed);
    }

    static String header(MultiMap headers, String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }
}
