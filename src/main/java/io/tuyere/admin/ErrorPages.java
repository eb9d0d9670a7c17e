package io.tuyere.admin;

import io.tuyere.gateway.ProblemPages;
import io.tuyere.upstream.Reply;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.ParsedHeaderValue;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the {@code type} of a problem document leads on the management port: the administration's own, and those of calls, which
 * the console shows. They hold nothing secret and need no token, since a missing token is among them. Any thread.
 */
final class ErrorPages {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

    private final ProblemPages ofAdministration = ProblemPages.ofAdministration();
    private final ProblemPages ofCalls = ProblemPages.ofCalls();

    /** Adds its routes. */
    void mount(Router router) {
        mount(router, ProblemPages.OF_ADMINISTRATION, ofAdministration);
        mount(router, ProblemPages.OF_CALLS, ofCalls);
    }

    private static void mount(Router router, String prefix, ProblemPages pages) {
        router.get(prefix.substring(0, prefix.length() - 1)).handler(context -> answer(context, pages));
        router.get(prefix + ":slug").handler(context -> answer(context, pages));
    }

    private static void answer(RoutingContext context, ProblemPages pages) {
        List<String> accepted = context.parsedHeaders().accept().stream()
                .map(ParsedHeaderValue::value)
                .toList();
        String slug = Objects.requireNonNullElse(context.pathParam("slug"), "");
        pages.answer(slug, accepted, context.request().getHeader(HttpHeaders.IF_NONE_MATCH))
                .ifPresentOrElse(page -> send(context, page), context::next);
    }

    private static void send(RoutingContext context, Reply page) {
        HttpServerResponse response = context.response().setStatusCode(page.status());
        response.headers().setAll(page.headers());
        response.end(page.head()).onFailure(gone -> LOG.debug("a reader left", gone));
    }
}
