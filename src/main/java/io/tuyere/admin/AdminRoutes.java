package io.tuyere.admin;

import io.tuyere.admin.AdminProblem.Kind;
import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.observe.Meters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes below {@code /admin/v1}. Each lets in whom its role covers, reads a bounded body in bounded time, answers JSON,
 * and leaves a line in the audit log if it may have changed something.
 */
public final class AdminRoutes {
    /** What every path begins with. */
    static final String PREFIX = "/admin/v1";

    private static final Logger LOG = LoggerFactory.getLogger(AdminRoutes.class);
    private static final long MAX_BODY_BYTES = 256 * 1024;
    private static final long LIMIT_MILLIS = 10_000;
    private static final String PROBLEM = "application/problem+json";

    private final Router router;
    private final AdminGuard guard;
    private final Meters meters;
    private final List<Known> known = new ArrayList<>();

    AdminRoutes(Router router, AdminGuard guard, Meters meters) {
        this.router = router;
        this.guard = guard;
        this.meters = meters;
    }

    /** Answers an authorized request. */
    interface Handler {
        Future<AdminAnswer> answer(AdminCall call);
    }

    /** Takes an authorized request over, for as long as it likes. */
    interface Stream {
        void open(AdminCall call);
    }

    private record Known(HttpMethod method, String path, Role role) {
        JsonObject view() {
            return new JsonObject()
                    .put("method", method.name())
                    .put("path", PREFIX + path)
                    .put("role", role.word());
        }
    }

    /** Something to look at. */
    void read(String path, Handler handler) {
        add(HttpMethod.GET, path, Role.READ).handler(context -> answer(context, handler, ""));
    }

    /** A question that is too long for a query; nothing is changed, so it is not audited. */
    void ask(String path, Handler handler) {
        add(HttpMethod.POST, path, Role.READ).handler(context -> answer(context, handler, ""));
    }

    /** Something to do, under a name for the audit log. */
    void act(HttpMethod method, String path, Role role, String action, Handler handler) {
        add(method, path, role).handler(context -> answer(context, handler, action));
    }

    /** Something to watch for longer. */
    void stream(String path, Stream stream) {
        known.add(new Known(HttpMethod.GET, path, Role.READ));
        router.get(pattern(path)).handler(context -> {
            if (admitted(context, Role.READ, "")) {
                opened(context, stream);
            }
        });
    }

    private void opened(RoutingContext context, Stream stream) {
        try {
            stream.open(new AdminCall(context));
            meters.administered("answered");
        } catch (AdminProblem refused) {
            refuse(context, refused);
        }
    }

    private Route add(HttpMethod method, String path, Role role) {
        known.add(new Known(method, path, role));
        String action = role == Role.READ ? "" : method.name() + " " + path;
        SecurityPolicyHandler door = context -> {
            if (admitted(context, role, action)) {
                context.next();
            }
        };
        return router.route(method, pattern(path))
                .handler(TimeoutHandler.create(LIMIT_MILLIS, 503))
                .handler(door)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    }

    private static String pattern(String path) {
        return PREFIX + path.replaceAll("\\{([a-z_]+)}", ":$1");
    }

    /** Answers what no route is for, and what failed before it came to one. */
    void close() {
        router.get(PREFIX).handler(context -> {
            if (admitted(context, Role.READ, "")) {
                send(context, AdminAnswer.ok(index()));
            }
        });
        router.route("/admin/*").handler(this::none);
        router.route("/admin/*").failureHandler(this::failed);
    }

    private JsonObject index() {
        JsonArray routes = new JsonArray();
        known.forEach(route -> routes.add(route.view()));
        return new JsonObject().put("openapi", PREFIX + "/openapi.json").put("routes", routes);
    }

    private void none(RoutingContext context) {
        List<String> allowed = known.stream()
                .filter(route -> fits(route.path, context.normalizedPath()))
                .map(route -> route.method.name())
                .distinct()
                .toList();
        if (allowed.isEmpty()) {
            refuse(context, AdminProblem.notFound("there is no such page; GET " + PREFIX + " lists them"));
        } else {
            context.response().putHeader("Allow", String.join(", ", allowed));
            refuse(context, new AdminProblem(Kind.METHOD_NOT_ALLOWED, "allowed: " + String.join(", ", allowed)));
        }
    }

    private static boolean fits(String template, String path) {
        String[] parts = (PREFIX + template).split("/", -1);
        String[] given = path.split("/", -1);
        boolean fits = parts.length == given.length;
        for (int i = 0; fits && i < parts.length; i++) {
            fits = parts[i].equals(given[i]) || (parts[i].startsWith("{") && !given[i].isEmpty());
        }
        return fits;
    }

    private boolean admitted(RoutingContext context, Role role, String action) {
        try {
            AdminCall.calledBy(context, guard.admit(context, role));
            return true;
        } catch (AdminProblem refused) {
            if (!action.isEmpty()) {
                Audit.refused(context, action, refused);
            }
            refuse(context, refused);
            return false;
        }
    }

    private void answer(RoutingContext context, Handler handler, String action) {
        AdminCall call = new AdminCall(context);
        Future.succeededFuture()
                .compose(begun -> handler.answer(call))
                .timeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                .onSuccess(answer -> {
                    if (!action.isEmpty()) {
                        Audit.done(call, action, answer);
                    }
                    send(context, answer);
                })
                .onFailure(cause -> {
                    AdminProblem problem = problem(cause);
                    if (!action.isEmpty()) {
                        Audit.failed(call, action, problem);
                    }
                    refuse(context, problem);
                });
    }

    private static AdminProblem problem(Throwable cause) {
        if (cause instanceof AdminProblem known) {
            return known;
        }
        if (cause instanceof TimeoutException) {
            return new AdminProblem(Kind.DEADLINE, "not done within " + LIMIT_MILLIS / 1_000 + " s");
        }
        LOG.error("an administration request met an error", cause);
        return new AdminProblem(Kind.INTERNAL, "an error of the gateway; see its log");
    }

    /** What Vert.x found wrong with a request before it came to a handler of ours. */
    private void failed(RoutingContext context) {
        int status = context.statusCode();
        Throwable cause = context.failure();
        if (cause != null && !(cause instanceof HttpException)) {
            refuse(context, problem(cause));
        } else if (status == 413) {
            refuse(context, new AdminProblem(Kind.BODY_TOO_LARGE, "a body is at most 256KiB"));
        } else if (status == 503) {
            refuse(context, problem(new TimeoutException()));
        } else {
            refuse(context, new AdminProblem(Kind.BAD_REQUEST, "the request cannot be read"));
        }
    }

    private void send(RoutingContext context, AdminAnswer answer) {
        meters.administered("answered");
        answer.headers().forEach(context.response()::putHeader);
        write(context, answer.status(), "application/json", answer.body());
    }

    private void refuse(RoutingContext context, AdminProblem problem) {
        meters.administered(problem.status() == 401 ? "unauthorized" : problem.status() < 500 ? "refused" : "failed");
        context.response().putHeader("X-Tuyere-Error", problem.slug());
        if (problem.status() == 401) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"tuyere\"");
        }
        JsonObject body = new JsonObject()
                .put("type", problem.type())
                .put("title", problem.title())
                .put("status", problem.status())
                .put("detail", problem.detail());
        if (!problem.problems().isEmpty()) {
            body.put("problems", new JsonArray(problem.problems()));
        }
        write(context, problem.status(), PROBLEM, body);
    }

    private static void write(RoutingContext context, int status, String type, JsonObject body) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body.toBuffer())
                .onFailure(gone -> LOG.debug("an administrator left before the answer", gone));
    }
}
