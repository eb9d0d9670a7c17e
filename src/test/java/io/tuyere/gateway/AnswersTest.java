package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureSamples;
import io.tuyere.upstream.Reply;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswersTest {
    private static final long NOW = 1_700_000_000_000L;

    private final Answers answers = new Answers(() -> NOW);

    @ParameterizedTest
    @MethodSource("io.tuyere.core.FailureSamples#all")
    void signedFaceIsAnsweredInTuyasEnvelope(Failure failure) {
        Reply reply = answers.failure(Face.SIGNED, "r1", failure);
        JsonObject envelope = new JsonObject(reply.head());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(reply.headers().get("X-Tuyere-Error"))
                .isEqualTo(failure.kind().slug());
        assertThat(envelope.fieldNames()).containsExactly("code", "msg", "success", "t", "tid");
        assertThat(envelope.getInteger("code")).isPositive();
        assertThat(envelope.getString("msg")).isEqualTo(failure.detail());
        assertThat(envelope.getBoolean("success")).isFalse();
        assertThat(envelope.getLong("t")).isEqualTo(NOW);
        assertThat(envelope.getString("tid")).isEqualTo("r1");
    }

    @ParameterizedTest
    @MethodSource("io.tuyere.core.FailureSamples#all")
    void apiKeyFaceIsAnsweredWithAProblem(Failure failure) {
        Reply reply = answers.failure(Face.API_KEY, "r1", failure);
        JsonObject problem = new JsonObject(reply.head());

        assertThat(reply.status()).isBetween(400, 599).isEqualTo(problem.getInteger("status"));
        assertThat(reply.headers().get("Content-Type")).isEqualTo("application/problem+json");
        assertThat(problem.getString("type"))
                .isEqualTo("/tuyere/v1/errors/" + failure.kind().slug());
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).isEqualTo(failure.detail());
        assertThat(problem.getString("instance")).isEqualTo("urn:request:r1");
    }

    /** A client that left is nobody's fault; the status is only for the log. */
    @Test
    void onlyRefusalsAreTheClientsFault() {
        assertThat(FailureSamples.all()
                        .filter(failure ->
                                answers.failure(Face.API_KEY, "r1", failure).status() < 500)
                        .map(Failure::kind))
                .allMatch(kind -> kind.refusal() || kind == Failure.Kind.CLIENT_GONE);
    }

    @Test
    void codeOnOneFaceHasOneStatusOnTheOther() {
        Map<Integer, Integer> statuses = new HashMap<>();

        FailureSamples.all().forEach(failure -> {
            int code =
                    new JsonObject(answers.failure(Face.SIGNED, "r1", failure).head()).getInteger("code");
            int status = answers.failure(Face.API_KEY, "r1", failure).status();
            assertThat(statuses.merge(code, status, (known, same) -> known))
                    .as(failure.kind().slug())
                    .isEqualTo(status);
        });
    }

    @Test
    void refusedProjectIsAnsweredWithTheCloudsCode() {
        Reply reply = answers.failure(Face.SIGNED, "r1", new Failure.ProjectRefused("eu", 2007, "ip not in whitelist"));

        assertThat(new JsonObject(reply.head()).getInteger("code")).isEqualTo(2007);
    }

    @Test
    void bugTellsNothingButTheRequest() {
        JsonObject signed = new JsonObject(answers.error(Face.SIGNED, "r1", "").head());
        Reply plain = answers.error(Face.API_KEY, "r1", "");

        assertThat(signed.getInteger("code")).isEqualTo(60500);
        assertThat(signed.getString("tid")).isEqualTo("r1");
        assertThat(plain.status()).isEqualTo(500);
        assertThat(plain.headers().get("X-Tuyere-Error")).isEqualTo("internal");
    }
}
