package io.tuyere.sim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * The page on which an end user lets a project act for them: it asks for no password but offers the users of the region, and
 * sends the browser back with a code that is good once, in this region.
 */
final class AuthorizationPage {
    /** Where it is found. */
    static final String PATH = "/authorize";

    private static final int FOUND = 302;
    private static final int BAD_REQUEST = 400;

    private final World world;
    private final DataCentre centre;

    AuthorizationPage(World world, DataCentre centre) {
        this.world = world;
        this.centre = centre;
    }

    void answer(HttpServerRequest request) {
        Map<String, String> parameters = SimSignature.parameters(request.query());
        String project = parameters.getOrDefault("client_id", "");
        String callback = parameters.getOrDefault("redirect_uri", "");
        String user = parameters.getOrDefault("user", "");
        boolean known = world.settings().projects().stream()
                .anyMatch(each ->
                        each.accessId().equals(project) && each.regions().contains(centre.region()));
        if (!known || !callback.startsWith("http")) {
            page(request, BAD_REQUEST, "<p>This project is not known here, or names no address to return to.</p>");
        } else if (user.isEmpty()) {
            page(request, 200, users(request));
        } else {
            back(request, callback, user, parameters.getOrDefault("state", ""));
        }
    }

    private String users(HttpServerRequest request) {
        StringBuilder list = new StringBuilder("<h1>Sign in to region ")
                .append(centre.region())
                .append("</h1><ul>");
        for (SimUser user : centre.users()) {
            list.append("<li><a href=\"")
                    .append(escaped(request.uri() + "&user=" + encoded(user.uid())))
                    .append("\">")
                    .append(escaped(user.username()))
                    .append("</a>");
        }
        return list.append("<li><a href=\"")
                .append(escaped(request.uri() + "&user=none"))
                .append("\">refuse</a></ul>")
                .toString();
    }

    private void back(HttpServerRequest request, String callback, String user, String state) {
        String code = "";
        if (centre.users().stream().anyMatch(each -> each.uid().equals(user))) {
            code = UUID.randomUUID().toString().replace("-", "");
            centre.tokens().addCode(code, user);
        }
        String url = callback + "?" + (code.isEmpty() ? "" : "code=" + code + "&") + "state=" + encoded(state);
        Replies.end(request.response().setStatusCode(FOUND).putHeader(HttpHeaders.LOCATION, url), Buffer.buffer());
    }

    private static void page(HttpServerRequest request, int status, String body) {
        String html = "<!doctype html><meta charset=\"utf-8\"><title>Simulated Tuya</title>" + body;
        Replies.end(
                request.response()
                        .setStatusCode(status)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8"),
                Buffer.buffer(html));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
