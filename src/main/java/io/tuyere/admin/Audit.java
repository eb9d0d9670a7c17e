package io.tuyere.admin;

import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who changed what, from where, and what came of it: log events of the logger {@code io.tuyere.audit}, without any secret. */
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("io.tuyere.audit");

    private Audit() {}

    static void done(AdminCall call, String action, AdminAnswer answer) {
        write(call.context(), call.caller().name(), action, answer.about(), "done", answer.status());
    }

    static void failed(AdminCall call, String action, AdminProblem problem) {
        write(call.context(), call.caller().name(), action, "", problem.slug(), problem.status());
    }

    /** Somebody was not let in. */
    static void refused(RoutingContext context, String action, AdminProblem problem) {
        write(context, "?", action, "", problem.slug(), problem.status());
    }

    private static void write(
            RoutingContext context, String who, String action, String about, String result, int status) {
        LOG.atInfo()
                .addKeyValue("who", who)
                .addKeyValue("action", action)
                .addKeyValue("target", target(context))
                .addKeyValue("about", about)
                .addKeyValue(
                        "from", String.valueOf(context.request().remoteAddress().hostAddress()))
                .addKeyValue("result", result)
                .addKeyValue("status", status)
                .log("administration");
    }

    /** The path as it was sent, which holds ids and never a secret; what cannot stand in a log is left out. */
    private static String target(RoutingContext context) {
        String path = String.valueOf(context.request().path());
        String start = path.length() > 300 ? path.substring(0, 300) : path;
        return start.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
