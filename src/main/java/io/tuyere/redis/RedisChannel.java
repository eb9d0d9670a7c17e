package io.tuyere.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to a channel, on a connection of its own that is asked every second whether it still lives, and subscribed anew when
 * it does not. Messages that are published meanwhile are lost: whoever listens must be able to do without any one of them.
 * Listeners are called on the channel's event loop.
 */
public final class RedisChannel {
    private static final Logger LOG = LoggerFactory.getLogger(RedisChannel.class);
    private static final int SUBSCRIBE_MILLIS = 1_000;

    private final RedisConnector connector;
    private final StandingConnection standing;
    private final String name;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean subscribed;

    /** A channel that nobody listens to yet. */
    public RedisChannel(Vertx vertx, RedisSettings settings, String name) {
        this.connector = new RedisConnector(vertx, settings);
        this.standing = new StandingConnection(vertx, connector::forAnnouncements, new Subscription());
        this.name = name;
    }

    /** The channel's name, for those who publish. */
    public String name() {
        return name;
    }

    /** Calls this with each message. */
    public void listen(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Whether messages come in. */
    public boolean subscribed() {
        return subscribed;
    }

    /** Begins to listen, and never stops trying; completes after the first try, however it ended. */
    public Future<Void> start() {
        return standing.start();
    }

    /** Closes the connection for good. */
    public Future<Void> close() {
        return standing.close();
    }

    private void received(Response push, Promise<Void> confirmed) {
        if (push.type() == ResponseType.ERROR) {
            confirmed.tryFail(push.toString());
        } else if (push.type() == ResponseType.PUSH || push.type() == ResponseType.MULTI) {
            told(push, confirmed);
        }
    }

    private void told(Response push, Promise<Void> confirmed) {
        String kind = push.size() == 3 ? push.get(0).toString() : "";
        if (kind.equals("subscribe")) {
            confirmed.tryComplete();
        } else if (kind.equals("message")) {
            String message = push.get(2).toString();
            listeners.forEach(listener -> listener.accept(message));
        }
    }

    /** What the standing connection is kept for. */
    private final class Subscription implements StandingConnection.Use {
        @Override
        public Future<?> establish(Opened opened) {
            Promise<Void> confirmed = Promise.promise();
            opened.connection().handler(push -> received(push, confirmed));
            return opened.connection()
                    .send(Request.cmd(Command.SUBSCRIBE).arg(name))
                    .compose(sent -> confirmed.future())
                    .timeout(SUBSCRIBE_MILLIS, TimeUnit.MILLISECONDS);
        }

        @Override
        public Future<?> beat(Opened opened) {
            return opened.connection()
                    .send(Request.cmd(Command.PING))
                    .timeout(SUBSCRIBE_MILLIS, TimeUnit.MILLISECONDS)
                    .compose(alive -> connector.confirm(opened));
        }

        @Override
        public void established() {
            subscribed = true;
        }

        @Override
        public void lost(String reason) {
            LOG.debug("the subscription of {} was lost: {}", name, reason);
            subscribed = false;
        }
    }
}
