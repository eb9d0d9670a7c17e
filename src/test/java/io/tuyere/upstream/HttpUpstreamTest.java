package io.tuyere.upstream;

import static io.tuyere.support.GatewayUnderTest.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Region;
import io.tuyere.support.Eventually;
import io.tuyere.wire.Attempt;
import io.tuyere.wire.ConnectionCounts;
import io.tuyere.wire.Dialer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over a real connection, of which there is only one: who harms it harms the next call. */
class HttpUpstreamTest {
    private static final String OK = "{\"success\":true,\"t\":1}";
    private static final int HEAD = Attempt.HELD_BYTES;
    private static final UpstreamSettings SETTINGS =
            UpstreamSettings.defaults().withPoolSize(1).withConnectTimeout(Duration.ofSeconds(5));

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Queue<Handler<HttpServerRequest>> script = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<Lifetime> begun = new ConcurrentLinkedQueue<>();
    private HttpUpstream upstream = upstream(Sample.region(1));
    private int port;

    @BeforeEach
    void listen() {
        port = done(vertx.createHttpServer()
                        .connectionHandler(connection -> {
                            connections.incrementAndGet();
                            connection
                                    .exceptionHandler(broken -> {})
                                    .closeHandler(closed -> connections.decrementAndGet());
                        })
                        .requestHandler(request -> script.remove().handle(request))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        upstream = upstream(Sample.region(port));
    }

    private HttpUpstream upstream(Region region) {
        NetClient client = vertx.createNetClient(new NetClientOptions().setHostnameVerificationAlgorithm("HTTPS"));
        return new HttpUpstream(
                vertx,
                new Dialer(client, HttpUpstream.remote(region), () -> 0, () -> {}),
                region,
                CloudCodes.builtIn(),
                SETTINGS,
                new ConnectionCounts());
    }

    @AfterEach
    void close() {
        begun.forEach(this::complete);
        done(vertx.close());
    }

    private Lifetime lifetime() {
        Lifetime lifetime = Sample.lifetime();
        begun.add(lifetime);
        return lifetime;
    }

    private Future<Reply> send(Lifetime lifetime) {
        return onLoop(() -> {
            Call call = Sample.call(lifetime);
            return upstream.send(call, upstream.head(call));
        });
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(entered -> work.get().onComplete(promise));
        return promise.future();
    }

    private void end(Lifetime lifetime) {
        later(() -> lifetime.end(new Failure.ClientGone()));
    }

    private void complete(Lifetime lifetime) {
        later(lifetime::complete);
    }

    private void later(Runnable work) {
        Future<Void> ran = onLoop(() -> {
            work.run();
            return Future.succeededFuture();
        });
        done(ran);
    }

    private static Failure failure(Future<Reply> failed) {
        Throwable cause = done(failed.transform(result -> Future.succeededFuture(result.cause())));
        assertThat(cause).isInstanceOf(FailureException.class);
        return ((FailureException) cause).failure();
    }

    private static Handler<HttpServerRequest> answer(String body) {
        return request -> request.response().end(body);
    }

    private static String object(int bytes) {
        return "{" + " ".repeat(bytes - 2) + "}";
    }

    @ParameterizedTest
    @CsvSource({
        "2, false, true",
        "2, true, true",
        "16384, false, true",
        "16384, true, true",
        "16385, false, false",
        "16385, true, false",
        "300000, false, false",
        "300000, true, false"
    })
    void shortAnswersAreHeldAndLongOnesStream(int bytes, boolean chunked, boolean held) {
        script.add(request -> request.response().setChunked(chunked).end(object(bytes)));

        Reply reply = done(send(lifetime()));

        assertThat(reply.rest() == null).isEqualTo(held);
        assertThat(reply.head().length()).isLessThanOrEqualTo(bytes).isGreaterThan(Math.min(bytes, HEAD) - 1);
        assertThat(reply.length()).isEqualTo(chunked && !held ? -1 : bytes);
    }

    /** The abort of a finished attempt closed the connection under the call that used it next. */
    @Test
    void attemptThatIsOverLeavesItsConnectionToTheNext() {
        Promise<HttpServerRequest> second = Promise.promise();
        script.add(answer(OK));
        script.add(second::complete);
        Lifetime waiting = lifetime();
        assertThat(done(send(waiting)).status()).isEqualTo(200);
        Future<Reply> next = send(lifetime());
        HttpServerRequest arrived = done(second.future());

        end(waiting);
        done(arrived.response().end(OK));

        assertThat(done(next).status()).isEqualTo(200);
        assertThat(connections).hasValue(1);
    }

    /** The connection is free once the response is there, though its end is still held back by the pause. */
    @Test
    void endBehindAPausedResponseIsAnEnd() {
        for (int i = 0; i < 20; i++) {
            Promise<HttpServerRequest> second = Promise.promise();
            script.add(answer(object(HEAD + 100)));
            script.add(second::complete);
            Lifetime paused = lifetime();
            assertThat(done(send(paused)).rest()).isNotNull();
            Future<Reply> next = send(lifetime());

            complete(paused);
            done(done(second.future()).response().end(OK));

            assertThat(done(next).status()).isEqualTo(200);
        }
    }

    @Test
    void remainderThatNobodyReadsIsBrokenOff() {
        script.add(request -> request.response().setChunked(true).write(object(HEAD + 1)));
        Lifetime lifetime = lifetime();
        assertThat(done(send(lifetime)).rest()).isNotNull();
        assertThat(connections).hasValue(1);

        complete(lifetime);

        Eventually.check(() -> assertThat(connections).hasValue(0));
    }

    @Test
    void callThatEndsIsReset() {
        Promise<HttpServerRequest> arrived = Promise.promise();
        script.add(arrived::complete);
        Lifetime lifetime = lifetime();
        Future<Reply> reply = send(lifetime);
        assertThat(done(arrived.future()).response().ended()).isFalse();

        end(lifetime);

        assertThat(failure(reply)).isEqualTo(new Failure.ClientGone());
        Eventually.check(() -> assertThat(connections).hasValue(0));
    }

    @Test
    void callThatIsOverIsNotSent() {
        Promise<HttpServerRequest> first = Promise.promise();
        script.add(first::complete);
        Future<Reply> hanging = send(lifetime());
        HttpServerRequest arrived = done(first.future());
        Lifetime queued = lifetime();
        Future<Reply> waiting = send(queued);

        end(queued);
        done(arrived.response().end(OK));

        assertThat(done(hanging).status()).isEqualTo(200);
        assertThat(failure(waiting)).isEqualTo(new Failure.ClientGone());
        assertThat(failure(send(queued))).isEqualTo(new Failure.ClientGone());
        script.add(answer(OK));
        assertThat(done(send(lifetime())).status()).isEqualTo(200);
        assertThat(connections).hasValue(1);
    }

    @Test
    void serverThatSpeaksNoTlsIsUnavailable() {
        upstream = upstream(Sample.region("https://127.0.0.1:" + port));

        assertThat(failure(send(lifetime()))).isEqualTo(new Failure.RegionUnavailable("eu", "no TLS connection"));
    }

    @Test
    void answerThatIsNoHttpIsBroken() {
        int other = done(vertx.createNetServer()
                        .connectHandler(socket -> socket.handler(asked -> {
                            Future<Void> unused = socket.write("220 mail.example ready\r\n\r\n");
                        }))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        upstream = upstream(Sample.region(other));

        assertThat(failure(send(lifetime()))).isEqualTo(new Failure.UpstreamBroken("eu", "it does not speak HTTP"));
    }
}
