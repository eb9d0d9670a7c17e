package io.tuyere.gateway;

import io.tuyere.core.CodeClass;
import io.tuyere.core.Failure;
import io.tuyere.core.ListFamily;
import io.tuyere.gateway.Inquiry.Question;
import io.tuyere.gateway.MergeStand.Position;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One page of a merged list in the making: first all of one region's items, then the next one's, in rounds. A round asks the
 * first regions that are not done, as many as should fill what is free, and those that failed before; the first page asks all,
 * to know how long the whole list is. A region that fails keeps its position and is asked again for the next page. Of one call.
 */
final class MergePage {
    private static final long MILLIS_PER_SECOND = 1_000;

    private final ListFamily family;
    private final MergeQuery query;
    private final String path;
    private final boolean first;
    private final int size;
    private final Map<String, Position> positions = new LinkedHashMap<>();
    private final Map<String, Part> failed = new LinkedHashMap<>();
    private final List<Buffer> items = new ArrayList<>();
    private int rounds;
    private boolean answered;

    MergePage(ListFamily family, MergeQuery query, String path, MergeStand stand) {
        this.family = family;
        this.query = query;
        this.path = path;
        this.first = query.cursor().isEmpty();
        this.size = stand.size();
        stand.positions().forEach(position -> positions.put(position.region(), position));
    }

    /** What to ask next, nothing when the page is full or all is given out. */
    List<Question> questions(List<Route> routes) {
        boolean all = first && rounds == 0;
        long expected = all ? Long.MIN_VALUE / 2 : 0;
        List<Question> questions = new ArrayList<>();
        for (Route route : routes) {
            Position position = position(route.region().id());
            if (free() == 0 || position.done() || failed.containsKey(position.region())) {
                continue;
            }
            if (expected < free() || (position.failing() && rounds == 0)) {
                questions.add(question(route, position));
                expected += position.failing() ? 0 : position.left(query.size());
            }
        }
        rounds++;
        return questions;
    }

    int rounds() {
        return rounds;
    }

    private int free() {
        return query.size() - items.size();
    }

    private Position position(String region) {
        return Optional.ofNullable(positions.get(region))
                .orElseThrow(() -> new IllegalStateException("the list has no position in region " + region));
    }

    private Question question(Route route, Position position) {
        String cursor = family.numbered()
                ? Integer.toString(position.number())
                : URLEncoder.encode(position.cursor(), StandardCharsets.UTF_8);
        return new Question(route, path, query.with(family, pageSize(position), cursor));
    }

    /** Where pages are counted they must keep their size, lest one item is on two of them. */
    private int pageSize(Position position) {
        int wanted = family.numbered() ? size : position.skip() + free();
        return Math.max(family.least(), Math.min(family.most(), wanted));
    }

    /** Takes from what the regions said as much as fits, in their order: nothing of one before all of those in front of it. */
    void take(List<Part> parts) {
        boolean mayTake = true;
        for (Part part : parts) {
            Part seen = part.success() ? seen(part, mayTake) : part;
            if (seen.success()) {
                mayTake &= position(part.region()).done();
            } else {
                failed.put(part.region(), seen);
                positions.computeIfPresent(part.region(), (region, position) -> position.failed());
            }
        }
    }

    private Part seen(Part part, boolean mayTake) {
        try {
            Map<String, Buffer> result = RawJson.members(member(part.members(), "result"));
            List<Buffer> all = RawJson.elements(member(result, family.items()));
            positions.put(part.region(), after(position(part.region()), all, result, mayTake ? free() : 0));
            answered = true;
            return part;
        } catch (IllegalArgumentException noList) {
            return Part.failed(
                    part.route(),
                    new Failure.UpstreamBroken(part.region(), "its answer is not the list that is known"));
        }
    }

    private Position after(Position from, List<Buffer> all, Map<String, Buffer> result, int room) {
        String next = next(result);
        boolean last = last(result, all, from, next);
        long total = total(from, result);
        List<Buffer> fresh = all.subList(Math.min(from.skip(), all.size()), all.size());
        int given = Math.min(fresh.size(), room);
        fresh.subList(0, given).forEach(item -> items.add(tagged(item, from.region())));
        return given < fresh.size() ? from.within(given, total) : from.behind(given, next, last, total);
    }

    /** Where the region's list goes on; an end that is announced by nothing is one. */
    private String next(Map<String, Buffer> result) {
        Buffer cursor = family.numbered() ? null : result.get(family.cursorMember());
        Object value = cursor == null ? null : Json.decodeValue(cursor);
        return value == null ? "" : value.toString();
    }

    private boolean last(Map<String, Buffer> result, List<Buffer> all, Position from, String next) {
        Buffer more = result.get(family.more());
        if (more == null) {
            return family.numbered() ? all.size() < pageSize(from) : next.isEmpty();
        }
        boolean goesOn = more.toString().equals("true");
        if (goesOn && !family.numbered() && next.isEmpty()) {
            throw new IllegalArgumentException("more without a way to it");
        }
        return !goesOn;
    }

