package io.tuyere.redis;

import static io.tuyere.support.GatewayUnderTest.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.observe.Meters;
import io.tuyere.redis.RedisSettings.Mode;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Certificate;
import io.tuyere.support.DocumentedAcl;
import io.tuyere.support.Eventually;
import io.tuyere.support.RedisProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
final class RedisLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration GENEROUS = Duration.ofSeconds(2);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final List<RedisLink> links = new ArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final RedisProcess redis = RedisProcess.start();

    @AfterEach
    void closeLinks() {
        links.forEach(link -> done(link.close()));
        links.clear();
    }

    @AfterAll
    void stop() {
        done(vertx.close());
        redis.close();
    }

    private RedisLink link(RedisSettings settings) {
        Meters meters = new Meters();
        RedisLink link =
                new RedisLink(vertx, settings, new RedisState(meters, System::currentTimeMillis), meters.redis());
        links.add(link);
        done(link.start());
        return link;
    }

    @Test
    void commandIsAnswered() {
        RedisLink link = link(redis.settings(GENEROUS));

        assertThat(link.state().up()).isTrue();
        assertThat(done(link.send(Request.cmd(Command.PING))).toString()).isEqualTo("PONG");
    }

    @Test
    void scriptThatRedisForgotIsSentAgain() {
        RedisLink link = link(redis.settings(GENEROUS));
        Script script = Script.of("return {KEYS[1], ARGV[1]}");
        assertThat(redis.ask("SCRIPT", "FLUSH")).isEqualTo("OK");

        Response first = done(link.run(script, List.of("k"), List.of(Buffer.buffer(new byte[] {0, (byte) 200}))));
        Response second = done(link.run(script, List.of("k"), List.of(Buffer.buffer("v"))));

        assertThat(first.get(1).toBytes()).containsExactly(0, 200);
        assertThat(second.get(1).toString()).isEqualTo("v");
        assertThat(redis.calls("eval")).isPositive();
    }

    @Test
    void errorOfACommandIsNoLostServer() {
        RedisLink link = link(redis.settings(GENEROUS));

        Future<Response> wrong = link.send(Request.cmd(Command.INCRBY).arg("k").arg("x"));

        assertThatThrownBy(() -> done(wrong)).hasMessageContaining("not an integer");
        assertThat(link.state().up()).isTrue();
    }

    @Test
    void frozenServerCostsOneBudgetAndThenNothing() {
        try (RedisProcess frozen = RedisProcess.start()) {
            RedisLink link = link(frozen.settings(SHORT));
            frozen.freeze();

            assertThatThrownBy(() -> done(link.send(Request.cmd(Command.PING)))).isInstanceOf(RedisLostException.class);
            Eventually.holds("it is lost", PATIENCE, () -> !link.state().up());
            Future<Response> next = link.send(Request.cmd(Command.PING));

            assertThat(next.failed()).as("at once").isTrue();
            assertThat(link.state().reason()).contains("no answer in time");
            frozen.thaw();
            Eventually.holds("it is back", PATIENCE, () -> link.state().up());
        }
    }

    @Test
    void lossAndReturnAreLoggedOncePerChange() {
        try (CapturedLog log = new CapturedLog();
                RedisProcess own = RedisProcess.start()) {
            RedisLink link = link(own.settings(GENEROUS));

            own.kill();
            Eventually.holds("it is lost", PATIENCE, () -> !link.state().up());
            for (int i = 0; i < 50; i++) {
                assertThat(link.send(Request.cmd(Command.PING)).failed()).isTrue();
            }
            own.restart();
            Eventually.holds("it is back", PATIENCE, () -> link.state().up());

            assertThat(log.text().split("redis is lost", -1)).hasSize(2);
            assertThat(log.text().split("redis is up", -1)).hasSize(3); // at the start, and again
        }
    }

    @Test
    void floodOfCommandsIsCutOffAtOnce() {
        RedisLink link = link(redis.settings(GENEROUS));
        List<Future<Response>> flood = new CopyOnWriteArrayList<>();

        redis.freeze();
        for (int i = 0; i < 1_100; i++) {
            flood.add(link.send(Request.cmd(Command.PING)));
        }
        redis.thaw();

        assertThat(flood).filteredOn(Future::failed).hasSizeBetween(70, 80);
        assertThat(done(Future.join(flood).otherwiseEmpty())).isNull();
        assertThat(flood).filteredOn(Future::succeeded).hasSize(1_024);
    }

    @Test
    void userWithTheDocumentedPermissionsIsEnough() {
        DocumentedAcl.on(redis);

        RedisLink link = link(DocumentedAcl.as(redis.settings(GENEROUS)));

        assertThat(link.state().up()).as(link.state().reason()).isTrue();
        assertThatThrownBy(() -> done(link.send(Request.cmd(Command.FLUSHALL)))).hasMessageContaining("NOPERM");
    }

    @Test
    void certificateThatNobodyVouchesForIsRefused(@TempDir Path directory) {
        NetServer server = vertx.createNetServer(new NetServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(Certificate.in(directory).store()))
                .connectHandler(socket -> socket.handler(bytes -> {}));
        int port = done(server.listen(0, "127.0.0.1")).actualPort();

        RedisLink link = link(new RedisSettings(
                List.of("rediss://localhost:" + port),
                Mode.STANDALONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                GENEROUS));

        assertThat(link.state().up()).isFalse();
        Eventually.holds("it says why", PATIENCE, () -> link.state().reason().contains("certification path"));
    }
}
