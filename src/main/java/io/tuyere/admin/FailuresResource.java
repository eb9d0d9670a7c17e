package io.tuyere.admin;

import io.tuyere.admin.AdminProblem.Kind;
import io.tuyere.core.CloudCodes;
import io.tuyere.observe.RecentFailures;
import io.tuyere.observe.RecentFailures.Entry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code /failures}: the calls that ended with trouble lately, with the remedy; and as they come, as server-sent events. Whoever
 * reads too slowly misses some. Owner's event loop only.
 */
public final class FailuresResource implements AdminResource {
    private static final int MOST_WATCHERS = 16;
    private static final int AT_ONCE = 100;
    private static final int LOOK_MILLIS = 500;
    private static final int QUIET_LOOKS = 30;

    private final Vertx vertx;
    private final RecentFailures failures;
    private final CloudCodes codes;
    private final AtomicInteger watchers = new AtomicInteger();

    /** The failures of the process, explained by these codes. */
    public FailuresResource(Vertx vertx, RecentFailures failures, CloudCodes codes) {
        this.vertx = vertx;
        this.failures = failures;
        this.codes = codes;
    }

    @Override
    public void routes(AdminRoutes routes) {
        routes.read("/failures", call -> Future.succeededFuture(AdminAnswer.ok(list(call))));
        routes.stream("/failures/stream", this::stream);
    }

    private JsonObject list(AdminCall call) {
        long after = number(call.query("after").orElse("0"));
        List<Entry> found = failures.after(after, call.page().limit());
        return new JsonObject()
                .put("failures", new JsonArray(found.stream().map(this::view).toList()))
                .put("last", failures.last());
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException noNumber) {
            throw AdminProblem.badRequest("after must be the number of a failure");
        }
    }

    private JsonObject view(Entry entry) {
        return new JsonObject()
                .put("number", entry.number())
                .put("at", Instant.ofEpochMilli(entry.atMillis()).toString())
                .put("request_id", entry.call().requestId())
                .put("tenant", entry.call().tenant())
                .put("face", entry.call().face())
                .put("method", entry.call().method())
                .put("template", entry.call().template())
                .put("region", entry.call().region())
                .put("route", entry.call().route())
                .put("outcome", entry.call().outcome())
                .put("status", entry.call().status())
                .put("error", entry.call().error())
                .put("detail", entry.detail())
                .put("cloud_code", entry.cloudCode())
                .put("hint", hint(entry.cloudCode()));
    }

    private String hint(int cloudCode) {
        return cloudCode == 0 ? "" : codes.find(cloudCode, "").hint();
    }

    private void stream(AdminCall call) {
        if (watchers.incrementAndGet() > MOST_WATCHERS) {
            watchers.decrementAndGet();
            throw new AdminProblem(Kind.TOO_MANY_WATCHERS, "at most " + MOST_WATCHERS + " watch at a time");
        }
        HttpServerResponse response = call.context().response();
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        AtomicLong seen = new AtomicLong(
                call.header("Last-Event-ID").map(FailuresResource::number).orElse(failures.last()));
        AtomicInteger quiet = new AtomicInteger(QUIET_LOOKS);
        long timer = vertx.setPeriodic(1, LOOK_MILLIS, tick -> tell(response, seen, quiet));
        response.closeHandler(gone -> {
            vertx.cancelTimer(timer);
            watchers.decrementAndGet();
        });
    }

    private void tell(HttpServerResponse response, AtomicLong seen, AtomicInteger quiet) {
        if (response.writeQueueFull()) {
            return;
        }
        StringBuilder events = new StringBuilder();
        for (Entry entry : failures.after(seen.get(), AT_ONCE)) {
            seen.set(entry.number());
            events.append("id: ").append(entry.number()).append("\nevent: failure\ndata: ");
            events.append(view(entry).encode()).append("\n\n");
        }
        // A comment now and then shows that the line still stands.
        if (events.length() == 0 && quiet.incrementAndGet() > QUIET_LOOKS) {
            events.append(": nothing new\n\n");
        }
        if (events.length() > 0) {
            quiet.set(0);
            response.write(events.toString()).onFailure(gone -> response.reset());
        }
    }
}
