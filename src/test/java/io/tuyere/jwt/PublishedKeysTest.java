package io.tuyere.jwt;

import static io.tuyere.support.GatewayUnderTest.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.observe.Meters;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.JwksServer;
import io.tuyere.support.TestIssuer;
import io.tuyere.support.TestIssuer.IssuerKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that are fetched from a server, over real sockets and by a clock that is set by hand. */
class PublishedKeysTest {
    private static final IssuerKey OLD = new IssuerKey("old", "ES256");
    private static final IssuerKey NEW = new IssuerKey("new", "ES256");

    @AutoClose
    private final Vertx vertx = Vertx.vertx();

    @AutoClose
    private final JwksServer server = new JwksServer(OLD);

    private final AtomicLong nanos = new AtomicLong();
    private final Meters meters = new Meters();
    private final PublishedKeys keys = new PublishedKeys(
            server.url() + "?hunter2", new JwksClient(vertx::createHttpClient), meters.jwt(), nanos::get);

    private Future<Void> seek(String kid) {
        return keys.seek(known -> known.knows(kid));
    }

    private boolean knows(String kid) {
        KeySet known = keys.keys();
        return known != null && known.knows(kid);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** What is due is fetched; waits until that is over. */
    private void tick() {
        keys.tick();
        done(keys.seek(known -> true));
    }

    private double counted(String result) {
        return meters.scrape()
                .lines()
                .filter(line -> line.startsWith("tuyere_jwks_refreshes_total{result=\"" + result + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void theyAreFetchedOnceForAllWhoNeedThem() {
        assertThat(keys.keys()).isNull();

        done(Future.all(Stream.generate(() -> seek("old")).limit(50).toList()).<Void>mapEmpty());

        assertThat(knows("old")).isTrue();
        assertThat(server.asked()).isEqualTo(1);
        assertThat(server.requests().get(0).uri()).isEqualTo("/keys?hunter2");
        assertThat(keys.trouble()).isEmpty();
    }

    @Test
    void keyThatIsNotAmongThemIsLookedForAtOnceButNotAgainSoon() {
        done(seek("old"));
        server.publish(OLD, NEW);

        done(seek("new"));
        assertThat(knows("new")).isTrue();
        assertThat(knows("old")).isTrue();

        done(seek("nobody's"));
        pass(Duration.ofMillis(29_999));
        done(seek("nobody's"));
        assertThat(server.asked()).isEqualTo(2);

        pass(Duration.ofMillis(1));
        done(seek("nobody's"));
        assertThat(server.asked()).isEqualTo(3);
    }

    /** What is under way may have been answered before the issuer had the key. */
    @Test
    void keyThatAppearedDuringAFetchIsLookedForBehindIt() {
        done(seek("old"));
        pass(Duration.ofMinutes(5));
        server.hold();
        keys.tick();
        Eventually.holds("the keys are asked for", Duration.ofSeconds(10), () -> server.asked() == 2);

        Future<Void> sought = seek("new");
        server.publish(NEW);
        server.release(OLD);
        done(sought);

        assertThat(knows("new")).isTrue();
        assertThat(server.asked()).isEqualTo(3);
    }

    @Test
    void keyThatIsTakenBackIsGoneWithTheNextFetch() {
        server.publish(OLD, NEW);
        done(seek("old"));
        server.publish(NEW);

        pass(Duration.ofSeconds(299));
        tick();
        assertThat(knows("old")).isTrue();

        pass(Duration.ofSeconds(1));
        tick();
        assertThat(knows("old")).isFalse();
        assertThat(counted("taken")).isEqualTo(2);
    }

    /** So that what was proven with them stays so. */
    @Test
    void keysThatAreTheSameStayTheSame() {
        tick();
        KeySet before = keys.keys();

        pass(Duration.ofMinutes(5));
        tick();

        assertThat(server.asked()).isEqualTo(2);
        assertThat(keys.keys()).isSameAs(before);
        assertThat(counted("unchanged")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'max-age=600', 600",
        "'public, max-age=120, must-revalidate', 120",
        "'max-age=0', 60",
        "'max-age=86400', 900",
        "'no-store', 300",
        "'s-maxage=10', 300",
        "'max-age=99999999999', 300"
    })
    void theyAreUsedAsLongAsTheServerSaysWithinBounds(String control, long seconds) {
        server.answer(200, OLD.set(), "Cache-Control", control);
        tick();

        pass(Duration.ofSeconds(seconds - 1));
        tick();
        assertThat(server.asked()).isEqualTo(1);

        pass(Duration.ofSeconds(1));
        tick();
        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void thoseFetchedLastStayWhileNoneCanBeFetched() {
        tick();
        pass(Duration.ofMinutes(5));
        try (CapturedLog log = new CapturedLog()) {
            server.breakOff();
            tick();
            assertThat(knows("old")).isTrue();
            assertThat(keys.trouble()).isNotEmpty();

            for (long seconds : new long[] {5, 10, 20, 40, 80, 160, 320, 320}) {
                int asked = server.asked();
                pass(Duration.ofSeconds(seconds - 1));
                tick();
                assertThat(server.asked()).isEqualTo(asked);
                pass(Duration.ofSeconds(1));
                tick();
                assertThat(server.asked()).isEqualTo(asked + 1);
            }
            assertThat(log.text().split("cannot be fetched, those fetched last are used", -1))
                    .hasSize(2);
            assertThat(counted("failed")).isEqualTo(9);

            server.publish(NEW);
            pass(Duration.ofSeconds(320));
            tick();
            assertThat(keys.trouble()).isEmpty();
            assertThat(knows("new")).isTrue();
            assertThat(log.text()).contains("keys of an issuer changed").doesNotContain("hunter2");
        }
    }

    @Test
    void firstKeysAreLookedForAgainAfterASecond() {
        server.breakOff();
        done(seek("old"));
        done(seek("old"));
        assertThat(keys.keys()).isNull();
        assertThat(server.asked()).isEqualTo(1);

        server.publish(OLD);
        pass(Duration.ofSeconds(1));
        done(seek("old"));
        assertThat(knows("old")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "500, '{\"keys\":[]}', its answer has status 500",
        "404, '', its answer has status 404",
        "200, 'no JSON', it is no JSON key set",
        "200, '', it is no JSON key set",
        "200, '{\"keys\":[]}', it has no key for signatures"
    })
    void answerThatIsNoKeySetIsNone(int status, String body, String words) {
        tick();
        server.answer(status, body);
        pass(Duration.ofMinutes(5));

        tick();

        assertThat(keys.trouble()).startsWith(words);
        assertThat(knows("old")).isTrue();
    }

    /** Whoever may redirect a request could otherwise say which keys are right. */
    @Test
    void redirectIsNotFollowed() {
        try (JwksServer elsewhere = new JwksServer(NEW)) {
            server.answer(302, "", "Location", elsewhere.url());
            tick();

            assertThat(keys.trouble()).isEqualTo("its answer has status 302");
            assertThat(elsewhere.asked()).isZero();
        }
    }

    @Test
    void answerThatDoesNotEndIsCutOff() {
        server.answer(200, OLD.set() + " ".repeat(JwksClient.MOST_BYTES));

        tick();

        assertThat(keys.trouble()).isEqualTo("its answer is longer than 65536 bytes");
    }

    @Test
    void answerThatDoesNotComeIsNotWaitedForLong() {
        server.hold();
        long began = System.nanoTime();

        done(seek("old"));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(9));
        assertThat(keys.trouble()).isEqualTo("no answer within 5000 ms");
    }

    @Test
    void placesComeAndGoWithTheConfiguration() {
        Set<String> named = ConcurrentHashMap.newKeySet();
        KeySources sources =
                new KeySources(vertx, new JwksClient(vertx::createHttpClient), () -> named, meters.jwt(), nanos::get);
        String written = TestIssuer.keySet(NEW);
        named.add(server.url());
        named.add(written);

        sources.tick();
        KeySource published = Objects.requireNonNull(sources.find(server.url()));
        done(published.seek(known -> known.knows("old")));
        sources.tick();

        assertThat(sources.find(server.url())).isSameAs(published);
        assertThat(Objects.requireNonNull(sources.find(written)).keys()).hasToString("1 key for ES256");
        assertThat(sources.troubled()).isZero();

        named.remove(server.url());
        sources.tick();
        assertThat(sources.find(server.url())).isNull();

        named.add(server.url());
        sources.tick();
        assertThat(sources.find(server.url())).isNotSameAs(published);
        assertThat(server.asked()).isBetween(1, 2);
    }
}
