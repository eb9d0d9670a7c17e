package io.tuyere.support;

import io.tuyere.redis.RedisSettings;
import io.tuyere.redis.RedisSettings.Mode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in front of a Redis: ends TLS, and can lose connections without telling either side. */
public final class RedisFront implements AutoCloseable {
    private static final String SUBSCRIBE = "SUBSCRIBE";

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final int behind;
    private final NetServer server;
    private final int port;
    private final Set<NetSocket> subscribed = ConcurrentHashMap.newKeySet();
    private final Set<NetSocket> silenced = ConcurrentHashMap.newKeySet();

    private RedisFront(RedisProcess redis, NetServerOptions options) {
        behind = redis.port();
        server = vertx.createNetServer(options).connectHandler(this::connected);
        port = GatewayUnderTest.done(server.listen(0, "127.0.0.1")).actualPort();
    }

    /** In plain text. */
    public static RedisFront of(RedisProcess redis) {
        return new RedisFront(redis, new NetServerOptions());
    }

    /** With TLS, under a certificate for localhost. */
    public static RedisFront withTls(RedisProcess redis, Certificate certificate) {
        return new RedisFront(redis, new NetServerOptions().setSsl(true).setKeyCertOptions(certificate.store()));
    }

    /** The port to connect to. */
    public int port() {
        return port;
    }

    /** Settings that lead through it, with this much time for a command. */
    public RedisSettings settings(Duration commandTimeout) {
        return RedisProcess.settings(List.of("redis://127.0.0.1:" + port), Mode.STANDALONE, commandTimeout);
    }

    /** From now on nothing more comes in on the connections that subscribed to something; they stay open. */
    public void silenceSubscriptions() {
        silenced.addAll(subscribed);
    }

    private void connected(NetSocket from) {
        from.pause();
        client.connect(behind, "127.0.0.1")
                .onSuccess(to -> {
                    from.handler(bytes -> {
                        if (subscribes(bytes)) {
                            subscribed.add(from);
                        }
                        to.write(bytes);
                    });
                    to.handler(bytes -> {
                        if (!silenced.contains(from)) {
                            from.write(bytes);
                        }
                    });
                    from.closeHandler(closed -> to.close());
                    to.closeHandler(closed -> from.close());
                    from.resume();
                })
                .onFailure(refused -> from.close());
    }

    private static boolean subscribes(Buffer bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1)
                .toUpperCase(Locale.ROOT)
                .contains(SUBSCRIBE);
    }

    @Override
    public void close() {
        GatewayUnderTest.done(vertx.close());
    }
}
