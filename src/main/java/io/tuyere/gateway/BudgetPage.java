package io.tuyere.gateway;

import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.Budget;
import io.tuyere.limit.BudgetAccount;
import io.tuyere.limit.Budgets;
import io.tuyere.upstream.Reply;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * {@code GET /tuyere/v1/budget}: what the projects of the tenant that asks have used of the calendar month (UTC), and the day
 * on which its budget is used up if calls go on as in the last day. Any thread.
 */
public final class BudgetPage {
    /** Where it is found. */
    public static final String PATH = "/tuyere/v1/budget";

    private final Budgets budgets;
    private final LongSupplier nowMillis;

    /** The page over these accounts. */
    public BudgetPage(Budgets budgets, LongSupplier nowMillis) {
        this.budgets = budgets;
        this.nowMillis = nowMillis;
    }

    Reply answer(Exchange exchange) {
        if (!exchange.method().equals(HttpMethod.GET)) {
            throw new Failure.BadRequest(PATH + " can only be read: use GET").toException();
        }
        JsonObject page = page(exchange.client().tenant());
        if (exchange.face() == Face.API_KEY) {
            return Reply.json(200, page.toBuffer());
        }
        JsonObject envelope = new JsonObject()
                .put("result", page)
                .put("success", true)
                .put("t", nowMillis.getAsLong())
                .put("tid", exchange.requestId());
        return Reply.json(200, envelope.toBuffer());
    }

    /** What a tenant's projects have used. */
    public JsonObject page(Tenant tenant) {
        Map<String, JsonArray> regions = new LinkedHashMap<>();
        for (String region : tenant.regions()) {
            for (String accessId : tenant.accessIds(region)) {
                regions.computeIfAbsent(accessId, id -> new JsonArray()).add(region);
            }
        }
        JsonArray projects = new JsonArray();
        regions.forEach((project, of) -> projects.add(project(budgets.of(project), of, tenant)));
        return new JsonObject().put("tenant", tenant.id()).put("projects", projects);
    }

    private JsonObject project(BudgetAccount account, JsonArray regions, Tenant tenant) {
        OptionalDouble perDay = account.perDay();
        JsonObject project = new JsonObject()
                .put("project", account.project())
                .put("regions", regions)
                .put("month", account.month())
                .put(
                        "resets",
                        Instant.ofEpochMilli(nowMillis.getAsLong() + account.millisLeft())
                                .toString())
                .put("used", account.used())
                .put("per_day", perDay.isPresent() ? Math.round(perDay.getAsDouble()) : null)
                .put("estimate", perDay.isPresent() ? "ready" : "early")
                .put("closed_by_cloud", account.closed());
        Budget budget = tenant.budget();
        return budget == null ? project : project.mergeIn(against(account, budget));
    }

    private static JsonObject against(BudgetAccount account, Budget budget) {
        long runsOut = account.runsOutMillis(budget.callsPerMonth());
        JsonObject against = new JsonObject()
                .put("calls_per_month", budget.callsPerMonth())
                .put("stop", budget.stop())
                .put("remaining", Math.max(0, budget.callsPerMonth() - account.used()));
        return runsOut < 0
                ? against.putNull("runs_out")
                : against.put(
                        "runs_out",
                        Instant.ofEpochMilli(runsOut)
                                .atOffset(ZoneOffset.UTC)
                                .toLocalDate()
                                .toString());
    }
}
