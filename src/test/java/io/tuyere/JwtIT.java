package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.tuyere.config.Configuration;
import io.tuyere.core.Credential;
import io.tuyere.core.RegionOverride;
import io.tuyere.core.Tenant;
import io.tuyere.observe.AccessLogSettings;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.JwksServer;
import io.tuyere.support.RecordingCloud;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestCertificates;
import io.tuyere.support.TestIssuer;
import io.tuyere.support.TestIssuer.IssuerKey;
import io.tuyere.support.TestTenants;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that prove themselves with tokens of an identity provider. */
class JwtIT {
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final IssuerKey OLD = new IssuerKey("old", "ES256");
    private static final IssuerKey NEW = new IssuerKey("new", "RS256");
    private static final int CLIENTS = 8;

    @TempDir
    private static Path folder;

    private static GatewayUnderTest start(String jwks) {
        return GatewayUnderTest.start(usual -> known(usual, jwks));
    }

    /** Two tenants of one issuer, in the regions eu and us. */
    private static Configuration known(Configuration usual, String jwks) {
        return usual.withTenants(Stream.concat(
                        usual.tenants().stream(), Stream.of(tenant("first", "eu", jwks), tenant("second", "us", jwks)))
                .toList());
    }

    private static Tenant tenant(String id, String region, String jwks) {
        Tenant usual = TestTenants.tenant(id, region, TestTenants.PROJECT, List.of(region));
        Credential login = new Credential.Jwt(TestIssuer.NAME, TestIssuer.AUDIENCE, jwks, "tenant", id, true, null);
        return new Tenant(id, region, List.of(region), false, Map.of(), usual.projects(), List.of(login), null, null);
    }

    private static Request call(GatewayUnderTest gateway, String token) {
        return gateway.request("GET", LAMP).header("Authorization", "Bearer " + token);
    }

    private static String token(IssuerKey key, String tenant) {
        return key.token(TestIssuer.claims(tenant, System.currentTimeMillis()));
    }

