package io.tuyere.gateway;

import io.tuyere.core.Digest;
import io.tuyere.core.ProblemType;
import io.tuyere.core.ProblemTypes;
import io.tuyere.upstream.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pages to which the {@code type} of problem documents leads: one of each {@link ProblemType} and an index, as JSON and, for
 * browsers, as HTML. They say nothing of a call or a tenant and are open to everybody. Made once; any thread.
 */
public final class ProblemPages {
    /** What the {@code type} of a call's problem begins with. Relative, so that it leads to the gateway that answered. */
    public static final String OF_CALLS = "/tuyere/v1/errors/";

    /** What the {@code type} of an administration request's problem begins with. */
    public static final String OF_ADMINISTRATION = "/admin/v1/errors/";

    private static final String JSON = "application/json";
    private static final String HTML = "text/html";
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final Map<String, Page> json = new HashMap<>();
    private final Map<String, Page> html = new HashMap<>();

    private record Page(String type, String tag, Buffer content) {
        static Page of(String type, String text) {
            return new Page(type, "\"" + Digest.sha256(text).substring(0, 32) + "\"", Buffer.buffer(text));
        }
    }

    private ProblemPages(String prefix, List<ProblemType> types) {
        for (ProblemType type : types) {
            json.put(type.slug(), Page.of(JSON, json(prefix, type).encodePrettily()));
            html.put(type.slug(), Page.of(HTML + "; charset=utf-8", ProblemMarkup.page(prefix, type)));
        }
        JsonArray all = new JsonArray();
        types.forEach(type -> all.add(json(prefix, type)));
        json.put("", Page.of(JSON, new JsonObject().put("errors", all).encodePrettily()));
        html.put("", Page.of(HTML + "; charset=utf-8", ProblemMarkup.index(prefix, types)));
    }

    /** Below {@link #OF_CALLS}. */
    public static ProblemPages ofCalls() {
        return new ProblemPages(OF_CALLS, ProblemTypes.ofCalls().all());
    }

    /** Below {@link #OF_ADMINISTRATION}. */
    public static ProblemPages ofAdministration() {
        return new ProblemPages(
                OF_ADMINISTRATION, ProblemTypes.ofAdministration().all());
    }

    private static JsonObject json(String prefix, ProblemType type) {
        JsonObject json = new JsonObject()
                .put("type", prefix + type.slug())
                .put("slug", type.slug())
                .put("title", type.title())
                .put("status", type.status());
        if (type.code() > 0) {
            json.put("code", type.code());
        }
        return json.put("meaning", type.meaning())
                .put("remedy", type.remedy())
                .put("retry", ProblemMarkup.word(type.retry()))
                .put("executed", type.mayHaveActed() ? "maybe" : "no");
    }

    /**
     * A page, or that the client has it already; empty where there is none of that name.
     *
     * @param slug of a type, empty for the index
     * @param accepted media types that the client takes, the best first
     * @param known the {@code If-None-Match} of the request
     */
    public Optional<Reply> answer(String slug, List<String> accepted, @Nullable String known) {
        Page page = (prefersHtml(accepted) ? html : json).get(slug);
        return Optional.ofNullable(page).map(found -> answer(found, known));
    }

    /** Browsers name it; whoever takes anything is a program. */
    private static boolean prefersHtml(List<String> accepted) {
        for (String type : accepted) {
            if (type.equals(JSON) || type.equals("*/*") || type.equals("application/*")) {
                return false;
            }
            if (type.equals(HTML) || type.equals("text/*")) {
                return true;
            }
        }
        return false;
    }

    private static Reply answer(Page page, @Nullable String known) {
        boolean fresh = known != null && known.contains(page.tag);
        Reply reply =
                fresh ? Reply.of(NOT_MODIFIED, page.type, Buffer.buffer()) : Reply.of(OK, page.type, page.content);
        reply.headers()
                .set(HttpHeaders.ETAG, page.tag)
                .set(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .set(HttpHeaders.CACHE_CONTROL, "public, max-age=3600")
                .set("Content-Security-Policy", ProblemMarkup.POLICY)
                .set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Resource-Policy", "same-origin");
        return reply;
    }
}
