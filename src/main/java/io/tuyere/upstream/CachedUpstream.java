package io.tuyere.upstream;

import io.tuyere.core.PathTemplates;
import io.tuyere.observe.Meters;
import io.vertx.core.Future;

/** Answers reads that were answered a short while ago, where the configuration says so. Owner's event loop only. */
final class CachedUpstream implements Upstream {
    private final Upstream next;
    private final String region;
    private final ReplyCache cache;
    private final PathTemplates templates;
    private final Meters.OfRegion meters;

    CachedUpstream(Upstream next, String region, ReplyCache cache, PathTemplates templates, Meters.OfRegion meters) {
        this.next = next;
        this.region = region;
        this.cache = cache;
        this.templates = templates;
        this.meters = meters;
    }

    @Override
    public Future<Reply> send(Call call) {
        long keptMillis = cache.keptMillis(templates.match(call.path()).template());
        ReadKey key = keptMillis == 0 ? null : ReadKey.of(region, call);
        if (key == null) {
            return next.send(call);
        }
        Reply kept = cache.find(key);
        if (kept != null) {
            meters.spared(Reply.HIT);
            return Future.succeededFuture(kept.marked(Reply.HIT));
        }
        return next.send(call).onSuccess(reply -> cache.keep(key, reply, keptMillis));
    }
}
