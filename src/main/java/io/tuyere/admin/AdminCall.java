package io.tuyere.admin;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;

/** One authorized request to the administration API. Owner's event loop only. */
final class AdminCall {
    private static final String CALLER = AdminCall.class.getName();
    private static final int MOST_A_PAGE = 500;
    private static final int USUAL_PAGE = 100;

    private final RoutingContext context;

    AdminCall(RoutingContext context) {
        this.context = context;
    }

    static void calledBy(RoutingContext context, Caller caller) {
        context.put(CALLER, caller);
    }

    RoutingContext context() {
        return context;
    }

    /** Who asks. */
    Caller caller() {
        return Objects.requireNonNull(context.<Caller>get(CALLER), "the guard has let it in");
    }

    /** A part of the path, decoded. */
    String path(String name) {
        return Objects.requireNonNullElse(context.pathParam(name), "");
    }

    /** A query parameter; empty when it is not there or blank. */
    Optional<String> query(String name) {
        return context.queryParam(name).stream()
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    /** A header; empty when it is not there. */
    Optional<String> header(String name) {
        return Optional.ofNullable(context.request().getHeader(name));
    }

    /** The body, which must be a JSON object. */
    JsonObject body() {
        try {
            JsonObject body = context.body().asJsonObject();
            if (body != null) {
                return body;
            }
        } catch (DecodeException | ClassCastException unreadable) {
            // Answered below, without the text that the exception quotes.
        }
        throw AdminProblem.badRequest("the body must be a JSON object");
    }

    /** The body, or an object without members where there is none. */
    JsonObject bodyIfAny() {
        return context.body().length() <= 0 ? new JsonObject() : body();
    }

    /** A member of the body that must be a text. */
    static String text(JsonObject body, String member) {
        return optionalText(body, member)
                .orElseThrow(() -> AdminProblem.badRequest("the body must have a text named " + member));
    }

    /** A member of the body that is a text if it is there. */
    static Optional<String> optionalText(JsonObject body, String member) {
        Object value = body.getValue(member);
        if (value != null && !(value instanceof String)) {
            throw AdminProblem.badRequest(member + " must be a text");
        }
        return Optional.ofNullable((String) value).filter(text -> !text.isBlank());
    }

    /** Which part of a list is wanted: {@code limit} entries after {@code after}. */
    Page page() {
        int limit = query("limit").map(AdminCall::limit).orElse(USUAL_PAGE);
        return new Page(query("after").orElse(""), limit);
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_A_PAGE) {
                return limit;
            }
        } catch (NumberFormatException noNumber) {
            // Answered below.
        }
        throw AdminProblem.badRequest("limit must be 1 to " + MOST_A_PAGE);
    }
}
