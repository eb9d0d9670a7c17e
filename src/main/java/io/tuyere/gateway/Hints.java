package io.tuyere.gateway;

import io.tuyere.core.CloudCode;
import io.tuyere.core.CodeClass;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.RetryRule;
import io.tuyere.upstream.Reply;
import io.vertx.core.http.HttpHeaders;

/**
 * Says what to do about a refusal that has to do with regions, rights and plans: in a header, since bodies of the cloud are not
 * touched, and with the region that would be right where something speaks for one. Any thread.
 */
final class Hints {
    static final CharSequence HINT = HttpHeaders.createOptimized("X-Tuyere-Hint");
    private static final int OK = 200;

    private final Router router;
    private final PathTemplates templates = PathTemplates.builtIn();

    Hints(Router router) {
        this.router = router;
    }

    /** The cloud's reply, with a hint and a status of its own where they are wanted. */
    Reply explained(Exchange exchange, Directory directory, Reply reply) {
        CloudCode code = reply.envelope().code();
        if (!exchange.relayed()
                && !Outbound.asked(exchange).equals(exchange.target().path())) {
            reply.headers().set(HINT, "asked as " + Outbound.asked(exchange) + " (device-paths)");
        }
        if (code == null) {
            return reply;
        }
        String trap = trap(exchange, code);
        if (worthAHint(code)) {
            String hint = hint(code, router.betterRegion(exchange, directory));
            reply.headers().set(HINT, trap.isEmpty() ? hint : hint + " Perhaps: " + trap + ".");
        } else if (!trap.isEmpty()) {
            reply.headers().set(HINT, trap);
        }
        boolean mapped = exchange.client().credential().mappedStatus();
        return mapped && reply.status() == OK ? reply.withStatus(code.httpStatus()) : reply;
    }

    /** The failure, naming the region that would be right where something speaks for one. */
    Throwable explained(Exchange exchange, Directory directory, Throwable cause) {
        if (cause instanceof FailureException known && known.failure() instanceof Failure.AccessBlocked blocked) {
            return blocked.belongingTo(router.betterRegion(exchange, directory)).toException();
        }
        return cause;
    }

    private String trap(Exchange exchange, CloudCode code) {
        return switch (exchange.endpoint()) {
            case APP_LOGIN, PROJECT_LOGIN -> Traps.ofSignIn(exchange);
            case BUSINESS ->
                templates
                        .match(exchange.target().path())
                        .resource()
                        .map(about -> Traps.of(exchange, code, about))
                        .orElse("");
            default -> "";
        };
    }

    private static boolean worthAHint(CloudCode code) {
        return code.codeClass() == CodeClass.REGION
                || code.codeClass() == CodeClass.QUOTA
                || code.retry() == RetryRule.IN_OTHER_REGIONS;
    }

    private static String hint(CloudCode code, String betterRegion) {
        return betterRegion.isEmpty() ? code.hint() : code.hint() + " (" + betterRegion + ")";
    }
}
