package io.tuyere.doctor;

import io.tuyere.core.CloudCode;
import io.tuyere.core.CloudCodes;
import io.tuyere.core.CodeClass;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Project;
import io.tuyere.core.Tenant;
import io.tuyere.doctor.Finding.Mark;
import io.tuyere.token.TokenKey;
import io.tuyere.token.UpstreamToken;
import io.tuyere.upstream.Call;
import io.tuyere.upstream.Deadlines;
import io.tuyere.upstream.Lifetime;
import io.tuyere.upstream.ProjectSecrets;
import io.tuyere.upstream.RegionStack;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a region for a token of a project and makes one harmless call with it. The token alone proves little: a suspended data
 * centre still gives tokens. One event loop.
 */
final class ProjectProbe {
    /** Lists devices of linked app accounts; every project that uses the OpenAPI may ask, and a page of one costs nothing. */
    private static final String PATH = "/v1.0/iot-01/associated-users/devices";

    private static final String QUERY = "size=1";

    private final Deadlines deadlines;
    private final CloudCodes codes;
    private final ProjectSecrets secrets;
    private final long callMillis;
    private final LongSupplier nowMillis;

    ProjectProbe(
            Deadlines deadlines, CloudCodes codes, ProjectSecrets secrets, Duration perCall, LongSupplier nowMillis) {
        this.deadlines = deadlines;
        this.codes = codes;
        this.secrets = secrets;
        this.callMillis = perCall.toMillis();
        this.nowMillis = nowMillis;
    }

    /**
     * What a project may do in a region.
     *
     * @param offsetMillis how far the region's clock is ahead of ours; null where it did not tell
     */
    record Result(Mark mark, String words, @Nullable Long offsetMillis) {}

    /** What was found; never fails. */
    Future<Result> probe(Tenant tenant, Project project, RegionStack stack) {
        TokenKey speaker =
                new TokenKey.OfProject(project.accessId(), stack.region().id());
        return stack.token(project, speaker)
                .compose(token -> called(tenant, project, speaker, token, stack))
                .otherwise(this::failed);
    }

    private Future<Result> called(
            Tenant tenant, Project project, TokenKey speaker, UpstreamToken token, RegionStack stack) {
        Lifetime lifetime = new Lifetime(callMillis, ended -> {}); // the failed future of the call tells
        deadlines.start(lifetime);
        long sentMillis = nowMillis.getAsLong();
        Call call = new Call(
                HttpMethod.GET,
                PATH,
                QUERY,
                List.of(),
                List.of(),
                Buffer.buffer(),
                tenant,
                project,
                speaker,
                null,
                lifetime);
        String region = stack.region().id();
        return stack.send(call)
                .map(reply -> answered(reply, token, sentMillis))
                .map(result -> project.rotating() && result.mark == Mark.OK
                        ? bySecret(result, secrets.standing(project, region))
                        : result)
                .onComplete(done -> {
                    deadlines.stop(lifetime);
                    lifetime.complete();
                });
    }

    private Result answered(Reply reply, UpstreamToken token, long sentMillis) {
        long received = nowMillis.getAsLong();
        long t = reply.envelope().t();
        Long offset = t == 0 ? null : t - (sentMillis + received) / 2;
        CloudCode code = reply.envelope().code();
        if (code == null) {
            long seconds = token.remainingMillis(received) / 1000;
            return new Result(Mark.OK, "has a token (" + seconds + " s left) and may call", offset);
        }
        return new Result(
                mark(code),
                "has a token, but its call is refused: "
                        + refusal(code, reply.envelope().message()),
                offset);
    }

    /** What a project that has two secrets is to do about them. */
    private static Result bySecret(Result good, ProjectSecrets.Standing standing) {
        return switch (standing) {
            case UNKNOWN -> good;
            case NEW ->
                new Result(Mark.OK, good.words + ", with its new secret: the old one can go", good.offsetMillis);
            case OLD ->
                new Result(
                        Mark.WARNING,
                        good.words + ", but with its old secret only: the cloud refuses the new one",
                        good.offsetMillis);
        };
    }

    private Result failed(Throwable cause) {
        if (cause instanceof FailureException known) {
            String words = known.failure() instanceof Failure.ProjectRefused refused
                    ? "no token: " + refusal(codes.find(refused.cloudCode(), refused.message()), refused.message())
                    : known.failure().detail();
            return new Result(Mark.FAILED, words, null);
        }
        return new Result(Mark.FAILED, Objects.toString(cause.getMessage(), cause.toString()), null);
    }

    /** A refusal that lies in the one call says only that this project does something else. */
    private static Mark mark(CloudCode code) {
        return code.codeClass() == CodeClass.CALLER || code.codeClass() == CodeClass.THROTTLED
                ? Mark.WARNING
                : Mark.FAILED;
    }

    private static String refusal(CloudCode code, String message) {
        return code.code() + " " + message + " – " + code.hint();
    }
}