    @Test
    void tokenTellsTheTenantAndStaysHere() {
        try (RecordingCloud cloud = RecordingCloud.start("");
                GatewayUnderTest gateway = GatewayUnderTest.start(usual ->
                        known(usual, OLD.set()).withRegions(Map.of("eu", RegionOverride.of("eu", cloud.url()))))) {
            String token = token(OLD, "first");

            Response answer = call(gateway, token).send();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.region()).isEqualTo("eu");
            assertThat(call(gateway, token(OLD, "second")).send().region()).isEqualTo("us");
            assertThat(cloud.take())
                    .singleElement()
                    .asString()
                    .doesNotContainIgnoringCase("authorization")
                    .doesNotContain(token.substring(token.lastIndexOf('.')));
        }
    }

    @Test
    void refusalSaysWhatToDoAndNotWhichTenantsThereAre() {
        try (GatewayUnderTest gateway = start(OLD.set())) {
            String expired = OLD.token(TestIssuer.claims("first", System.currentTimeMillis() - 600_000));

            Response answer = call(gateway, expired).send();

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.error()).isEqualTo("jwt-invalid");
            assertThat(answer.json().getString("detail")).isEqualTo("JWT invalid: it has expired (exp); get a new one");
            assertThat(answer.header("www-authenticate"))
                    .isEqualTo("Bearer realm=\"tuyere\", error=\"invalid_token\","
                            + " error_description=\"it has expired (exp); get a new one\"");
            assertThat(call(gateway, forged("first")).send().message())
                    .isEqualTo(call(gateway, forged("nobody")).send().message());
            assertThat(call(gateway, token(OLD, "nobody")).send().error()).isEqualTo("jwt-invalid");
        }
    }

    /** A new token costs a check, and calls that come with it in the meantime wait for that one. */
    @Test
    void burstWithANewTokenIsOneCheck() throws InterruptedException {
        try (GatewayUnderTest gateway = start(OLD.set())) {
            String token = token(OLD, "first");
            Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            for (int i = 0; i < 4 * CLIENTS; i++) {
                clients.execute(() -> statuses.add(call(gateway, token).send().status()));
            }
            clients.shutdown();

            assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(statuses).hasSize(4 * CLIENTS).containsOnly(200);
        }
    }

    private static String forged(String tenant) {
        String token = token(new IssuerKey("forger", "ES256"), tenant);
        return TestIssuer.base64("{\"alg\":\"ES256\",\"kid\":\"old\"}") + token.substring(token.indexOf('.'));
    }

    /** Each client takes the key that its issuer has at the moment; none of their calls may notice the change. */
    @Test
    void keysMayChangeUnderTraffic() throws InterruptedException {
        try (JwksServer server = new JwksServer(OLD);
                GatewayUnderTest gateway = start(server.url())) {
            Issuing issuing = new Issuing(server);
            Queue<String> failed = new ConcurrentLinkedQueue<>();
            AtomicInteger answered = new AtomicInteger();
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> {
                    while (!clients.isShutdown()) {
                        Response answer = issuing.call(gateway);
                        answered.incrementAndGet();
                        if (answer.status() != 200) {
                            failed.add(answer.status() + " " + answer.text());
                        }
                    }
                });
            }

            String before = token(OLD, "first");
            awaitMore(answered, 200);
            issuing.change(NEW);
            awaitMore(answered, 200);
            clients.shutdown();

            assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(failed).isEmpty();
            assertThat(server.asked()).isEqualTo(2);
            assertThat(call(gateway, before).send().status())
                    .as("a key that is taken back")
                    .isEqualTo(401);
            assertThat(Scrape.of(gateway).value("tuyere_jwks_refreshes_total{result=\"taken\"}"))
                    .isEqualTo(2);
            assertThat(Scrape.of(gateway).value("tuyere_jwt_verifications_total{result=\"remembered\"}"))
                    .isPositive();
        }
    }

    private static void awaitMore(AtomicInteger answered, int more) {
        int goal = answered.get() + more;
        Eventually.holds("traffic flows", Duration.ofSeconds(30), () -> answered.get() >= goal);
    }

    /** An issuer whose old key is withdrawn when the new one is published, with no call under way in between. */
    private static final class Issuing {
        private final JwksServer server;
        private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
        private IssuerKey key = OLD;

        Issuing(JwksServer server) {
            this.server = server;
        }

        Response call(GatewayUnderTest gateway) {
            lock.readLock().lock();
            try {
                return JwtIT.call(gateway, token(key, "first")).send();
            } finally {
                lock.readLock().unlock();
            }
        }

        void change(IssuerKey to) {
            lock.writeLock().lock();
            try {
                server.publish(to);
                key = to;
            } finally {
                lock.writeLock().unlock();
            }
        }
    }

    @Test
    void withoutKeysItCannotBeTold() {
        try (JwksServer server = new JwksServer();
                GatewayUnderTest gateway = start(server.url())) {
            Response answer = call(gateway, token(OLD, "first")).send();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.error()).isEqualTo("keys-unavailable");
            assertThat(answer.header("retry-after")).isEqualTo("5");
            assertThat(gateway.management("/readyz").status()).isEqualTo(200);
            assertThat(gateway.keyed(TestTenants.ACME, "GET", LAMP).send().status())
                    .isEqualTo(200);
            assertThat(Scrape.of(gateway).value("tuyere_jwks_troubled")).isEqualTo(1);
        }
    }

    @Test
    void keysFetchedLastServeOnWhileTheirServerIsDown() {
        try (JwksServer server = new JwksServer(OLD);
                GatewayUnderTest gateway = start(server.url())) {
            assertThat(call(gateway, token(OLD, "first")).send().status()).isEqualTo(200);
            server.breakOff();

            assertThat(call(gateway, token(NEW, "first")).send().error())
                    .as("a key that may be new")
                    .isEqualTo("keys-unavailable");
            assertThat(call(gateway, token(OLD, "first")).send().status()).isEqualTo(200);
            assertThat(call(gateway, token(OLD, "second")).send().region()).isEqualTo("us");
            assertThat(gateway.management("/readyz").status()).isEqualTo(200);
        }
    }

    @Test
    void serverThatHangsHoldsUpNobodyForLongerThanTheirDeadline() {
        try (JwksServer server = new JwksServer(OLD);
                GatewayUnderTest gateway = start(server.url())) {
            assertThat(call(gateway, token(OLD, "first")).send().status()).isEqualTo(200);
            server.hold();

            Response late = call(gateway, token(NEW, "first"))
                    .header("X-Request-Timeout", "300ms")
                    .send();

            assertThat(late.error()).isEqualTo("deadline");
            assertThat(call(gateway, token(OLD, "first")).send().status()).isEqualTo(200);
        }
    }

    @Test
    void tokenIsToldNowhere() throws IOException {
        Path file = folder.resolve("calls.log");
        AccessLogSettings settings = AccessLogSettings.defaults()
                .withTo(file.toString())
                .withSample(1)
                .withHeader("User-Agent");
        String right = token(OLD, "first");
        String wrong = forged("first");
        String seen;
        try (CapturedLog log = new CapturedLog()) {
            try (GatewayUnderTest gateway = GatewayUnderTest.start(
                    usual -> known(usual, OLD.set()).withObserve(usual.observe().withAccessLog(settings)))) {
                assertThat(call(gateway, right).send().status()).isEqualTo(200);
                assertThat(call(gateway, wrong).send().status()).isEqualTo(401);
                seen = gateway.management("/metrics").text()
                        + gateway.management("/admin/v1/failures").text();
            }
            seen += log.text() + Files.readString(file);
        }

        assertThat(seen)
                .contains("\"credential_type\":\"jwt\"")
                .contains("\"credential\":\"https://login.example.com/ tenant=first\"")
                .contains("jwt-invalid")
                .doesNotContain("hunter2");
        for (String token : List.of(right, wrong)) {
            assertThat(seen).doesNotContain(token.split("\\.", -1)).doesNotContain(token);
        }
    }

    @Test
    void serverOfKeysProvesWhoItIs() {
        X509Bundle authority = TestCertificates.authority("logins");
        X509Bundle login = TestCertificates.local(authority);
        Path chain = TestCertificates.chain(folder.resolve("login.pem"), login);
        Path key = TestCertificates.key(folder.resolve("login.key"), login);
        HttpServerOptions secured = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                        new PemKeyCertOptions().addCertPath(chain.toString()).addKeyPath(key.toString()));
        try (JwksServer server = new JwksServer(secured, OLD)) {
            try (CapturedLog log = new CapturedLog();
                    GatewayUnderTest gateway = start(server.url())) {
                assertThat(call(gateway, token(OLD, "first")).send().error()).isEqualTo("keys-unavailable");
                assertThat(log.text()).contains("unable to find valid certification path");
            }
            try (GatewayUnderTest gateway = GatewayUnderTest.start(usual -> known(usual, server.url())
                    .withUpstream(usual.upstream()
                            .withTrust(TestCertificates.chain(folder.resolve("trust.pem"), authority))))) {
                assertThat(call(gateway, token(OLD, "first")).send().status()).isEqualTo(200);
            }
        }
    }
}
