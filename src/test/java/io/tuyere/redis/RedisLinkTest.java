package io.tuyere.redis;

import static io.tuyere.support.GatewayUnderTest.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.core.Secret;
import io.tuyere.observe.Meters;
import io.tuyere.redis.RedisSettings.Mode;
import io.tuyere.support.Eventually;
import io.tuyere.support.RedisProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
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
    private static final String STORE_PASSWORD = "changeit";
    private static final String ACL = "SETUSER gateway on >word ~tuyere:1:* &tuyere:1:* resetchannels &tuyere:1:* -@all"
            + " +hello +ping +subscribe +get +set +del +pttl +pexpire +publish +time +evalsha +eval";

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
        List<String> acl = new ArrayList<>(List.of("ACL"));
        acl.addAll(List.of(ACL.split(" ", -1)));
        assertThat(redis.ask(acl.toArray(new String[0]))).isEqualTo("OK");

        RedisLink link = link(new RedisSettings(
                List.of(redis.url()),
                Mode.STANDALONE,
                Optional.empty(),
                Optional.of("gateway"),
                Optional.of(Secret.of("word")),
                false,
                GENEROUS));

        assertThat(link.state().up()).as(link.state().reason()).isTrue();
        assertThatThrownBy(() -> done(link.send(Request.cmd(Command.FLUSHALL)))).hasMessageContaining("NOPERM");
    }

    @Test
    void certificateThatNobodyVouchesForIsRefused(@TempDir Path directory) throws Exception {
        PfxOptions certificate =
                new PfxOptions().setPath(selfSigned(directory).toString()).setPassword(STORE_PASSWORD);
        NetServer server = vertx.createNetServer(
                        new NetServerOptions().setSsl(true).setKeyCertOptions(certificate))
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

    /** A key store with a certificate for localhost, made by the tool that comes with every JDK. */
    private static Path selfSigned(Path directory) throws Exception {
        Path store = directory.resolve("redis.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        STORE_PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        return store;
    }
}
