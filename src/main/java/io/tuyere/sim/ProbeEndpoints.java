package io.tuyere.sim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * What the real cloud does not have: {@code /v1.0/sim/echo} tells what arrived, {@code /v1.0/sim/large?bytes=N} answers a body of
 * N bytes in all, in chunks with {@code &chunked=true}.
 */
final class ProbeEndpoints {
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private final DataCentre centre;

    ProbeEndpoints(DataCentre centre) {
        this.centre = centre;
    }

    void addTo(RouteTable routes) {
        routes.business("*", "/v1.0/sim/echo", this::echo);
        routes.business("*", "/v1.0/sim/echo/{anything}", this::echo);
        routes.business("GET", "/v1.0/sim/large", this::large);
    }

    private Answer echo(SimCall call, Caller caller) {
        JsonArray headers = new JsonArray();
        call.headers()
                .forEach((name, value) -> headers.add(new JsonArray().add(name).add(value)));
        return Answer.of(new JsonObject()
                .put("region", centre.region())
                .put("method", call.method())
                .put("path", call.path())
                .put("query", call.query())
                .put("headers", headers)
                .put("client_id", caller.project().accessId())
                .put("uid", caller.uid())
                .put("body", call.body().toString(StandardCharsets.UTF_8))
                .put(
                        "body_base64",
                        Base64.getEncoder().encodeToString(call.body().getBytes())));
    }

    private Answer large(SimCall call, Caller caller) {
        int bytes = call.number("bytes", 1024 * 1024);
        String start = "{\"pad\":\"";
        int pad = bytes - Envelope.OVERHEAD - start.length() - 2;
        if (pad < 0 || bytes > MAX_BYTES) {
            return Refusal.PARAM_RANGE;
        }
        byte[] filling = new byte[pad];
        Arrays.fill(filling, (byte) 'x');
        Buffer json =
                Buffer.buffer(bytes).appendString(start).appendBytes(filling).appendString("\"}");
        return new Answer.Result(json, call.parameter("chunked").orElse("").equals("true"));
    }
}
