package io.tuyere.upstream;

import io.vertx.core.Future;

/** Something that a call can be sent to. Owner's event loop only. */
@FunctionalInterface
public interface Upstream {
    /** The reply; fails with a {@code FailureException} that says whether the cloud may have acted. */
    Future<Reply> send(Call call);
}
