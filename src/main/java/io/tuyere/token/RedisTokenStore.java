package io.tuyere.token;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.observe.RedisMeters;
import io.tuyere.redis.RedisChannel;
import io.tuyere.redis.RedisLink;
import io.tuyere.redis.RedisNumbers;
import io.tuyere.redis.Script;
import io.tuyere.redis.SealedValues;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tokens in Redis, one for the whole fleet. Any thread; futures complete on the caller's event loop.
 *
 * <p><b>Renewal</b> is under a lock with a lease, which its holder extends while it works: when the holder dies, the others
 * are held up for {@link #LEASE} at most. Each holder gets a <em>fence</em>, a number higher than those before, and stores under
 * it: a holder that lost its lock without noticing cannot overwrite what a later one stored. Who finds the lock taken waits for
 * the announcement of the outcome, and looks by itself every {@link #POLL_MILLIS} in case that is lost.
 *
 * <p><b>Without Redis</b> each instance goes on by itself. For a project that is harmless: the cloud answers a repeated {@code
 * grant_type=1} with the same token. A user's refresh token is single-use, and using it ends the access token that others
 * still hold; so it is used only when the access token is of no use any more, never ahead of time. If the cloud then refuses
 * it, another instance may have been faster: the session counts as unavailable, not as ended. What was renewed or signed in
 * meanwhile is told to Redis when it is back; for {@link #SETTLING} after that, a refused session still counts as unavailable.
 *
 * <p>A value that cannot be opened counts as absent and is overwritten. When Redis lost a session that this instance still
 * has (a flush, a failover), the instance's copy is stored again.
 */
public final class RedisTokenStore implements TokenStore {
    /** How long a lock outlives its holder; with the poll it makes the two seconds that are promised. */
    static final Duration LEASE = Duration.ofMillis(1_800);

    /** How often others look by themselves whether the lock is free, at the latest. */
    static final long POLL_MILLIS = 100;

    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final long EXTEND_MILLIS = LEASE.toMillis() / 3;
    private static final long LONGEST_WAIT_MILLIS = 12_000;
    private static final long SESSION_MILLIS = Duration.ofDays(30).toMillis();
    private static final long FENCE_BEYOND_MILLIS = Duration.ofDays(1).toMillis();
    private static final int TELL_AT_ONCE = 64;
    private static final long TELL_AGAIN_MILLIS = 1_000;

    private static final Script LOAD = Script.beside(RedisTokenStore.class, "load");
    private static final Script ACQUIRE = Script.beside(RedisTokenStore.class, "acquire");
    private static final Script EXTEND = Script.beside(RedisTokenStore.class, "extend");
    private static final Script RELEASE = Script.beside(RedisTokenStore.class, "release");
    private static final Script STORE = Script.beside(RedisTokenStore.class, "store");
    private static final Script SAVE = Script.beside(RedisTokenStore.class, "save");
    private static final Script REMOVE = Script.beside(RedisTokenStore.class, "remove");

    private final Vertx vertx;
    private final RedisLink redis;
    private final RedisChannel channel;
    private final SealedTokens sealed;
    private final RedisMeters meters;
    private final LongSupplier nowMillis;
    private final Waiters waiters;
    private final LocalSessions local = new LocalSessions();
    private final String instance = UUID.randomUUID().toString();
    private final AtomicLong turns = new AtomicLong();
    private final AtomicBoolean telling = new AtomicBoolean();

    /** A store behind this link, told of changes by this channel, by a clock in milliseconds since the epoch. */
    public RedisTokenStore(
            Vertx vertx,
            RedisLink redis,
            RedisChannel channel,
            SealedValues values,
            RedisMeters meters,
            LongSupplier nowMillis) {
        this.vertx = vertx;
        this.redis = redis;
        this.channel = channel;
        this.sealed = new SealedTokens(values);
        this.meters = meters;
        this.nowMillis = nowMillis;
        this.waiters = new Waiters(vertx);
        channel.listen(announcement -> waiters.wake(announcement.substring(announcement.indexOf(' ') + 1)));
        redis.state().whenUp(this::tellAll);
    }

    /**
     * What Redis has under a key.
     *
     * @param raw the value as it is stored
     */
    private record Stored(UpstreamToken token, Buffer raw) {}

    /**
     * What came of asking for the lock.
     *
     * @param fence zero when somebody else holds it
     */
    private record Acquired(@Nullable Stored stored, long fence) {}

    @Override
    public Future<@Nullable UpstreamToken> load(TokenKey key) {
        UpstreamToken mine = local.untold(key);
        if (mine != null) {
            return tell(key, mine).map(mine);
        }
        return stored(TokenName.of(key)).map(stored -> seen(key, stored)).otherwise(lost -> local.of(key));
    }

    private @Nullable UpstreamToken seen(TokenKey key, @Nullable Stored stored) {
        if (stored == null) {
            return null;
        }
        local.stored(key, stored.token);
        return stored.token;
    }

    private Future<@Nullable Stored> stored(TokenName name) {
        return redis.run(LOAD, List.of(name.token()), List.of()).map(answer -> read(name, answer));
    }

    /** An answer that begins with Redis's time and what is stored. */
    private @Nullable Stored read(TokenName name, Response answer) {
        Response value = answer.get(1);
        if (value == null) {
            return null;
        }
        long aheadMillis = nowMillis.getAsLong() - RedisNumbers.at(answer, 0);
        byte[] raw = value.toBytes();
        UpstreamToken token = sealed.open(name, raw, aheadMillis).orElse(null);
        if (token == null) {
            meters.unreadable();
            return null;
        }
        return new Stored(token, Buffer.buffer(raw));
    }

    @Override
    public Future<UpstreamToken> exclusively(
            TokenKey key, Function<@Nullable UpstreamToken, Future<UpstreamToken>> renewal) {
        return new Turn(key, renewal).take();
    }

    @Override
    public boolean mayRenewAhead(TokenKey key) {
        return key instanceof TokenKey.OfProject || redis.state().up();
    }

    @Override
    public Future<Void> save(TokenKey key, UpstreamToken token) {
        return save(key, token, false)
                .onSuccess(saved -> local.stored(key, token))
                .onFailure(lost -> local.keep(key, token))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private Future<Response> save(TokenKey key, UpstreamToken token, boolean unlessLonger) {
        TokenName name = TokenName.of(key);
        long lifeMillis = keyLifeMillis(key, token);
        return redis.run(
                SAVE,
                List.of(name.token(), name.fence()),
                List.of(
                        number(token.remainingMillis(nowMillis.getAsLong())),
                        sealed.seal(name, token),
                        number(lifeMillis),
                        number(lifeMillis + FENCE_BEYOND_MILLIS),
                        Buffer.buffer(channel.name()),
                        announcement(name),
                        Buffer.buffer(unlessLonger ? "1" : "0")));
    }

    @Override
    public Future<Void> remove(TokenKey key, UpstreamToken token) {
        if (mayLackNews()) {
            return Future.succeededFuture();
        }
        TokenName name = TokenName.of(key);
        local.forget(key);
        return stored(name)
                .compose(stored -> stored == null || !stored.token.access().equals(token.access())
                        ? Future.succeededFuture()
                        : redis.run(
                                REMOVE,
                                List.of(name.token()),
                                List.of(stored.raw, Buffer.buffer(channel.name()), announcement(name))))
                .otherwiseEmpty()
                .mapEmpty();
    }

    @Override
    public void whenChanged(Consumer<TokenKey> listener) {
        channel.listen(announcement -> {
            int space = announcement.indexOf(' ');
            if (space > 0 && !announcement.startsWith(instance)) {
                new TokenName(announcement.substring(space + 1)).key().ifPresent(key -> {
                    local.forget(key);
                    listener.accept(key);
                });
            }
        });
    }

    /** A few at a time, so that thousands of sign-ins do not crowd out everybody else. */
    private void tellAll() {
        if (telling.compareAndSet(false, true)) {
            tellSome(local.untold().entrySet().iterator()).onComplete(done -> {
                telling.set(false);
                if (redis.state().up() && !local.untold().isEmpty()) {
                    vertx.setTimer(TELL_AGAIN_MILLIS, due -> tellAll());
                }
            });
        }
    }

    private Future<Void> tellSome(Iterator<Map.Entry<TokenKey, UpstreamToken>> untold) {
        List<Future<Void>> some = new ArrayList<>();
        while (untold.hasNext() && some.size() < TELL_AT_ONCE) {
            Map.Entry<TokenKey, UpstreamToken> next = untold.next();
            some.add(tell(next.getKey(), next.getValue()));
        }
        return some.isEmpty() || !redis.state().up()
                ? Future.succeededFuture()
                : Future.join(some).transform(done -> tellSome(untold));
    }

    /** What cannot be told stays untold. */
    private Future<Void> tell(TokenKey key, UpstreamToken token) {
        return save(key, token, true)
                .onSuccess(told -> local.told(key, token))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** Whether another instance may have done something that this one cannot have seen. */
    private boolean mayLackNews() {
        return !redis.state().up() || redis.state().backFor(SETTLING);
    }

    private Buffer announcement(TokenName name) {
        return Buffer.buffer(instance + ' ' + name.base());
    }

    /** A session outlives its access token: the refresh token is in it. */
    private long keyLifeMillis(TokenKey key, UpstreamToken token) {
        return key instanceof TokenKey.OfUser
                ? SESSION_MILLIS
                : Math.max(1_000, token.remainingMillis(nowMillis.getAsLong()));
    }

    private static Buffer number(long value) {
        return Buffer.buffer(Long.toString(value));
    }

    private static boolean sessionEnded(TokenKey key, Throwable cause) {
        return key instanceof TokenKey.OfUser
                && cause instanceof FailureException failed
                && failed.failure().kind() == Failure.Kind.TOKEN_INVALID;
    }

    /** One renewal, from asking for the lock to giving it back. Its caller's event loop. */
    private final class Turn {
        private final TokenKey key;
        private final TokenName name;
        private final Function<@Nullable UpstreamToken, Future<UpstreamToken>> renewal;
        private final Buffer owner = Buffer.buffer(instance + '/' + turns.incrementAndGet());
        private final long beganMillis = nowMillis.getAsLong();

        Turn(TokenKey key, Function<@Nullable UpstreamToken, Future<UpstreamToken>> renewal) {
            this.key = key;
            this.name = TokenName.of(key);
            this.renewal = renewal;
        }

        Future<UpstreamToken> take() {
            return acquire().transform(asked -> {
                if (asked.failed()) {
                    return key instanceof TokenKey.OfUser && redis.state().up() ? waited() : alone();
                }
                return asked.result().fence > 0 ? holding(asked.result()) : waited();
            });
        }

        private Future<Acquired> acquire() {
            long fenceLifeMillis = SESSION_MILLIS + FENCE_BEYOND_MILLIS;
            return redis.run(
                            ACQUIRE,
                            List.of(name.token(), name.lock(), name.fence()),
                            List.of(owner, number(LEASE.toMillis()), number(fenceLifeMillis)))
                    .map(answer -> new Acquired(read(name, answer), RedisNumbers.at(answer, 2)));
        }

        private Future<UpstreamToken> waited() {
            if (nowMillis.getAsLong() - beganMillis > LONGEST_WAIT_MILLIS) {
                return alone();
            }
            long pause = POLL_MILLIS / 2 + ThreadLocalRandom.current().nextLong(POLL_MILLIS / 2);
            return waiters.next(name.base(), pause).compose(woken -> take());
        }

        private Future<UpstreamToken> holding(Acquired acquired) {
            long extension = vertx.setPeriodic(EXTEND_MILLIS, due -> extend());
            UpstreamToken current = acquired.stored == null ? local.of(key) : acquired.stored.token;
            return renewed(current).transform(outcome -> {
                vertx.cancelTimer(extension);
                return outcome.succeeded()
                        ? keep(acquired, outcome.result())
                        : release().transform(released -> failed(current, outcome.cause()));
            });
        }

        private Future<UpstreamToken> renewed(@Nullable UpstreamToken current) {
            return Future.<@Nullable UpstreamToken>succeededFuture(current).compose(renewal);
        }

        private void extend() {
            redis.run(EXTEND, List.of(name.lock()), List.of(owner, number(LEASE.toMillis())))
                    .onFailure(lost -> {
                        // The fence protects what a later holder stores.
                    });
        }

        private Future<UpstreamToken> keep(Acquired acquired, UpstreamToken token) {
            if (acquired.stored != null && acquired.stored.token.equals(token)) {
                local.stored(key, token);
                return release().transform(released -> Future.succeededFuture(token));
            }
            return store(acquired.fence, token).transform(stored -> {
                if (stored.failed()) {
                    local.keep(key, token);
                    return Future.succeededFuture(token);
                }
                if (RedisNumbers.of(stored.result()) == 0) {
                    return load(key).map(newer -> newer == null ? token : newer);
                }
                local.stored(key, token);
                return Future.succeededFuture(token);
            });
        }

        private Future<Response> store(long fence, UpstreamToken token) {
            return redis.run(
                    STORE,
                    List.of(name.token(), name.lock()),
                    List.of(
                            owner,
                            number(fence),
                            number(token.remainingMillis(nowMillis.getAsLong())),
                            sealed.seal(name, token),
                            number(keyLifeMillis(key, token)),
                            Buffer.buffer(channel.name()),
                            announcement(name)));
        }

        private Future<Response> release() {
            return redis.run(
                    RELEASE, List.of(name.lock()), List.of(owner, Buffer.buffer(channel.name()), announcement(name)));
        }

        /** A refused refresh token may mean that somebody without a lock was faster; then theirs serves. */
        private Future<UpstreamToken> failed(@Nullable UpstreamToken used, Throwable cause) {
            if (!sessionEnded(key, cause)) {
                return Future.failedFuture(cause);
            }
            return load(key).compose(now -> {
                if (now != null && (used == null || !now.access().equals(used.access()))) {
                    return Future.succeededFuture(now);
                }
                return Future.failedFuture(mayLackNews() ? unavailable() : cause);
            });
        }

        private Future<UpstreamToken> alone() {
            if (key instanceof TokenKey.OfProject) {
                return renewed(null);
            }
            UpstreamToken copy = local.of(key);
            if (copy == null) {
                return Future.failedFuture(unavailable());
            }
            return renewed(copy)
                    .onSuccess(token -> {
                        if (!token.equals(copy)) {
                            local.keep(key, token);
                        }
                    })
                    .recover(cause -> Future.failedFuture(sessionEnded(key, cause) ? unavailable() : cause));
        }

        private FailureException unavailable() {
            return new Failure.SessionUnavailable().toException();
        }
    }
}
