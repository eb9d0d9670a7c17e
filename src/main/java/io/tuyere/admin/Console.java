package io.tuyere.admin;

import io.tuyere.core.Digest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /console}: the page from which people see and steer the gateway. Its files hold nothing secret and are open to whoever
 * reaches the port; what they show comes from {@link AdminApi}, which asks for a token. Everything comes from this server: the
 * policy that goes with each file lets the page load and call nothing else, be framed by nobody, and make no markup of text.
 * A file is read from the jar when it is first asked for. Any thread.
 */
final class Console {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final String PATH = "/console/";
    private static final String POLICY = "default-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final List<String> FILES = List.of(
            "index.html",
            "app.css",
            "icon.svg",
            "app.js",
            "api.js",
            "chart.js",
            "config.js",
            "countries.js",
            "credentials.js",
            "dialog.js",
            "dom.js",
            "failures.js",
            "metrics.js",
            "overview.js",
            "signature.js",
            "tenant-editor.js",
            "tenants.js");
    private static final List<String> CHART_FILES = List.of("uPlot.esm.js", "uPlot.min.css");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, String> folders = new HashMap<>();
    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    private record Asset(String type, String tag, Buffer content) {}

    /** The files of the jar. */
    Console() {
        FILES.forEach(name -> folders.put(name, "/io/tuyere/console/"));
        CHART_FILES.forEach(name -> folders.put(name, CHARTS));
    }

    private Asset asset(String name) {
        try (InputStream in = Console.class.getResourceAsStream(folders.get(name) + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String tag = "\"" + Digest.sha256(text).substring(0, 32) + "\"";
            return new Asset(type(name), tag, Buffer.buffer(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("no media type is known for " + name);
        }
        return type;
    }

    /** Adds its routes. */
    void mount(Router router) {
        router.get(PATH + "*").handler(this::answer);
    }

    private void answer(RoutingContext context) {
        String path = context.normalizedPath();
        if (path.length() < PATH.length()) {
            home(context);
            return;
        }
        String name = path.equals(PATH) ? "index.html" : path.substring(PATH.length());
        if (!folders.containsKey(name)) {
            context.next();
            return;
        }
        context.vertx()
                .executeBlocking(() -> assets.computeIfAbsent(name, this::asset))
                .onSuccess(asset -> send(context, asset))
                .onFailure(context::fail);
    }

    /** The page's links count from the folder. */
    private static void home(RoutingContext context) {
        guarded(context)
                .setStatusCode(308)
                .putHeader("Location", PATH)
                .end()
                .onFailure(gone -> LOG.debug("a browser left", gone));
    }

    private static void send(RoutingContext context, Asset asset) {
        HttpServerResponse response = guarded(context)
                .putHeader("Content-Type", asset.type)
                .putHeader("Cache-Control", "no-cache") // kept, and asked about each time: an update is seen at once
                .putHeader("ETag", asset.tag);
        boolean known = asset.tag.equals(context.request().getHeader("If-None-Match"));
        (known ? response.setStatusCode(304).end() : response.end(asset.content))
                .onFailure(gone -> LOG.debug("a browser left", gone));
    }

    private static HttpServerResponse guarded(RoutingContext context) {
        return context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }
}
