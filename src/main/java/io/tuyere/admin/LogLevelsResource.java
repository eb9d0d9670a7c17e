package io.tuyere.admin;

import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.observe.Logs;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;

/** {@code /log-levels}: how much is logged, until the next start or change of group {@code logging}. Any thread. */
public final class LogLevelsResource implements AdminResource {
    private final Logs logs;

    /** The levels of the process. */
    public LogLevelsResource(Logs logs) {
        this.logs = logs;
    }

    @Override
    public void routes(AdminRoutes routes) {
        routes.read("/log-levels", call -> Future.succeededFuture(AdminAnswer.ok(list(call.page()))));
        routes.act(HttpMethod.PUT, "/log-levels/{logger}", Role.OPERATE, "log level", call -> {
            String level = AdminCall.text(call.body(), "level");
            return Future.succeededFuture(AdminAnswer.ok(set(call.path("logger"), level)));
        });
    }

    private JsonObject list(Page page) {
        return page.of(
                "loggers", logs.levels().entrySet(), Map.Entry::getKey, each -> view(each.getKey(), each.getValue()));
    }

    private JsonObject set(String logger, String level) {
        try {
            logs.set(logger, level.toUpperCase(Locale.ROOT));
            return view(logger, level);
        } catch (IllegalArgumentException refused) {
            throw AdminProblem.badRequest(String.valueOf(refused.getMessage()));
        }
    }

    private static JsonObject view(String logger, String level) {
        return new JsonObject().put("name", logger).put("level", level.toLowerCase(Locale.ROOT));
    }
}
