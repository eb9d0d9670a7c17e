package io.tuyere.token;

import static io.tuyere.token.EventLoops.done;
import static io.tuyere.token.FakeIssuer.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that several event loops want at the same time. */
class TokensOnEventLoopsTest {
    private static final TokenKey PROJECT = new TokenKey.OfProject("project", "eu");
    private static final TokenKey.OfUser USER = new TokenKey.OfUser("acme", "eu", "uid");
    private static final long LIFE = 7_200_000;
    private static final int CALLERS = 100;

    private final AtomicLong clock = new AtomicLong(1_000_000_000);
    private final Tokens tokens = new Tokens(new MemoryTokenStore(), clock::get);
    private EventLoops loops;

    @BeforeEach
    void start() throws Exception {
        loops = new EventLoops(4);
    }

    @AfterEach
    void stop() throws Exception {
        loops.close();
    }

    @Test
    void hundredCallersShareOneRenewalAndEachIsAnsweredOnItsOwnContext() throws Exception {
        FakeIssuer issuer = new FakeIssuer();
        Set<Context> seen = ConcurrentHashMap.newKeySet();

        List<Future<Future<String>>> asked = onLoops(context ->
                Future.succeededFuture(tokens.current(PROJECT, issuer).map(token -> {
                    assertThat(Vertx.currentContext()).isSameAs(context);
                    seen.add(context);
                    return token.access().reveal();
                })));
        List<Future<String>> answers = new ArrayList<>();
        for (Future<Future<String>> each : asked) {
            answers.add(done(each));
        }
        issuer.answer(token("a", clock.get() + LIFE));

        for (Future<String> answer : answers) {
            assertThat(done(answer)).isEqualTo("a");
        }
        assertThat(seen).hasSize(4);
        assertThat(issuer.calls()).isEqualTo(1);
    }

    @Test
    void hundredRefusalsOfATokenLeadToOneRenewal() throws Exception {
        OneByOne issuer = new OneByOne(LIFE);
        UpstreamToken refused = done(tokens.current(PROJECT, issuer));

        List<Future<UpstreamToken>> replaced = onLoops(context -> tokens.replace(PROJECT, refused, issuer));

        for (Future<UpstreamToken> each : replaced) {
            assertThat(done(each).access()).isNotEqualTo(refused.access());
        }
        assertThat(issuer.calls.get()).isEqualTo(2);
    }

    /** Whatever comes in whatever order: nobody waits for ever, and nobody asks while another one does. */
    @Test
    void everybodyIsAnsweredAndOneAsksAtATime() throws Exception {
        OneByOne issuer = new OneByOne(Tokens.AHEAD_MILLIS);

        List<Future<UpstreamToken>> answers = new ArrayList<>();
        for (int round = 0; round < 50; round++) {
            answers.addAll(onLoops(context -> anything(issuer)));
            clock.addAndGet(Tokens.SPACING_MILLIS);
        }

        for (Future<UpstreamToken> answer : answers) {
            assertThat(done(answer).access().reveal()).isNotEmpty();
        }
        assertThat(issuer.overlaps.get()).isZero();
        assertThat(tokens.size()).isEqualTo(1);
    }

    private Future<UpstreamToken> anything(OneByOne issuer) {
        return switch (ThreadLocalRandom.current().nextInt(10)) {
            case 0 -> {
                UpstreamToken signedIn = token("login-" + issuer.calls.get(), clock.get() + LIFE);
                yield tokens.signIn(USER, signedIn).map(signedIn);
            }
            case 1, 2 -> tokens.current(USER, issuer).compose(token -> tokens.replace(USER, token, issuer));
            default -> tokens.current(USER, issuer);
        };
    }

    private <T> List<Future<T>> onLoops(Function<Context, Future<T>> call) {
        return IntStream.range(0, CALLERS)
                .mapToObj(number -> {
                    Promise<T> answer = Promise.promise();
                    Context context = loops.context(number);
                    context.runOnContext(
                            ignored -> call.apply(context).onComplete(answer::tryComplete, answer::tryFail));
                    return answer.future();
                })
                .toList();
    }

    /** Answers each call a little later, on the loop that asked, with a token that was never given before. */
    private final class OneByOne implements TokenIssuer {
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicInteger overlaps = new AtomicInteger();
        private final long life;

        OneByOne(long life) {
            this.life = life;
        }

        @Override
        public Future<UpstreamToken> issue(@Nullable UpstreamToken current) {
            if (underWay.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            Promise<UpstreamToken> answer = Promise.promise();
            UpstreamToken fresh = token("t" + calls.incrementAndGet(), clock.get() + life);
            loops.context(calls.get()).runOnContext(ignored -> {
                underWay.decrementAndGet();
                answer.complete(fresh);
            });
            return answer.future();
        }
    }
}
