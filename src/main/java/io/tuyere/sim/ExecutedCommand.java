package io.tuyere.sim;

import io.vertx.core.buffer.Buffer;

/**
 * A side effect that a region carried out.
 *
 * @param subject the device, or whatever else was changed
 * @param path decoded path of the call
 * @param uid the user who asked, or the project's uid
 */
public record ExecutedCommand(
        String region, String subject, String accessId, String uid, String method, String path, Buffer body) {}
