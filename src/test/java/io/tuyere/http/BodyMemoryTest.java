package io.tuyere.http;

import static io.tuyere.support.GatewayUnderTest.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.support.Eventually;
import io.tuyere.support.Wire;
import io.tuyere.upstream.Lifetime;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies over real connections, with memory for three of them. */
final class BodyMemoryTest {
    private static final int BODY = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final BodyMemory memory = new BodyMemory(3 * BODY);
    private final BodyReader bodies = new BodyReader(BODY, memory, new SlowBodies(vertx, EdgeSettings.defaults()));
    private final List<Lifetime> lifetimes = new CopyOnWriteArrayList<>();
    private final List<Wire> clients = new ArrayList<>();
    private final HttpServer server =
            done(vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"));

    @AfterEach
    void end() {
        clients.forEach(Wire::close);
        done(vertx.close());
    }

    /** A call lasts until the test ends it, unless it is refused. */
    private void handle(HttpServerRequest request) {
        Lifetime lifetime = new Lifetime(60_000, why -> {});
        bodies.read(request, lifetime)
                .onSuccess(body -> lifetimes.add(lifetime))
                .onFailure(refused -> {
                    lifetime.complete();
                    request.response().setStatusCode(503).end().onComplete(told -> {});
                });
    }

    @Test
    void oneBodyMoreThanThereIsMemoryForIsRefusedUntilACallEnds() {
        for (int i = 0; i < 3; i++) {
            clients.add(sent());
        }
        Eventually.check(() -> assertThat(lifetimes).hasSize(3));
        assertThat(memory.held()).isEqualTo(3 * BODY);

        Wire refused = sent();
        clients.add(refused);
        assertThat(refused.head().status()).isEqualTo(503);
        Eventually.check(() -> assertThat(memory.held()).isEqualTo(3 * BODY));

        vertx.runOnContext(done -> lifetimes.get(0).complete());
        Eventually.check(() -> assertThat(memory.held()).isEqualTo(2 * BODY));
        clients.add(sent());
        Eventually.check(() -> assertThat(lifetimes).hasSize(4));

        vertx.runOnContext(done -> lifetimes.forEach(Lifetime::complete));
        Eventually.check(() -> assertThat(memory.held()).isZero());
    }

    private Wire sent() {
        Wire wire = new Wire(server.actualPort());
        return wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + BODY + "\r\n\r\n" + "x".repeat(BODY));
    }
}
