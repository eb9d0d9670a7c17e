package io.tuyere.wire;

import static io.tuyere.support.GatewayUnderTest.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.support.Eventually;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that writes what each test wants, byte for byte. */
class ConnectionsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final CopyOnWriteArrayList<NetSocket> accepted = new CopyOnWriteArrayList<>();
    private BiConsumer<NetSocket, Buffer> server = (socket, asked) -> write(socket, OK);
    private final ConnectionCounts counts = new ConnectionCounts();
    private int port;

    @BeforeEach
    void listen() {
        port = done(vertx.createNetServer()
                        .connectHandler(socket -> {
                            accepted.add(socket);
                            socket.exceptionHandler(broken -> {}).handler(asked -> server.accept(socket, asked));
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterEach
    void close() {
        done(vertx.close());
    }

    private Connections connections(int most, Duration patience, Duration idle) {
        Dialer dialer = new Dialer(
                vertx.createNetClient(new NetClientOptions()),
                new ConnectOptions().setHost("127.0.0.1").setPort(port),
                () -> 0,
                () -> {});
        return new Connections(vertx, dialer, new ConnectionLimits(most, 10, patience, idle, LONG), counts);
    }

    private Connections connections() {
        return connections(1, LONG, LONG);
    }

    private static void write(NetSocket socket, String text) {
        Future<Void> unused = socket.write(text);
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(entered -> work.get().onComplete(promise));
        return done(promise.future());
    }

    private Response call(Connections connections) {
        return call(connections, Buffer.buffer());
    }

    private Response call(Connections connections, Buffer body) {
        return onLoop(() -> begin(connections, body));
    }

    private static Future<Response> begin(Connections connections, Buffer body) {
        Connection idle = connections.idle();
        Future<Connection> next = idle == null ? connections.queue().future() : Future.succeededFuture(idle);
        return next.compose(connection -> {
            RequestHead head = new RequestHead();
            head.begin("POST", "/", null);
            head.header("content-length", Integer.toString(body.length()));
            return connection.send(head, body).response();
        });
    }

    private Throwable failure(Connections connections) {
        return onLoop(
                () -> begin(connections, Buffer.buffer()).transform(done -> Future.succeededFuture(done.cause())));
    }

    @Test
    void connectionCarriesOneCallAfterTheOther() {
        Connections connections = connections();

        for (int i = 0; i < 3; i++) {
            assertThat(call(connections).body()).isEqualTo(new byte[] {'o', 'k'});
        }

        assertThat(accepted).hasSize(1);
    }

    @Test
    void connectionsAreCountedByWhatTheyDo() {
        server = (socket, asked) -> {};
        Connections connections = connections(1, Duration.ofMillis(300), Duration.ofSeconds(1));
        loop.runOnContext(entered -> {
            Future<Response> unused = begin(connections, Buffer.buffer());
        });
        Eventually.check(() -> assertThat(List.of(counts.inUse(), counts.idle(), counts.waiting()))
                .containsExactly(1L, 0L, 0L));

        loop.runOnContext(entered -> {
            Future<Response> unused = begin(connections, Buffer.buffer());
        });
        Eventually.check(() -> assertThat(counts.waiting()).isEqualTo(1));
        Eventually.check(
                () -> assertThat(counts.waiting()).as("its patience is over").isZero());

        write(accepted.get(0), OK);
        Eventually.check(
                () -> assertThat(List.of(counts.inUse(), counts.idle())).containsExactly(0L, 1L));
        // From when it is taken from the idle ones until its end it is one in use.
        Eventually.check(() -> assertThat(List.of(counts.inUse(), counts.idle()))
                .as("nobody used it")
                .containsExactly(0L, 0L));
    }

    @Test
    void connectionThatBreaksIsNotCountedAnyMore() {
        Connections connections = connections();
        assertThat(call(connections).status()).isEqualTo(200);
        assertThat(counts.idle()).isEqualTo(1);

        done(accepted.get(0).close());

        Eventually.check(() -> assertThat(counts.idle()).isZero());
        assertThat(counts.inUse()).isZero();
    }

    /** Nobody asked for it, and the next call would take it for its own answer. */
    @Test
    void whatComesBehindAResponseIsNobodys() {
        server = (socket, asked) -> write(socket, OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        Connections connections = connections();

        assertThat(call(connections).body()).isEqualTo(new byte[] {'o', 'k'});
        assertThat(call(connections).body()).isEqualTo(new byte[] {'o', 'k'});

        assertThat(accepted).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"
            })
    void connectionThatTheServerEndsIsNotUsedAgain(String response) {
        server = (socket, asked) -> write(socket, response);
        Connections connections = connections();

        assertThat(call(connections).status()).isEqualTo(200);
        assertThat(call(connections).status()).isEqualTo(200);

        assertThat(accepted).hasSize(2);
    }

    @Test
    void responseUpToTheEndOfTheConnectionIsWhole() {
        server = (socket, asked) -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\n\r\nok"));

        assertThat(call(connections()).body()).isEqualTo(new byte[] {'o', 'k'});
    }

    @Test
    void informationIsNoResponse() {
        server = (socket, asked) -> write(socket, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK);

        assertThat(call(connections()).status()).isEqualTo(200);
    }

    /** The rest of the request would be read as the beginning of the next one. */
    @Test
    void responseThatOvertakesItsRequestEndsTheConnection() {
        server = (socket, asked) -> {
            ((ConnectionBase) socket).channel().config().setAutoRead(false); // pause() loses what comes before the end
            write(socket, OK);
        };
        Connections connections = connections();

        assertThat(call(connections, Buffer.buffer(new byte[32 << 20])).status())
                .isEqualTo(200);
        server = (socket, asked) -> write(socket, OK);

        assertThat(call(connections).status()).isEqualTo(200);
        assertThat(accepted).hasSize(2);
    }

    @Test
    void responseThatIsCutOffFails() {
        server = (socket, asked) -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"));

        assertThat(failure(connections())).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void connectionThatWasClosedWhileIdleIsNotUsed() {
        Connections connections = connections();
        assertThat(call(connections).status()).isEqualTo(200);

        done(accepted.get(0).close());

        Eventually.check(() -> assertThat(onLoop(() -> Future.succeededFuture(connections.exhausted())))
                .isFalse());
        assertThat(call(connections).status()).isEqualTo(200);
    }

    @Test
    void connectionThatNobodyUsesIsClosed() {
        Connections connections = connections(1, LONG, Duration.ofSeconds(1));

        assertThat(call(connections).status()).isEqualTo(200);

        Eventually.check(() -> assertThat(onLoop(() -> Future.succeededFuture(connections.exhausted())))
                .isFalse());
    }

    @Test
    void callerWhoWaitsTooLongIsTold() {
        server = (socket, asked) -> {};
        Connections connections = connections(1, Duration.ofMillis(50), LONG);
        loop.runOnContext(entered -> {
            Future<Response> unused = begin(connections, Buffer.buffer());
        });
        Eventually.check(() -> assertThat(accepted).hasSize(1));

        assertThat(failure(connections)).isInstanceOf(TimeoutException.class);
    }
}