    private long total(Position from, Map<String, Buffer> result) {
        Buffer total = family.total().isEmpty() ? null : result.get(family.total());
        return total != null && Json.decodeValue(total) instanceof Number number ? number.longValue() : from.total();
    }

    private static Buffer member(Map<String, Buffer> members, String name) {
        return Optional.ofNullable(members.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no member " + name));
    }

    private static Buffer tagged(Buffer item, String region) {
        Buffer tagged = Buffer.buffer("{\"tuyere_region\":").appendString(Json.encode(region));
        if (item.getByte(0) != '{') {
            return tagged.appendString(",\"item\":").appendBuffer(item).appendString("}");
        }
        boolean empty = RawJson.members(item).isEmpty();
        return tagged.appendString(empty ? "" : ",").appendBuffer(item.slice(1, item.length()));
    }

    /** Where the list stands after this page. */
    MergeStand stand() {
        return new MergeStand(size, List.copyOf(positions.values()));
    }

    /** Whether a region answered for this page. */
    boolean anyAnswered() {
        return answered;
    }

    /** What failed for this page. */
    List<Part> failures() {
        return List.copyOf(failed.values());
    }

    /** Whether another page is worth asking for: a region has more, or failed for the moment only. */
    boolean more() {
        return positions.values().stream().filter(position -> !position.done()).anyMatch(position -> {
            Part part = failed.get(position.region());
            return part == null || passing(part);
        });
    }

    /** Seconds until the next page is worth asking for where this one holds nothing but failures, 0 for at once. */
    long retryAfterSeconds() {
        if (!items.isEmpty() || !more() || failed.isEmpty()) {
            return 0;
        }
        long millis = failed.values().stream()
                .filter(MergePage::passing)
                .mapToLong(part -> part.failure() == null ? 0 : part.failure().retryAfterMillis())
                .min()
                .orElse(0);
        return Math.max(1, (millis + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND);
    }

    private static boolean passing(Part part) {
        if (part.failure() != null) {
            return switch (part.failure().kind()) {
                case ACCESS_BLOCKED, PRODUCT_BLOCKED, OVER_BUDGET, PROJECT_REFUSED, REPLY_TOO_LARGE -> false;
                default -> true;
            };
        }
        return part.reply() != null
                && (part.reply().envelope().is(CodeClass.THROTTLED)
                        || part.reply().envelope().is(CodeClass.CLOUD_FAULT)
                        || part.reply().envelope().is(CodeClass.TOKEN)
                        || part.reply().envelope().is(CodeClass.CLOCK));
    }

    /**
     * Tuya's result with the items of all regions, and what is known of each.
     *
     * @param cursor of the next page, empty for none
     */
    Buffer result(String cursor) {
        Buffer json =
                Buffer.buffer("{").appendString(Json.encode(family.items())).appendString(":[");
        for (int i = 0; i < items.size(); i++) {
            json.appendString(i == 0 ? "" : ",").appendBuffer(items.get(i));
        }
        json.appendString("],").appendString(Json.encode(family.more())).appendString(":" + more());
        if (positions.values().stream().allMatch(position -> position.total() >= 0)) {
            long total = positions.values().stream().mapToLong(Position::total).sum();
            json.appendString(",").appendString(Json.encode(family.total())).appendString(":" + total);
        }
        if (!cursor.isEmpty()) {
            member(json, MergeQuery.CURSOR, cursor);
        }
        if (!family.numbered()) {
            member(json, family.cursorMember(), cursor);
        }
        if (retryAfterSeconds() > 0) {
            json.appendString(",\"tuyere_retry_after\":" + retryAfterSeconds());
        }
        json.appendString(",\"tuyere_complete\":" + failed.isEmpty() + ",\"tuyere_regions\":{");
        String comma = "";
        for (Position position : positions.values()) {
            json.appendString(comma)
                    .appendString(Json.encode(position.region()))
                    .appendString(":");
            append(json, position);
            comma = ",";
        }
        return json.appendString("}}");
    }

    private static void member(Buffer json, String name, String value) {
        json.appendString("," + Json.encode(name) + ":" + Json.encode(value));
    }

    private void append(Buffer json, Position position) {
        Part part = failed.get(position.region());
        json.appendString("{\"success\":" + (part == null) + ",\"given\":" + position.taken());
        json.appendString(position.total() < 0 ? "" : ",\"total\":" + position.total());
        json.appendString(",\"done\":" + position.done());
        if (part != null) {
            json.appendString(",\"code\":" + part.number() + ",\"msg\":" + Json.encode(part.words()));
        }
        json.appendString("}");
    }
}
