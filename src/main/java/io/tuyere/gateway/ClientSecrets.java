package io.tuyere.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tuyere.core.Credential;
import io.tuyere.core.Secret;
import io.tuyere.core.Secrets;
import io.tuyere.observe.Meters;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of two live secrets the clients of a credential use. The one that was right last is tried first, so that a credential
 * with two costs as much as one with a single secret once its client has made up its mind. Any thread.
 */
public final class ClientSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSecrets.class);
    private static final long MAX_ROTATIONS = 100_000;
    private static final long TOLD_AGAIN_MILLIS = Duration.ofHours(1).toMillis();

    private final Cache<Key, Use> uses =
            Caffeine.newBuilder().maximumSize(MAX_ROTATIONS).build();
    private final Meters meters;
    private final LongSupplier nowMillis;

    /** Nothing known as yet; by a clock in milliseconds since the epoch. */
    public ClientSecrets(Meters meters, LongSupplier nowMillis) {
        this.meters = meters;
        this.nowMillis = nowMillis;
    }

    private record Key(String accessId, Secrets secrets) {
        static Key of(Credential.Signed signed) {
            return new Key(signed.accessId(), signed.secrets());
        }
    }

    private static final class Use {
        private volatile boolean oldLast;
        private volatile long newUsedMillis;
        private volatile long oldUsedMillis;
        private long toldMillis;

        private synchronized boolean mayTell(long nowMillis) {
            if (toldMillis != 0 && nowMillis - toldMillis < TOLD_AGAIN_MILLIS) {
                return false;
            }
            toldMillis = nowMillis;
            return true;
        }
    }

    /**
     * When the secrets of a credential were used last, by clients of this process.
     *
     * @param newMillis since the epoch; 0 for never
     * @param oldMillis since the epoch; 0 for never
     */
    public record LastUsed(long newMillis, long oldMillis) {}

    /** The secrets of a credential in the order in which they are likely to be right. */
    List<Secret> likeliestFirst(Credential.Signed signed) {
        Secret old = signed.secrets().old();
        if (old == null) {
            return List.of(signed.secrets().newest());
        }
        Use use = uses.getIfPresent(Key.of(signed));
        return use != null && use.oldLast
                ? List.of(old, signed.secrets().newest())
                : signed.secrets().all();
    }

    /** Remembers that a client showed itself with this one. */
    void used(Client client, Credential.Signed signed, Secret secret) {
        if (!signed.secrets().rotating()) {
            return;
        }
        Use use = uses.get(Key.of(signed), unknown -> new Use());
        long now = nowMillis.getAsLong();
        boolean old = !secret.equals(signed.secrets().newest());
        use.oldLast = old;
        if (!old) {
            use.newUsedMillis = now;
            return;
        }
        use.oldUsedMillis = now;
        meters.oldSecretUsed("credential");
        if (use.mayTell(now)) {
            LOG.atInfo()
                    .addKeyValue("tenant", client.tenant().id())
                    .addKeyValue("access_id", signed.accessId())
                    .log("a client still uses an old secret");
        }
    }

    /** When the secrets of a credential were used. */
    public LastUsed lastUsed(Credential.Signed signed) {
        Use use = uses.getIfPresent(Key.of(signed));
        return use == null ? new LastUsed(0, 0) : new LastUsed(use.newUsedMillis, use.oldUsedMillis);
    }
}
