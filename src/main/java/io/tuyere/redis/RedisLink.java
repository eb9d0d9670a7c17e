package io.tuyere.redis;

import io.tuyere.observe.RedisMeters;
import io.tuyere.observe.RedisMeters.Ending;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to Redis. A command either has its answer within its budget or fails, and while Redis is lost it fails at once:
 * nobody ever waits for a dead server.
 *
 * <p>All commands share one connection, one behind the other (pipelined). A command that gets no answer in time makes the
 * connection suspect: a probe is sent after it, and when that stays unanswered too, Redis is lost, the connection is thrown
 * away, and a new one is tried in the background until a probe gets through. The probe is a script that writes, since a
 * replica, a full server and a missing permission answer a PING just as well.
 *
 * <p>Any thread; futures complete on the caller's event loop. They fail with {@link RedisLostException}, or with the error
 * that Redis answered to this one command.
 */
public final class RedisLink {
    private static final int MAX_IN_FLIGHT = 1_024;
    private static final int PROBE_LIFE_MILLIS = 60_000;
    private static final Script PROBE =
            Script.of("redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) return redis.call('TIME')");

    /** First words of errors that are about the server, not about the command. */
    private static final Set<String> OF_THE_SERVER = Set.of(
            "NOAUTH",
            "WRONGPASS",
            "NOPERM",
            "READONLY",
            "OOM",
            "MISCONF",
            "LOADING",
            "MASTERDOWN",
            "CLUSTERDOWN",
            "NOREPLICAS",
            "BUSY",
            "UNBLOCKED");

    private final RedisConnector connector;
    private final StandingConnection standing;
    private final RedisState state;
    private final RedisMeters meters;
    private final long budgetMillis;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicBoolean suspect = new AtomicBoolean();

    /** A way that is not open yet. */
    public RedisLink(Vertx vertx, RedisSettings settings, RedisState state, RedisMeters meters) {
        this.connector = new RedisConnector(vertx, settings);
        this.standing = new StandingConnection(vertx, connector::forCommands, new Commands());
        this.state = state;
        this.meters = meters;
        this.budgetMillis = settings.commandTimeout().toMillis();
    }

    /** Begins to connect, and never stops trying; completes after the first try, however it ended. */
    public Future<Void> start() {
        return standing.start();
    }

    /** Whether it is worth asking. */
    public RedisState state() {
        return state;
    }

    /** How long a command may take. */
    public Duration budget() {
        return Duration.ofMillis(budgetMillis);
    }

    /** Sends a command. */
    public Future<Response> send(Request request) {
        Opened now = standing.current();
        if (now == null) {
            meters.ended(Ending.LOST);
            return Future.failedFuture(new RedisLostException("redis is lost"));
        }
        if (inFlight.incrementAndGet() > MAX_IN_FLIGHT) {
            inFlight.decrementAndGet();
            meters.ended(Ending.LOST);
            return Future.failedFuture(new RedisLostException("too many commands wait for redis"));
        }
        return ask(now, request).andThen(answered -> inFlight.decrementAndGet()).recover(cause -> failed(now, cause));
    }

    /** Runs a script. Keys of one call share a hash tag. */
    public Future<Response> run(Script script, List<String> keys, List<Buffer> arguments) {
        return send(request(Command.EVALSHA, script.sha1(), keys, arguments))
                .recover(cause -> "NOSCRIPT".equals(firstWord(cause))
                        ? send(request(Command.EVAL, script.text(), keys, arguments))
                        : Future.failedFuture(cause));
    }

    /** Closes the connection for good. */
    public Future<Void> close() {
        return standing.close();
    }

    private static Request request(Command command, String script, List<String> keys, List<Buffer> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }

    @SuppressWarnings("NullAway") // a nil of Redis is null, which callers of single commands reckon with
    private Future<Response> ask(Opened at, Request request) {
        return at.connection()
                .send(request)
                .timeout(budgetMillis, TimeUnit.MILLISECONDS)
                .andThen(this::count);
    }

    private void count(AsyncResult<Response> answered) {
        if (answered.succeeded()) {
            meters.ended(Ending.ANSWERED);
        } else if (answered.cause() instanceof TimeoutException) {
            meters.ended(Ending.TIMEOUT);
        } else {
            meters.ended(isError(answered.cause()) ? Ending.ERROR : Ending.LOST);
        }
    }

    private Future<Response> failed(Opened at, Throwable cause) {
        if (cause instanceof TimeoutException) {
            suspect(at);
        } else if (isError(cause) && !OF_THE_SERVER.contains(firstWord(cause))) {
            return Future.failedFuture(cause);
        } else {
            standing.lost(at, StandingConnection.words(cause));
        }
        return Future.failedFuture(new RedisLostException(StandingConnection.words(cause)));
    }

    private void suspect(Opened at) {
        if (suspect.compareAndSet(false, true)) {
            probe(at)
                    .onComplete(answered -> suspect.set(false))
                    .onFailure(cause -> standing.lost(at, StandingConnection.words(cause)));
        }
    }

    private Future<Response> probe(Opened at) {
        List<String> keys = List.of(RedisKeys.PROBE);
        List<Buffer> life = List.of(Buffer.buffer(Integer.toString(PROBE_LIFE_MILLIS)));
        return ask(at, request(Command.EVALSHA, PROBE.sha1(), keys, life))
                .recover(cause -> "NOSCRIPT".equals(firstWord(cause))
                        ? ask(at, request(Command.EVAL, PROBE.text(), keys, life))
                        : Future.failedFuture(cause));
    }

    /** Whether Redis answered, though with an error. */
    private static boolean isError(Throwable cause) {
        return cause instanceof Response response && response.type() == ResponseType.ERROR;
    }

    private static String firstWord(Throwable cause) {
        String message = cause.getMessage();
        if (!isError(cause) || message == null) {
            return "";
        }
        int end = message.indexOf(' ');
        return end < 0 ? message : message.substring(0, end);
    }

    /** What the standing connection is kept for. */
    private final class Commands implements StandingConnection.Use {
        @Override
        public Future<?> establish(Opened opened) {
            return probe(opened);
        }

        @Override
        public Future<?> beat(Opened opened) {
            // One late answer is no lost server: the second one counts.
            return probe(opened)
                    .recover(cause -> cause instanceof TimeoutException ? probe(opened) : Future.failedFuture(cause))
                    .compose(alive -> connector.confirm(opened));
        }

        @Override
        public void established() {
            meters.connected();
            state.isUp();
        }

        @Override
        public void lost(String reason) {
            state.isDown(reason);
        }
    }
}
