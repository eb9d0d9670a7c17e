package io.tuyere.upstream;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.Project;
import io.tuyere.core.Region;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.token.TokenKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls and replies as tests need them. */
final class Sample {
    static final Project PROJECT = new Project("access-id", Secret.of("access-secret"));
    static final TokenKey SPEAKER = new TokenKey.OfProject("access-id", "eu");

    static final Tenant TENANT = new Tenant("acme", null, List.of(), false, Map.of(), Map.of(), List.of(), null, null);

    private Sample() {}

    static Region region(int port) {
        return region("http://127.0.0.1:" + port);
    }

    static Region region(String url) {
        return new Region("eu", "Central Europe", URI.create(url), "unknown", Set.of(), "a test");
    }

    static Call call(Lifetime lifetime) {
        return call(lifetime, PROJECT, null);
    }

    static Call call(Lifetime lifetime, @Nullable TokenKey speaker) {
        return call(lifetime, PROJECT, speaker);
    }

    static Call call(Lifetime lifetime, Project project) {
        return call(lifetime, project, null);
    }

    private static Call call(Lifetime lifetime, Project project, @Nullable TokenKey speaker) {
        return new Call(
                HttpMethod.GET,
                "/v1.0/devices/d",
                null,
                List.of(),
                List.of(),
                Buffer.buffer(),
                TENANT,
                project,
                speaker,
                null,
                lifetime);
    }

    static Lifetime lifetime() {
        return new Lifetime(10_000, why -> {});
    }

    static Future<Reply> reply(String json) {
        Buffer body = Buffer.buffer(json);
        Envelope envelope = Envelope.read(body.getBytes(), CloudCodes.builtIn());
        return Future.succeededFuture(new Reply(200, HttpHeaders.headers(), body, null, body.length(), envelope));
    }

    static Future<Reply> refusal(int code, String message, long t) {
        return reply("{\"code\":" + code + ",\"msg\":\"" + message + "\",\"success\":false,\"t\":" + t + "}");
    }

    static Future<Reply> success() {
        return reply("{\"success\":true,\"result\":true,\"t\":0}");
    }
}
