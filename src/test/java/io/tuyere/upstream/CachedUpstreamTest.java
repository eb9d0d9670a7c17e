package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.PathTemplates;
import io.tuyere.observe.Meters;
import io.tuyere.support.TurnedClock;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CachedUpstreamTest {
    private static final String SUCCESS = "{\"success\":true,\"result\":true,\"t\":1545447665981}";

    private final TurnedClock clock = new TurnedClock();
    private final Held cloud = new Held();
    private final ReplyCache cache = new ReplyCache(
            ReadSettings.defaults()
                    .withCached("GET " + Sharing.TEMPLATE, Duration.ofSeconds(10))
                    .withCacheBytes(1 << 20),
            new Meters(),
            clock);
    private final CachedUpstream cached =
            new CachedUpstream(cloud, "eu", cache, PathTemplates.builtIn(), new Meters().region("eu"));

    @Test
    void anAnswerIsKeptForItsTime() {
        ask(Sample.reply(SUCCESS));
        clock.pass(Duration.ofMillis(9_999));

        Reply again = cached.send(Sharing.read()).result();

        assertThat(again.head().toString()).isEqualTo(SUCCESS);
        assertThat(again.headers().get("X-Tuyere-Cache")).isEqualTo("hit");
        assertThat(again.headers().get("Age")).isEqualTo("9");
        assertThat(cloud.sent()).isEqualTo(1);

        clock.pass(Duration.ofMillis(1));
        assertThat(cached.send(Sharing.read()).isComplete()).isFalse();
        assertThat(cloud.sent()).isEqualTo(2);
    }

    @Test
    void nobodyElseSeesIt() {
        ask(Sample.reply(SUCCESS));

        Stream.concat(Sharing.others().stream(), Sharing.loners().stream())
                .forEach(call -> assertThat(cached.send(call).isComplete()).isFalse());
    }

    @Test
    void anotherRegionDoesNotSeeIt() {
        ask(Sample.reply(SUCCESS));
        CachedUpstream elsewhere =
                new CachedUpstream(cloud, "us", cache, PathTemplates.builtIn(), new Meters().region("us"));

        assertThat(elsewhere.send(Sharing.read()).isComplete()).isFalse();
    }

    static Stream<Future<Reply>> notKept() {
        return Stream.of(
                Sample.refusal(2010, "device not exist", 1),
                Sample.reply("{\"result\":true}"),
                Future.succeededFuture(Held.streaming()),
                Sample.reply(SUCCESS).map(reply -> reply.withStatus(206)));
    }

    @ParameterizedTest
    @MethodSource("notKept")
    void onlyWholeSuccessesAreKept(Future<Reply> answer) {
        ask(answer);

        assertThat(cached.send(Sharing.read()).isComplete()).isFalse();
    }

    @Test
    void whatOneClientIsToldInHeadersIsNotKept() {
        Future<Reply> first = cached.send(Sharing.read());
        cloud.answer(0).complete(Sample.reply(SUCCESS).result());
        first.result().headers().set("X-Tuyere-Hint", "for one only");
        cached.send(Sharing.read()).result().headers().set("X-Tuyere-Hint", "for another");

        assertThat(cached.send(Sharing.read()).result().headers().contains("X-Tuyere-Hint"))
                .isFalse();
    }

    @Test
    void itTakesNoMoreMemoryThanItMay() {
        Reply large = new Reply(
                200,
                HttpHeaders.headers(),
                Buffer.buffer(new byte[16 * 1024]),
                null,
                16 * 1024,
                new Envelope(true, null, "", 1));
        for (int i = 0; i < 1000; i++) {
            ReadKey key = new ReadKey(
                    "eu",
                    "acme",
                    "p",
                    Sample.SPEAKER,
                    "/" + i,
                    null,
                    Sharing.read().headers(),
                    Sharing.read().signedHeaders());
            cache.keep(key, large, 10_000);
        }

        assertThat(cache.size()).isLessThanOrEqualTo(64);
    }

    private void ask(Future<Reply> answer) {
        Future<Reply> asked = cached.send(Sharing.read());
        cloud.answer(cloud.sent() - 1).complete(answer.result());
        assertThat(asked.succeeded()).isTrue();
    }
}
