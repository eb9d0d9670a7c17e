package io.tuyere.token;

import static io.tuyere.token.EventLoops.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private final SingleFlight<String, Integer> flights = new SingleFlight<>();
    private final AtomicInteger works = new AtomicInteger();

    @Test
    void workIsDoneOncePerKeyWhileItIsUnderWay() {
        Promise<Integer> work = Promise.promise();

        Future<Integer> first = flights.join("a", () -> counted(work.future()));
        Future<Integer> second = flights.join("a", () -> counted(work.future()));
        Future<Integer> other = flights.join("b", () -> counted(Future.succeededFuture(2)));
        work.complete(1);

        assertThat(first.result()).isEqualTo(1);
        assertThat(second.result()).isEqualTo(1);
        assertThat(other.result()).isEqualTo(2);
        assertThat(works.get()).isEqualTo(2);
    }

    @Test
    void nothingIsRememberedAfterwards() {
        assertThat(flights.join("a", () -> Future.succeededFuture(1)).result()).isEqualTo(1);
        assertThat(flights.join("a", () -> Future.succeededFuture(2)).result()).isEqualTo(2);
    }

    @Test
    void failureIsShared() {
        Promise<Integer> work = Promise.promise();

        Future<Integer> first = flights.join("a", work::future);
        Future<Integer> second = flights.join("a", work::future);
        work.fail("no");

        assertThat(first.cause()).hasMessage("no");
        assertThat(second.cause()).isSameAs(first.cause());
    }

    /** Once only exceptions were caught, so that an error left everybody who came later waiting for ever. */
    @Test
    void workThatThrowsAnErrorFreesTheKey() {
        Future<Integer> broken = flights.join("a", () -> {
            throw new StackOverflowError();
        });

        assertThat(broken.cause()).isInstanceOf(StackOverflowError.class);
        assertThat(flights.join("a", () -> Future.succeededFuture(1)).result()).isEqualTo(1);
    }

    @Test
    void workThatEndsMayBeginItAgain() {
        Promise<Integer> work = Promise.promise();

        Future<Integer> again = flights.join("a", work::future)
                .compose(first -> flights.join("a", () -> Future.succeededFuture(first + 1)));
        work.complete(1);

        assertThat(again.result()).isEqualTo(2);
    }

    @Test
    void everyCallerIsAnsweredHoweverFlightsLand() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> joined = new ArrayList<>();
            for (java.util.concurrent.Future<List<Future<Integer>>> caller : threads.invokeAll(
                    IntStream.range(0, 4).mapToObj(this::caller).toList())) {
                joined.addAll(caller.get(10, TimeUnit.SECONDS));
            }

            for (Future<Integer> each : joined) {
                assertThat(done(each)).isEqualTo(1);
            }
            assertThat(joined).hasSize(20_000);
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<List<Future<Integer>>> caller(int number) {
        return () -> IntStream.range(0, 5_000)
                .mapToObj(turn -> flights.join("a", () -> landing(turn + number)))
                .toList();
    }

    private static Future<Integer> landing(int turn) {
        if (turn % 2 == 0) {
            return Future.succeededFuture(1);
        }
        Promise<Integer> later = Promise.promise();
        ForkJoinPool.commonPool().execute(() -> later.complete(1));
        return later.future();
    }

    private Future<Integer> counted(Future<Integer> work) {
        works.incrementAndGet();
        return work;
    }
}
