package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.core.Region;
import io.tuyere.core.ResourceId;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Passes on calls of clients that sign for the cloud themselves. What goes out is what came in; of what comes back only the
 * {@code platform_url} of a sign-in is changed, to this gateway, and the region of the tokens in it is remembered. Any thread.
 */
public final class Relay {
    private static final List<String> TOKENS = List.of("access_token", "refresh_token");
    private static final String PLATFORM_URL = "platform_url";

    private final LearnedRegions learned;
    private final Supplier<URI> publicUrl;

    /** The collaborators it works with. */
    public Relay(LearnedRegions learned, Supplier<URI> publicUrl) {
        this.learned = learned;
        this.publicUrl = publicUrl;
    }

    Future<Reply> pass(Exchange exchange, Directory directory, RegionStacks stacks) {
        if (exchange.endpoint().ours()) {
            return Future.failedFuture(new Failure.UnknownCredential(
                            "the gateway cannot tell who a relayed client is: use an API key for this page")
                    .toException());
        }
        Route route = exchange.chosenRoute();
        Future<Reply> reply = stacks.of(route.region()).relay().send(Outbound.relayed(exchange, route));
        return exchange.endpoint().brings() ? reply.map(answer -> noted(exchange, directory, answer)) : reply;
    }

    /** An answer that brings tokens, once their region is noted. */
    private Reply noted(Exchange exchange, Directory directory, Reply reply) {
        if (reply.envelope().code() != null || reply.rest() != null) {
            return reply;
        }
        try {
            JsonObject envelope = new JsonObject(reply.head());
            JsonObject result = envelope.getJsonObject("result", new JsonObject());
            Optional<Region> home =
                    Optional.ofNullable(result.getString(PLATFORM_URL)).flatMap(directory.regions()::byPlatformUrl);
            String region = home.orElse(exchange.chosenRoute().region()).id();
            remember(exchange.client().tenant().id(), result, region);
            return result.containsKey(PLATFORM_URL) ? reply.withBody(pointingHere(envelope, result)) : reply;
        } catch (DecodeException | ClassCastException notWhatItShouldBe) {
            return reply; // the client may make more of it
        }
    }

    private void remember(String tenant, JsonObject result, String region) {
        for (String member : TOKENS) {
            String token = result.getString(member);
            if (token != null && !token.isEmpty()) {
                learned.learn(tenant, RelayedTokens.named(token), region);
            }
        }
        Optional.ofNullable(result.getString("uid"))
                .flatMap(uid -> ResourceId.of(ResourceId.Kind.USER, uid))
                .ifPresent(user -> learned.learn(tenant, user, region));
    }

    private Buffer pointingHere(JsonObject envelope, JsonObject result) {
        result.put(PLATFORM_URL, publicUrl.get().toString());
        return envelope.toBuffer();
    }
}
