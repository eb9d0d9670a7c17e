package io.tuyere.token;

import java.util.Optional;

/**
 * What a token of the gateway says about the client that holds it.
 *
 * @param kind what it is good for
 * @param tenant id of the tenant it was issued to
 * @param region region that its calls go to; empty when each call decides
 * @param user the signed-in user it stands for; empty for a token of the project
 * @param expiresAtMillis end of its life
 */
public record GatewayToken(
        Kind kind, String tenant, Optional<String> region, Optional<TokenKey.OfUser> user, long expiresAtMillis) {
    /** The two halves of a token pair. */
    public enum Kind {
        ACCESS((byte) 'a'),
        REFRESH((byte) 'r');

        private final byte mark;

        Kind(byte mark) {
            this.mark = mark;
        }

        /** Stands for it in the token. */
        byte mark() {
            return mark;
        }

        static Kind marked(byte mark) {
            return mark == ACCESS.mark ? ACCESS : REFRESH;
        }
    }
}
