package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.upstream.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** What browsers are answered: sent elsewhere, or a page for people that holds nothing of what was sent. Any thread. */
final class BrowserPages {
    private static final int FOUND = 302;
    private static final String HTML = "text/html; charset=utf-8";

    private BrowserPages() {}

    static Reply sentTo(String url) {
        Reply reply = Reply.of(FOUND, "text/plain", Buffer.buffer());
        reply.headers().set(HttpHeaders.LOCATION, url);
        return guarded(reply);
    }

    static Reply refused(int status, Failure failure, String requestId) {
        String page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sign-in</title>"
                + "<h1>This sign-in cannot go on</h1><p>" + escaped(failure.detail()) + "</p>"
                + "<p>Go back to the application that you came from, and begin again.</p>"
                + "<p><small>" + link(failure.kind().slug()) + ", request " + requestId + "</small></p></html>\n";
        Reply reply = Reply.of(status, HTML, Buffer.buffer(page));
        reply.headers().set("X-Tuyere-Error", failure.kind().slug());
        return guarded(reply);
    }

    private static String link(String slug) {
        return "<a href=\"" + ProblemPages.OF_CALLS + slug + "\">" + slug + "</a>";
    }

    /** Nothing of it is kept, shown in a frame, guessed at, or told to the next page. */
    private static Reply guarded(Reply reply) {
        reply.headers()
                .set(HttpHeaders.CACHE_CONTROL, "no-store")
                .set("Referrer-Policy", "no-referrer")
                .set("X-Content-Type-Options", "nosniff")
                .set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
        return reply;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
