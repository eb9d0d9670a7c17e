package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.RegionalWriteTable;
import io.tuyere.redis.RedisKeys;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes to several regions: only those that {@link RegionalWriteTable} names, only by an explicit header, and only with an
 * {@code Idempotency-Key}. {@link Outcomes} notes before and after what becomes of each region, so that the same call with the
 * same key goes again only to regions that certainly did not act. Owner's event loop only.
 */
public final class RegionalWrites {
    private static final CharSequence KEY = HttpHeaders.createOptimized("Idempotency-Key");
    private static final Pattern USABLE_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private static final String LOST =
            "it was sent, or about to be, when the gateway was lost; look there before sending"
                    + " it with another key";

    /** What a call may take beyond its own time until its last outcome is noted. */
    private static final long MARGIN_MILLIS = 1_000;

    private final Inquiry inquiry;
    private final Outcomes outcomes;
    private final Admission admission;
    private final RegionalWriteTable allowed;
    private final PathTemplates templates;
    private final LongSupplier nowMillis;

    /** The collaborators it works with, and the calls that it lets through. */
    public RegionalWrites(
            Inquiry inquiry,
            Outcomes outcomes,
            Admission admission,
            RegionalWriteTable allowed,
            PathTemplates templates,
            LongSupplier nowMillis) {
        this.inquiry = inquiry;
        this.outcomes = outcomes;
        this.admission = admission;
        this.allowed = allowed;
        this.templates = templates;
        this.nowMillis = nowMillis;
    }

    Future<Reply> answer(Exchange exchange, List<Route> routes) {
        check(exchange);
        Outcomes.Write write = new Outcomes.Write(name(exchange), exchange.requestId());
        List<String> regions = routes.stream().map(route -> route.region().id()).toList();
        long leaseMillis = exchange.lifetime().remainingMillis() + MARGIN_MILLIS;
        return admission
                .admitEach(exchange, routes.size())
                .compose(admitted -> outcomes.begin(write, fingerprint(exchange), regions, leaseMillis))
                .compose(known -> send(exchange, routes, write, known))
                .map(answers -> reply(exchange, answers));
    }

    private void check(Exchange exchange) {
        String method = exchange.method().name();
        String path = exchange.target().path();
        if (!allowed.allows(method, path)) {
            throw new Failure.NotAcrossRegions(
                            method + " calls of " + templates.match(path).template()
                                    + " are not known to be meant for every data centre; send it to one region, or have it"
                                    + " named in upstream.regional-writes")
                    .toException();
        }
        if (!Spread.askedByHeader(exchange)) {
            throw new Failure.NotAcrossRegions("a write needs X-Tuya-Region itself, a base URL is not enough")
                    .toException();
        }
        String key = exchange.header(KEY);
        if (key.isEmpty()) {
            throw new Failure.MissingHeader("Idempotency-Key").toException();
        }
        if (!USABLE_KEY.matcher(key).matches()) {
            throw new Failure.BadRequest("Idempotency-Key must be 1 to 255 visible ASCII characters").toException();
        }
    }

    private static String name(Exchange exchange) {
        return RedisKeys.escaped(exchange.client().tenant().id()) + ":"
                + digest(exchange.header(KEY).getBytes(StandardCharsets.UTF_8));
    }

    private static String fingerprint(Exchange exchange) {
        return digest(Buffer.buffer(exchange.method().name())
                .appendString("\n" + exchange.target().path() + "\n"
                        + Objects.requireNonNullElse(exchange.target().query(), "") + "\n")
                .appendBuffer(exchange.body())
                .getBytes());
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * What a client is told of one region.
     *
     * @param replayed whether the region was not sent to this time
     * @param noted whether a repeat will know of it
     */
    private record Told(String region, Outcome outcome, boolean replayed, boolean noted) {
        boolean acted() {
            return outcome.state() == Outcome.State.ACTED;
        }
    }

    private Future<List<Told>> send(
            Exchange exchange, List<Route> routes, Outcomes.Write write, Map<String, Outcome> known) {
        List<Route> open = routes.stream()
                .filter(route -> !known.containsKey(route.region().id()))
                .toList();
        return inquiry.send(exchange, open, part -> ended(write, part))
                .compose(sent -> outcomes.close(write).map(closed -> inOrder(routes, known, sent)));
    }

    private Future<Told> ended(Outcomes.Write write, Part part) {
        Outcome outcome = Outcome.of(part);
        inquiry.release(List.of(part));
        return outcomes.ended(write, part.region(), outcome)
                .transform(done -> Future.succeededFuture(new Told(part.region(), outcome, false, done.succeeded())));
    }

    private static List<Told> inOrder(List<Route> routes, Map<String, Outcome> known, List<Told> sent) {
        List<Told> all = new ArrayList<>(sent);
        known.forEach((region, outcome) -> all.add(new Told(region, outcome, true, true)));
        List<String> order = routes.stream().map(route -> route.region().id()).toList();
        all.sort(Comparator.comparingInt(told -> order.indexOf(told.region())));
        return all;
    }

    /** A success when every region has acted, now or before. */
    private Reply reply(Exchange exchange, List<Told> answers) {
        Buffer result = Buffer.buffer("{");
        for (Told told : answers) {
            result.appendString(result.length() == 1 ? "" : ",")
                    .appendString(Json.encode(told.region()))
                    .appendString(":");
            append(result, told);
        }
        List<Told> missing = answers.stream().filter(told -> !told.acted()).toList();
        String words = missing.stream()
                .map(told -> told.region() + " " + told.outcome().state().word())
                .collect(Collectors.joining(", ", missing.size() + " of " + answers.size() + " regions: ", ""));
        return RegionalAnswer.envelope(
                exchange, nowMillis.getAsLong(), result.appendString("}"), missing.isEmpty() ? "" : words);
    }

    private static void append(Buffer json, Told told) {
        json.appendString("{\"outcome\":\"" + told.outcome().state().word() + "\",\"replayed\":" + told.replayed());
        if (!told.noted()) {
            json.appendString(",\"noted\":false");
        }
        Buffer rest = told.outcome().told();
        if (rest.length() == 0) {
            json.appendString(",\"success\":false,\"msg\":")
                    .appendString(Json.encode(LOST))
                    .appendString("}");
        } else {
            json.appendString(",").appendBuffer(rest.slice(1, rest.length()));
        }
    }
}
