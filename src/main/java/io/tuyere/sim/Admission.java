package io.tuyere.sim;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Decides whether a call comes in: headers, client id, address, time, signature, token, state of the project, kind of body, in
 * this order. Only the documented signature counts; the older one too for projects that were created with it. Belongs to one
 * event loop, because it keeps keyed Macs.
 *
 * <p>The width of the time window is not published; five minutes is what users report. A token that is wrong, over, replaced
 * or of another region is refused with the one text that live answers carry.
 */
final class Admission {
    private static final long TIME_WINDOW_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final String EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final World world;
    private final DataCentre centre;
    private final MessageDigest sha256 = Digests.sha256();
    /** By secret; each that the control port ever named. */
    private final Map<String, SimSignature> signatures = new HashMap<>();

    Admission(World world, DataCentre centre) {
        this.world = world;
        this.centre = centre;
    }

    /**
     * Who is calling.
     *
     * @throws RefusedException with the first thing that is wrong
     */
    Caller admit(SimCall call) {
        requireHeaders(call);
        SimProject project =
                world.project(call.header("client_id"), centre.region()).orElseThrow(Refusal.CLIENT_ID::exception);
        ProjectState state = world.state(project, centre.region());
        if (state.byAddress()) {
            throw state.refusal(call.remoteAddress()).exception();
        }
        requireTime(call.header("t"));
        requireSignature(call, project);
        if (call.route().access() != Route.Access.BUSINESS) {
            requireJson(call);
            return new Caller(project, null);
        }
        Grant grant = requireToken(call);
        if (state != ProjectState.ACTIVE) {
            throw state.refusal(call.remoteAddress()).exception();
        }
        requireJson(call);
        return new Caller(project, grant);
    }

    private static void requireHeaders(SimCall call) {
        if (call.header("client_id").isEmpty()
                || call.header("t").isEmpty()
                || call.header("sign_method").isEmpty()) {
            throw Refusal.HEADER.exception();
        }
        if (call.header("sign").isEmpty() || !call.header("sign_method").equals("HMAC-SHA256")) {
            throw Refusal.SIGN.exception();
        }
    }

    private void requireTime(String t) {
        try {
            if (t.length() == 13 && Math.abs(Long.parseLong(t) - centre.clock().millis()) <= TIME_WINDOW_MILLIS) {
                return;
            }
        } catch (NumberFormatException notATime) {
            throw Refusal.TIME.exception();
        }
        throw Refusal.TIME.exception();
    }

    private void requireSignature(SimCall call, SimProject project) {
        String token = call.route().access() == Route.Access.TOKEN ? "" : call.header("access_token");
        String start = project.accessId() + token + call.header("t");
        String message = start + call.header("nonce") + stringToSign(call);
        for (String secret : world.secrets(project)) {
            if (matches(secret, message, call) || (project.legacy() && matches(secret, start, call))) {
                return;
            }
        }
        throw Refusal.SIGN.exception();
    }

    private boolean matches(String secret, String message, SimCall call) {
        return signatures.computeIfAbsent(secret, SimSignature::new).of(message).equals(call.header("sign"));
    }

    private String stringToSign(SimCall call) {
        String headerLines = SimSignature.headerLines(call.header("Signature-Headers"), call.headers());
        return SimSignature.stringToSign(call.method(), sha256(call.body()), headerLines, call.path(), call.query());
    }

    private String sha256(Buffer body) {
        return body.length() == 0 ? EMPTY_SHA256 : HexFormat.of().formatHex(sha256.digest(body.getBytes()));
    }

    private Grant requireToken(SimCall call) {
        String token = call.header("access_token");
        if (token.isEmpty()) {
            throw Refusal.NO_TOKEN.exception();
        }
        return centre.tokens()
                .live(call.header("client_id"), token, centre.clock().millis())
                .orElseThrow(Refusal.TOKEN::exception);
    }

    /** A body of no stated type is taken, because several clients state none. */
    private static void requireJson(SimCall call) {
        String type = call.header("content-type");
        if (call.body().length() > 0 && !type.isEmpty() && !type.regionMatches(true, 0, "application/json", 0, 16)) {
            throw Refusal.CONTENT_TYPE.exception();
        }
    }
}
