package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.redis.SealedValues;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Sealed, short-lived texts that come back by way of a browser: nobody but an instance with the master key reads or makes them,
 * each is for one purpose, and each can be used once. Any thread.
 */
public final class Tickets {
    static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

    private static final int ID_BYTES = 16;
    private static final int MAX_LENGTH = 4_096;

    private final SealedValues values;
    private final SingleUse used;
    private final LongSupplier nowMillis;
    private final SecureRandom random = new SecureRandom();

    /** Tickets under the master key, by a clock in milliseconds since the epoch. */
    public Tickets(SealedValues values, SingleUse used, LongSupplier nowMillis) {
        this.values = values;
        this.used = used;
        this.nowMillis = nowMillis;
    }

    /** What tickets are for; one for another purpose is none. */
    enum Purpose {
        /** Brings a browser back from Tuya's page. */
        STATE(LONGEST_LIFE),
        /** Hands a session over to an application. */
        HANDOVER(Duration.ofMinutes(1));

        private final Duration life;

        Purpose(Duration life) {
            this.life = life;
        }

        private String context() {
            return "oauth " + name();
        }
    }

    /** A ticket that says this. */
    String issue(Purpose purpose, JsonObject said) {
        JsonObject whole =
                said.copy().put("id", random(ID_BYTES)).put("until", nowMillis.getAsLong() + purpose.life.toMillis());
        return url64(values.seal(purpose.context(), whole.toBuffer().getBytes()));
    }

    /** What a ticket says; empty when it is none of ours or too old. It is not used by that. */
    Optional<JsonObject> read(Purpose purpose, String ticket) {
        if (ticket.isEmpty() || ticket.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(ticket);
            return values.open(purpose.context(), sealed)
                    .map(plain -> new JsonObject(Buffer.buffer(plain)))
                    .filter(said -> said.getLong("until", 0L) > nowMillis.getAsLong());
        } catch (IllegalArgumentException | DecodeException | ClassCastException notOurs) {
            return Optional.empty();
        }
    }

    /** Uses a ticket that was read; fails with {@code OAUTH_INVALID} when it was used before. */
    Future<Void> use(Purpose purpose, JsonObject read) {
        return used.use(read.getString("id", ""), purpose.life)
                .compose(first -> first
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new Failure.OAuthInvalid("this step of the sign-in was taken already").toException()));
    }

    /** Random bytes as text. */
    String random(int bytes) {
        byte[] random = new byte[bytes];
        this.random.nextBytes(random);
        return url64(random);
    }

    private static String url64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
