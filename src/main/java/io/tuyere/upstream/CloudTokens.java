package io.tuyere.upstream;

import io.tuyere.core.CloudCode;
import io.tuyere.core.CodeClass;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Project;
import io.tuyere.core.Region;
import io.tuyere.observe.Meters;
import io.tuyere.token.TokenIssuer;
import io.tuyere.token.TokenKey;
import io.tuyere.token.Tokens;
import io.tuyere.token.UpstreamToken;
import io.tuyere.token.UpstreamToken.Login;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens from one region: a project's by {@code grant_type=1}, which never harms anybody, a user's by its single-use
 * refresh token (Tuya developer documentation, "Authorization management"). Calls are signed and carry no token. Owner's
 * event loop only.
 */
final class CloudTokens {
    private final Region region;
    private final Upstream next;
    private final Deadlines deadlines;
    private final long limitMillis;
    private final LongSupplier nowMillis;
    private final Meters.OfRegion meters;

    CloudTokens(
            Region region,
            Upstream next,
            Deadlines deadlines,
            long limitMillis,
            LongSupplier nowMillis,
            Meters.OfRegion meters) {
        this.region = region;
        this.next = next;
        this.deadlines = deadlines;
        this.limitMillis = limitMillis;
        this.nowMillis = nowMillis;
        this.meters = meters;
    }

    TokenIssuer issuer(Project project, TokenKey speaker) {
        return current -> speaker instanceof TokenKey.OfUser ? refresh(project, current) : grant(project);
    }

    private Future<UpstreamToken> grant(Project project) {
        return ask(project, HttpMethod.GET, "/v1.0/token", "grant_type=1", Login.PROJECT)
                .andThen(done -> meters.tokenCall("grant", done.succeeded()));
    }

    private Future<UpstreamToken> refresh(Project project, @Nullable UpstreamToken current) {
        if (current == null) {
            return Future.failedFuture(
                    new Failure.TokenInvalid("the session of this user has ended; sign in again").toException());
        }
        boolean projectUser = current.login() == Login.PROJECT_USER;
        HttpMethod method = projectUser ? HttpMethod.POST : HttpMethod.GET;
        String path = (projectUser ? "/v1.0/iot-03/users/token/" : "/v1.0/token/")
                + current.refresh().reveal();
        return ask(project, method, path, null, current.login())
                .andThen(done -> meters.tokenCall("refresh", done.succeeded()));
    }

    private Future<UpstreamToken> ask(
            Project project, HttpMethod method, String path, @Nullable String query, Login login) {
        // The life of the token call is its own: whoever waits for it may leave without ending it for the others.
        Lifetime lifetime = new Lifetime(limitMillis, why -> {});
        deadlines.start(lifetime);
        Call call = new Call(
                method, path, query, List.of(), List.of(), Buffer.buffer(), null, project, null, null, lifetime);
        return next.send(call)
                .compose(reply -> read(reply, login))
                .recover(this::withoutToken)
                .andThen(done -> {
                    deadlines.stop(lifetime);
                    lifetime.complete();
                });
    }

    /** Whatever became of the token call: the calls that wait for the token were not executed. */
    private Future<UpstreamToken> withoutToken(Throwable cause) {
        if (cause instanceof FailureException failed) {
            Failure failure = failed.failure();
            if (failure instanceof Failure.UpstreamBroken broken) {
                return unavailable("its answer to a token call is unusable: " + broken.why());
            }
            if (failure instanceof Failure.RegionUnavailable unavailable) {
                return unavailable(unavailable.why());
            }
            if (failure instanceof Failure.Deadline) {
                return unavailable("it did not answer a token call within " + limitMillis + " ms");
            }
        }
        return Future.failedFuture(cause);
    }

    private Future<UpstreamToken> unavailable(String why) {
        // Whoever comes meanwhile shares the failure.
        return Future.failedFuture(
                new Failure.RegionUnavailable(region.id(), why, Tokens.SHARED_FAILURE_MILLIS).toException());
    }

    private Future<UpstreamToken> read(Reply reply, Login login) {
        Envelope envelope = reply.envelope();
        CloudCode code = envelope.code();
        if (code != null) {
            return Future.failedFuture(refused(code, envelope.message(), login).toException());
        }
        try {
            return Future.succeededFuture(UpstreamToken.read(
                    new JsonObject(reply.head()).getJsonObject("result"), login, nowMillis.getAsLong()));
        } catch (DecodeException | ClassCastException | IllegalArgumentException unusable) {
            return unavailable("its answer to a token call names no token");
        }
    }

    private Failure refused(CloudCode code, String message, Login login) {
        if (login != Login.PROJECT && code.codeClass() == CodeClass.TOKEN) {
            return new Failure.TokenInvalid("the session of this user has ended; sign in again");
        }
        return new Failure.ProjectRefused(region.id(), code.code(), message);
    }
}
