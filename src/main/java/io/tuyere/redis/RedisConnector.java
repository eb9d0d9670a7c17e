package io.tuyere.redis;

import io.tuyere.core.Secret;
import io.tuyere.redis.RedisSettings.Mode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections the way the mode asks: to the one server, to the master that sentinels name, or to a cluster. What the
 * sentinels say is asked anew each time, by us, since their own access control is seldom that of the servers they watch. Any
 * thread; futures complete on the caller's event loop.
 */
final class RedisConnector {
    static final int CONNECT_MILLIS = 2_000;

    private static final int MAX_WAITING = 2_048;
    private static final int NEVER = -1;

    private final Vertx vertx;
    private final RedisSettings settings;

    RedisConnector(Vertx vertx, RedisSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** A connection for commands: to what can write. */
    Future<Opened> forCommands() {
        return switch (settings.mode()) {
            case STANDALONE -> open(settings.urls(), RedisClientType.STANDALONE, true);
            case SENTINEL -> master().compose(url -> open(List.of(url), RedisClientType.STANDALONE, true));
            case CLUSTER -> open(settings.urls(), RedisClientType.CLUSTER, true);
        };
    }

    /** A connection for announcements: any node of a cluster passes on what is published at another. */
    Future<Opened> forAnnouncements() {
        if (settings.mode() != Mode.CLUSTER) {
            return forCommands();
        }
        List<String> nodes = new ArrayList<>(settings.urls());
        Collections.shuffle(nodes);
        return firstOf(nodes, url -> open(List.of(url), RedisClientType.STANDALONE, true));
    }

    /**
     * Fails when the sentinels name another master by now: one that was replaced while it lives takes writes for some seconds
     * more, which are lost when it becomes a replica. Sentinels that do not answer say nothing.
     */
    Future<Void> confirm(Opened opened) {
        return settings.mode() == Mode.SENTINEL
                ? master().transform(named ->
                        named.succeeded() && !opened.urls().contains(named.result())
                                ? Future.failedFuture(new RedisLostException("the sentinels name another master"))
                                : Future.succeededFuture())
                : Future.succeededFuture();
    }

    private Future<String> master() {
        return firstOf(settings.urls(), this::masterAccordingTo);
    }

    private Future<String> masterAccordingTo(String sentinel) {
        return ask(sentinel, false)
                .recover(cause -> settings.password().isPresent() ? ask(sentinel, true) : Future.failedFuture(cause));
    }

    private Future<String> ask(String sentinel, boolean authenticate) {
        Request request = Request.cmd(Command.SENTINEL)
                .arg("GET-MASTER-ADDR-BY-NAME")
                .arg(settings.master().orElseThrow());
        return open(List.of(withoutDatabase(sentinel)), RedisClientType.STANDALONE, authenticate)
                .compose(opened -> opened.connection()
                        .send(request)
                        .timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                        .eventually(() -> opened.close().otherwiseEmpty())
                        .map(address -> url(sentinel, address)));
    }

    private String url(String sentinel, @Nullable Response address) {
        if (address == null || address.size() != 2) {
            throw new RedisLostException("the sentinel knows no master of the name in redis.master");
        }
        URI asked = URI.create(sentinel);
        String host = address.get(0).toString();
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return asked.getScheme() + "://" + bracketed + ":" + address.get(1) + asked.getRawPath();
    }

    private static String withoutDatabase(String url) {
        URI whole = URI.create(url);
        return whole.getScheme() + "://" + whole.getRawAuthority();
    }

    private interface Attempt<T> {
        Future<T> at(String url);
    }

    private static <T> Future<T> firstOf(List<String> urls, Attempt<T> attempt) {
        Future<T> found = attempt.at(urls.get(0));
        return urls.size() == 1 ? found : found.recover(cause -> firstOf(urls.subList(1, urls.size()), attempt));
    }

    private Future<Opened> open(List<String> urls, RedisClientType type, boolean authenticate) {
        Redis client = Redis.createClient(vertx, options(urls, type, authenticate));
        return client.connect()
                .timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                .map(connection -> new Opened(client, connection, urls))
                .recover(cause -> Opened.close(client).transform(closed -> Future.failedFuture(cause)));
    }

    private RedisOptions options(List<String> urls, RedisClientType type, boolean authenticate) {
        NetClientOptions net = new NetClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
        if (settings.tls()) {
            net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
        }
        RedisOptions options = new RedisOptions()
                .setNetClientOptions(net)
                .setType(type)
                .setEndpoints(urls)
                .setMaxWaitingHandlers(MAX_WAITING)
                .setPoolCleanerInterval(NEVER)
                .setPoolRecycleTimeout(NEVER);
        if (authenticate) {
            settings.user().ifPresent(options::setUser);
            settings.password().map(Secret::reveal).ifPresent(options::setPassword);
        }
        return options;
    }
}
