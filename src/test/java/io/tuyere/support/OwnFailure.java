package io.tuyere.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Face;

/**
 * A failure of the gateway's own, as clients of both faces are to see it.
 *
 * @param slug in {@code X-Tuyere-Error}
 * @param status HTTP status on the api-key face
 * @param code of the envelope on the signed face
 */
public record OwnFailure(String slug, int status, int code) {
    /** The answer says so in the dialect of the face, in words for people, and nothing of our insides. */
    public void isSaidBy(Response answer, Face face) {
        assertThat(answer.error()).as(answer.text()).isEqualTo(slug);
        assertThat(answer.header("x-request-id")).hasSize(32);
        assertThat(answer.text())
                .doesNotContain("Exception")
                .doesNotContain("at io.")
                .doesNotContain("netty");
        if (face == Face.SIGNED) {
            isEnvelope(answer);
        } else {
            isProblem(answer);
        }
    }

    private void isEnvelope(Response answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.json().getBoolean("success")).isFalse();
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.message()).isNotBlank();
        assertThat(answer.json().getLong("t")).isPositive();
        assertThat(answer.json().getString("tid")).isEqualTo(answer.header("x-request-id"));
    }

    private void isProblem(Response answer) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().getString("type")).endsWith("/" + slug);
        assertThat(answer.json().getInteger("status")).isEqualTo(status);
        assertThat(answer.json().getString("title")).isNotBlank();
        assertThat(answer.json().getString("detail")).isNotBlank();
        assertThat(answer.json().getString("instance")).endsWith(answer.header("x-request-id"));
    }

    /** The words for people. */
    public static String words(Response answer, Face face) {
        return face == Face.SIGNED ? answer.message() : answer.json().getString("detail");
    }
}
