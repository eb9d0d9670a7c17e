package io.tuyere.upstream;

import io.tuyere.core.Secret;
import io.vertx.core.Future;

/**
 * Chooses which of a project's two secrets signs a call, and has the call signed once more with the other one when the cloud refuses
 * the signature; that is safe for writes too, since the cloud checks the signature before it acts. Calls of projects with a single
 * secret pass.
 */
final class RotatedUpstream implements Upstream {
    /** "sign invalid" (cloud-codes.tsv). */
    private static final int SIGN_INVALID = 1004;

    private final Upstream next;
    private final String region;
    private final ProjectSecrets secrets;

    RotatedUpstream(Upstream next, String region, ProjectSecrets secrets) {
        this.next = next;
        this.region = region;
        this.secrets = secrets;
    }

    @Override
    public Future<Reply> send(Call call) {
        if (!call.project().rotating()) {
            return next.send(call);
        }
        ProjectSecrets.Choice choice = secrets.of(call.project(), region);
        Secret first = choice.first();
        return next.send(call.signedWith(first)).compose(reply -> heed(call, reply, choice, first));
    }

    private Future<Reply> heed(Call call, Reply reply, ProjectSecrets.Choice choice, Secret first) {
        if (!refusesSignature(reply)) {
            if (provesSignature(reply)) {
                choice.taken(first);
            }
            return Future.succeededFuture(reply);
        }
        Secret other = call.lifetime().over() ? null : choice.instead(first);
        return other == null
                ? Future.succeededFuture(reply)
                : next.send(call.signedWith(other)).onSuccess(again -> conclude(again, choice, other));
    }

    private static void conclude(Reply again, ProjectSecrets.Choice choice, Secret other) {
        if (refusesSignature(again)) {
            choice.refusedBoth();
        } else if (provesSignature(again)) {
            choice.takenInstead(other);
        }
    }

    private static boolean refusesSignature(Reply reply) {
        Envelope envelope = reply.envelope();
        return envelope.code() != null && envelope.code().code() == SIGN_INVALID;
    }

    /** Other refusals may come before the signature is looked at, and what has no time is not of the cloud. */
    private static boolean provesSignature(Reply reply) {
        return reply.envelope().success() && reply.envelope().t() != 0;
    }
}
