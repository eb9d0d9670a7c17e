package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.core.Region;
import io.tuyere.core.ResourceId;
import io.tuyere.core.Tenant;
import io.tuyere.token.GatewayToken;
import io.tuyere.token.GatewayTokens;
import io.tuyere.token.TokenKey;
import io.tuyere.token.Tokens;
import io.tuyere.token.UpstreamToken;
import io.tuyere.token.UpstreamToken.Login;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Token calls and sign-ins: clients get tokens of the gateway, the cloud's stay here. A project's token costs no call to the
 * cloud; a sign-in goes there once, and what it brings becomes a session. Owner's event loop only.
 */
public final class SignIns {
    private final GatewayTokens gatewayTokens;
    private final Tokens tokens;
    private final LearnedRegions learned;
    private final Supplier<URI> publicUrl;
    private final LongSupplier nowMillis;

    /** The collaborators it works with. */
    public SignIns(
            GatewayTokens gatewayTokens,
            Tokens tokens,
            LearnedRegions learned,
            Supplier<URI> publicUrl,
            LongSupplier nowMillis) {
        this.gatewayTokens = gatewayTokens;
        this.tokens = tokens;
        this.learned = learned;
        this.publicUrl = publicUrl;
        this.nowMillis = nowMillis;
    }

    /** A pair for the tenant's project, bound to the region if the client named one. */
    Reply grant(Exchange exchange) {
        Tenant tenant = exchange.client().tenant();
        Route route = exchange.route();
        Optional<String> region =
                route != null && route.named() ? Optional.of(route.region().id()) : Optional.empty();
        return answer(exchange, gatewayTokens.forProject(tenant.id(), region), projectUid(tenant));
    }

    /** A new pair for the holder of a refresh token; a user's session must still be alive in the cloud. */
    Future<Reply> refresh(Exchange exchange, RegionStacks stacks) {
        Tenant tenant = exchange.client().tenant();
        GatewayToken held = exchange.shownToken();
        if (held.user().isEmpty()) {
            GatewayTokens.Pair pair = gatewayTokens.forProject(tenant.id(), held.region());
            return Future.succeededFuture(answer(exchange, pair, projectUid(tenant)));
        }
        TokenKey.OfUser user = held.user().get();
        Route route = exchange.chosenRoute();
        return stacks.of(route.region())
                .token(route.project(), user)
                .map(alive -> answer(exchange, gatewayTokens.forUser(user), user.uid()));
    }

    /** Tuya gives every project a user id of its own; ours is stable and names nobody. */
    private static String projectUid(Tenant tenant) {
        return "tuyere-" + Integer.toHexString(tenant.id().hashCode());
    }

    private Reply answer(Exchange exchange, GatewayTokens.Pair pair, String uid) {
        JsonObject result = put(new JsonObject(), pair).put("uid", uid);
        JsonObject envelope = new JsonObject()
                .put("result", result)
                .put("success", true)
                .put("t", nowMillis.getAsLong())
                .put("tid", exchange.requestId());
        return Reply.json(200, envelope.toBuffer());
    }

    /** The life goes under both of Tuya's names for it: some clients read one, some the other. */
    private static JsonObject put(JsonObject result, GatewayTokens.Pair pair) {
        return result.put("access_token", pair.access())
                .put("refresh_token", pair.refresh())
                .put("expire_time", pair.lifeSeconds())
                .put("expire", pair.lifeSeconds());
    }

    /** Makes a session of the cloud's answer to a sign-in; any other answer passes unchanged. */
    Future<Reply> signedIn(Exchange exchange, Directory directory, Login login, Reply reply) {
        if (reply.envelope().code() != null) {
            return Future.succeededFuture(reply);
        }
        Route route = exchange.chosenRoute();
        try {
            JsonObject envelope = new JsonObject(reply.head());
            JsonObject result = envelope.getJsonObject("result");
            UpstreamToken token = UpstreamToken.read(result, login, nowMillis.getAsLong());
            if (token.uid().isEmpty()) {
                throw new IllegalArgumentException("a session needs a user");
            }
            Region home =
                    home(result, route.region(), directory, exchange.client().tenant());
            TokenKey.OfUser user =
                    new TokenKey.OfUser(exchange.client().tenant().id(), home.id(), token.uid());
            Buffer body = rewritten(envelope, result, user).toBuffer();
            ResourceId.of(ResourceId.Kind.USER, user.uid())
                    .ifPresent(person -> learned.learn(user.tenant(), person, home.id()));
            return tokens.signIn(user, token).map(stored -> reply.withBody(body));
        } catch (DecodeException | ClassCastException | IllegalArgumentException unusable) {
            return Future.failedFuture(
                    new Failure.UpstreamBroken(route.region().id(), "its answer to a sign-in names no token")
                            .toException());
        }
    }

    /** The cloud may say that the account lives in another data centre. */
    private static Region home(JsonObject result, Region asked, Directory directory, Tenant tenant) {
        Region home = Optional.ofNullable(result.getString("platform_url"))
                .flatMap(directory.regions()::byPlatformUrl)
                .orElse(asked);
        if (!tenant.regions().contains(home.id())) {
            throw new Failure.RegionNotEnabled(home.id(), "the account's home", tenant.regions()).toException();
        }
        return home;
    }

    private JsonObject rewritten(JsonObject envelope, JsonObject result, TokenKey.OfUser user) {
        JsonObject told = put(result, gatewayTokens.forUser(user));
        if (told.containsKey("platform_url")) {
            told.put("platform_url", publicUrl.get().toString());
        }
        return envelope;
    }
}
