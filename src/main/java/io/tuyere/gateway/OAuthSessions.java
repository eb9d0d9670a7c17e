package io.tuyere.gateway;

import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.gateway.Tickets.Purpose;
import io.tuyere.token.GatewayTokens;
import io.tuyere.token.TokenKey;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.function.LongSupplier;

/**
 * {@code POST /tuyere/v1/oauth/session}: gives an application the session of a user who came back from Tuya's page, for the code
 * that the user brought. The code works once, for a minute, and only for the tenant through which the user signed in. Any thread.
 */
public final class OAuthSessions {
    /** Where it is found. */
    public static final String PATH = "/tuyere/v1/oauth/session";

    private final Tickets tickets;
    private final GatewayTokens gatewayTokens;
    private final LongSupplier nowMillis;

    /** The collaborators it works with. */
    public OAuthSessions(Tickets tickets, GatewayTokens gatewayTokens, LongSupplier nowMillis) {
        this.tickets = tickets;
        this.gatewayTokens = gatewayTokens;
        this.nowMillis = nowMillis;
    }

    /** The code that stands for a user's session. */
    String handover(TokenKey.OfUser user) {
        return tickets.issue(
                Purpose.HANDOVER,
                new JsonObject()
                        .put("tenant", user.tenant())
                        .put("region", user.region())
                        .put("uid", user.uid()));
    }

    Future<Reply> answer(Exchange exchange) {
        if (!exchange.method().equals(HttpMethod.POST)) {
            return Future.failedFuture(new Failure.BadRequest("use POST, with a body {\"code\": \"…\"}").toException());
        }
        JsonObject said = tickets.read(Purpose.HANDOVER, code(exchange))
                .filter(read -> exchange.client().tenant().id().equals(read.getString("tenant")))
                .orElseThrow(() -> new Failure.OAuthInvalid("this code is not one of yours, or older than a minute")
                        .toException());
        return tickets.use(Purpose.HANDOVER, said).map(used -> session(exchange, said));
    }

    private static String code(Exchange exchange) {
        try {
            if (Json.decodeValue(exchange.body()) instanceof JsonObject body
                    && body.getValue("code", "") instanceof String code) {
                return code;
            }
        } catch (DecodeException notJson) {
            // Answered below, as all that is something else.
        }
        throw new Failure.BadRequest("the body must be a JSON object with a text \"code\"").toException();
    }

    private Reply session(Exchange exchange, JsonObject said) {
        TokenKey.OfUser user =
                new TokenKey.OfUser(said.getString("tenant"), said.getString("region"), said.getString("uid"));
        GatewayTokens.Pair pair = gatewayTokens.forUser(user);
        JsonObject session = new JsonObject()
                .put("access_token", pair.access())
                .put("refresh_token", pair.refresh())
                .put("expire_time", pair.lifeSeconds())
                .put("uid", user.uid())
                .put("region", user.region());
        JsonObject whole = exchange.face() == Face.API_KEY
                ? session
                : new JsonObject()
                        .put("result", session)
                        .put("success", true)
                        .put("t", nowMillis.getAsLong())
                        .put("tid", exchange.requestId());
        Reply reply = Reply.json(200, whole.toBuffer());
        reply.headers().set(HttpHeaders.CACHE_CONTROL, "no-store");
        return reply;
    }
}
