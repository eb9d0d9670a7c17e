package io.tuyere.upstream;

import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.sign.SignedHeader;
import io.tuyere.token.TokenKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads that are the same but for what a test changes. */
final class Sharing {
    static final String TEMPLATE = "/v1.0/devices/{device_id}/status";

    private Sharing() {}

    static Call read() {
        return read(Sample.lifetime());
    }

    static Call read(Lifetime lifetime) {
        return new Call(
                HttpMethod.GET,
                "/v1.0/devices/d1/status",
                "a=1",
                List.of(Map.entry("lang", "en")),
                List.of(new SignedHeader("area_id", "7")),
                Buffer.buffer(),
                Sample.TENANT,
                Sample.PROJECT,
                Sample.SPEAKER,
                null,
                lifetime);
    }

    /** Reads that differ from {@link #read} in what the cloud or a tenant would notice. */
    static List<Call> others() {
        Call same = read();
        Tenant tenant = new Tenant("other", null, List.of(), false, Map.of(), Map.of(), List.of(), null, null);
        Project project = new Project("another-id", Secret.of("access-secret"));
        TokenKey user = new TokenKey.OfUser(Sample.TENANT.id(), "eu", "u1");
        TokenKey second = new TokenKey.OfUser(Sample.TENANT.id(), "eu", "u2");
        return List.of(
                call(HttpMethod.GET, same.path(), "a=1", same.headers(), tenant, Sample.PROJECT, Sample.SPEAKER),
                call(HttpMethod.GET, same.path(), "a=1", same.headers(), Sample.TENANT, project, Sample.SPEAKER),
                call(HttpMethod.GET, same.path(), "a=1", same.headers(), Sample.TENANT, Sample.PROJECT, user),
                call(HttpMethod.GET, same.path(), "a=1", same.headers(), Sample.TENANT, Sample.PROJECT, second),
                call(HttpMethod.GET, same.path(), "a=2", same.headers(), Sample.TENANT, Sample.PROJECT, Sample.SPEAKER),
                call(HttpMethod.GET, same.path(), null, same.headers(), Sample.TENANT, Sample.PROJECT, Sample.SPEAKER),
                call(HttpMethod.GET, same.path(), "a=1", List.of(), Sample.TENANT, Sample.PROJECT, Sample.SPEAKER),
                call(
                        HttpMethod.GET,
                        "/v1.0/devices/d2/status",
                        "a=1",
                        same.headers(),
                        Sample.TENANT,
                        Sample.PROJECT,
                        Sample.SPEAKER));
    }

    /** Calls that are never answered with the answer to another one. */
    static List<Call> loners() {
        Call same = read();
        List<Map.Entry<String, String>> fresh =
                List.of(Map.entry("lang", "en"), Map.entry("Cache-Control", "no-cache"));
        return List.of(
                call(HttpMethod.GET, same.path(), "a=1", fresh, Sample.TENANT, Sample.PROJECT, Sample.SPEAKER),
                call(HttpMethod.GET, same.path(), "a=1", same.headers(), null, Sample.PROJECT, Sample.SPEAKER),
                call(HttpMethod.GET, same.path(), "a=1", same.headers(), Sample.TENANT, Sample.PROJECT, null),
                call(
                        HttpMethod.POST,
                        same.path(),
                        "a=1",
                        same.headers(),
                        Sample.TENANT,
                        Sample.PROJECT,
                        Sample.SPEAKER),
                call(
                        HttpMethod.GET,
                        "/v1.0/devices/d1",
                        "a=1",
                        same.headers(),
                        Sample.TENANT,
                        Sample.PROJECT,
                        Sample.SPEAKER));
    }

    private static Call call(
            HttpMethod method,
            String path,
            @Nullable String query,
            List<Map.Entry<String, String>> headers,
            @Nullable Tenant tenant,
            Project project,
            @Nullable TokenKey speaker) {
        return new Call(
                method,
                path,
                query,
                headers,
                List.of(new SignedHeader("area_id", "7")),
                Buffer.buffer(),
                tenant,
                project,
                speaker,
                null,
                Sample.lifetime());
    }
}
