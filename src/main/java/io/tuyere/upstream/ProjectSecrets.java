package io.tuyere.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.core.Secrets;
import io.tuyere.observe.Meters;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Which of a project's two secrets a region takes, as its answers show. For the whole process; any thread.
 *
 * <p>The state of a project in a region is the secret that calls are signed with, at first the newest. A refused signature has the
 * call signed once more: with that secret if another call has changed it meanwhile, else with the other one. Where that is taken it
 * becomes the one that calls are signed with; where it is refused as well the fault is none of the secrets', and no other call tries
 * for {@link #PAUSE_MILLIS}, unless one that is signed as ever is taken before. While it is the old one, a call a minute is signed
 * with the new one first, so that the gateway notices a cloud that takes both.
 */
public final class ProjectSecrets {
    static final long PAUSE_MILLIS = 10_000;
    static final long NEW_TRIED_AGAIN_MILLIS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(ProjectSecrets.class);
    private static final long MAX_ROTATIONS = 100_000;

    private final Cache<Key, Choice> choices =
            Caffeine.newBuilder().maximumSize(MAX_ROTATIONS).build();
    private final Meters meters;
    private final LongSupplier elapsedMillis;

    /** Nothing known as yet; by a clock that never goes back, in milliseconds of any origin. */
    public ProjectSecrets(Meters meters, LongSupplier elapsedMillis) {
        this.meters = meters;
        this.elapsedMillis = elapsedMillis;
    }

    private record Key(String accessId, String region, Secrets secrets) {}

    /** What is known of a project's secrets in a region. */
    public enum Standing {
        /** No call has shown anything. */
        UNKNOWN,
        /** The new one is taken. */
        NEW,
        /** The new one was refused, the old one is taken. */
        OLD
    }

    /** What is known of the secrets of a project that has two. */
    public Standing standing(Project project, String region) {
        Choice choice = choices.getIfPresent(key(project, region));
        return choice == null ? Standing.UNKNOWN : choice.standing;
    }

    /** The choice between the secrets of a project that has two. */
    Choice of(Project project, String region) {
        return choices.get(key(project, region), Choice::new);
    }

    private static Key key(Project project, String region) {
        return new Key(project.accessId(), region, project.ownSecrets());
    }

    /** The choice between two secrets. */
    final class Choice {
        private final Key key;
        private final Secret newest;
        private final Secret old;
        private volatile Standing standing = Standing.UNKNOWN;
        private volatile boolean paused;
        private long pausedUntil;
        private long newTriedAgainAt;

        private Choice(Key key) {
            this.key = key;
            this.newest = key.secrets.newest();
            this.old = Objects.requireNonNull(key.secrets.old(), "a rotation has two secrets");
        }

        /** What a call is signed with at first. */
        Secret first() {
            if (standing != Standing.OLD || mayTryNew()) {
                return newest;
            }
            meters.oldSecretUsed("project");
            return old;
        }

        private synchronized boolean mayTryNew() {
            long now = elapsedMillis.getAsLong();
            if (now < newTriedAgainAt) {
                return false;
            }
            newTriedAgainAt = now + NEW_TRIED_AGAIN_MILLIS;
            return true;
        }

        /** What a call is signed with once more, after this one was refused; null where that is no use. */
        synchronized @Nullable Secret instead(Secret refused) {
            Secret current = standing == Standing.OLD ? old : newest;
            if (!refused.equals(current)) {
                return current;
            }
            boolean useless = paused && elapsedMillis.getAsLong() < pausedUntil;
            return useless ? null : current.equals(newest) ? old : newest;
        }

        /** A call signed with this one at first was taken. Answers on the way while things change say nothing of the old one. */
        void taken(Secret secret) {
            if (secret.equals(newest)) {
                takenNew();
            }
            paused = false;
        }

        /** A call signed with this one was taken after the other was refused. */
        void takenInstead(Secret secret) {
            if (secret.equals(newest)) {
                takenNew();
            } else {
                takenOld();
            }
            paused = false;
        }

        private void takenNew() {
            if (standing != Standing.NEW && changed(Standing.NEW)) {
                log(LOG.atInfo(), "the new secret of a project is taken: the old one can be removed for this region");
            }
        }

        private void takenOld() {
            if (standing != Standing.OLD && changed(Standing.OLD)) {
                log(LOG.atWarn(), "the new secret of a project is refused, the old one is taken");
            }
        }

        private synchronized boolean changed(Standing next) {
            boolean changes = standing != next;
            standing = next;
            newTriedAgainAt = elapsedMillis.getAsLong() + NEW_TRIED_AGAIN_MILLIS;
            return changes;
        }

        /** Both were refused. */
        synchronized void refusedBoth() {
            pausedUntil = elapsedMillis.getAsLong() + PAUSE_MILLIS;
            paused = true;
        }

        private void log(LoggingEventBuilder event, String message) {
            event.addKeyValue("project", key.accessId)
                    .addKeyValue("region", key.region)
                    .log(message);
        }
    }
}
