package io.tuyere.upstream;

import io.tuyere.core.CodeClass;
import io.tuyere.core.Project;
import io.tuyere.observe.Meters;
import io.tuyere.observe.Stage;
import io.tuyere.token.TokenIssuer;
import io.tuyere.token.TokenKey;
import io.tuyere.token.Tokens;
import io.tuyere.token.UpstreamToken;
import io.vertx.core.Future;

/**
 * Gives a call the token of its speaker. When the cloud refuses that token, the call is repeated once with another one; that
 * is safe for writes too, since the cloud refuses a token before it acts.
 */
final class AuthorizedUpstream implements Upstream {
    private final Upstream next;
    private final Tokens tokens;
    private final CloudTokens cloudTokens;
    private final Meters.OfRegion meters;

    AuthorizedUpstream(Upstream next, Tokens tokens, CloudTokens cloudTokens, Meters.OfRegion meters) {
        this.next = next;
        this.tokens = tokens;
        this.cloudTokens = cloudTokens;
        this.meters = meters;
    }

    @Override
    public Future<Reply> send(Call call) {
        TokenKey speaker = call.speaker();
        if (speaker == null) {
            return next.send(call);
        }
        TokenIssuer issuer = cloudTokens.issuer(call.project(), speaker);
        call.lifetime().trace().enters(Stage.TOKEN);
        return waited(call, tokens.current(speaker, issuer))
                .compose(token -> next.send(call.with(token))
                        .compose(reply -> reply.envelope().is(CodeClass.TOKEN)
                                ? repeat(call, speaker, token, issuer)
                                : Future.succeededFuture(reply)));
    }

    /** Most tokens are there. */
    private Future<UpstreamToken> waited(Call call, Future<UpstreamToken> token) {
        if (token.isComplete()) {
            return token;
        }
        long began = System.nanoTime();
        return token.andThen(come ->
                meters.waitedForToken(System.nanoTime() - began, call.lifetime().trace()));
    }

    Future<UpstreamToken> token(Project project, TokenKey speaker) {
        return tokens.current(speaker, cloudTokens.issuer(project, speaker));
    }

    Future<UpstreamToken> renew(Project project, TokenKey speaker) {
        return tokens.renewNow(speaker, cloudTokens.issuer(project, speaker));
    }

    private Future<Reply> repeat(Call call, TokenKey speaker, UpstreamToken refused, TokenIssuer issuer) {
        return waited(call, tokens.replace(speaker, refused, issuer)).compose(token -> next.send(call.with(token)));
    }
}
