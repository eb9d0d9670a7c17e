package io.tuyere.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Slows down whoever guesses at credentials. A source may fail to prove itself {@value #FREE} times at once and
 * {@value #FREE_PER_SECOND} times a second in the long run; the refusals beyond that are held for {@value #HOLD_MILLIS} ms,
 * {@value #MOST_HELD} at a time, and those beyond that are not answered. Calls that prove themselves are never held, so that
 * whoever shares an address with a guesser notices nothing; nor are those that come from this machine itself, unless a proxy on
 * it passes them on. Of the whole process; any thread.
 */
public final class GuessBrake {
    static final int FREE = 200;
    static final int FREE_PER_SECOND = 5;
    static final int HOLD_MILLIS = 500;
    static final int MOST_HELD = 64;
    private static final long MOST_SOURCES = 50_000;
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);
    private static final long REFILL_NANOS = TimeUnit.SECONDS.toNanos(1) / FREE_PER_SECOND;
    private static final int NETWORK_BYTES = 8; // of an IPv6 address: whoever has one has all of its /64

    private static final Future<Boolean> AT_ONCE = Future.succeededFuture(true);
    private static final Future<Boolean> NEVER = Future.succeededFuture(false);

    private final Vertx vertx;
    private final ClientAddresses addresses;
    private final LongSupplier nanos;
    private final Cache<String, Source> sources = Caffeine.newBuilder()
            .maximumSize(MOST_SOURCES)
            .expireAfterAccess(FORGOTTEN)
            .build();

    /** A brake that has seen nobody, by a clock that never goes back. */
    public GuessBrake(Vertx vertx, ClientAddresses addresses, LongSupplier nanos) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.nanos = nanos;
    }

    /**
     * Completes when the refusal of a request that did not prove itself may be answered, most often at once: true to answer it, false
     * to end the connection instead.
     */
    Future<Boolean> refused(HttpServerRequest request) {
        return addresses.ofThisMachine(request) ? AT_ONCE : refused(addresses.of(request));
    }

    /** The same, of an address. */
    Future<Boolean> refused(String address) {
        Source source = sources.get(network(address), seen -> new Source(nanos.getAsLong()));
        return switch (source.guessed(nanos.getAsLong())) {
            case FREE -> AT_ONCE;
            case HELD -> vertx.timer(HOLD_MILLIS).map(over -> source.released());
            case TOO_MANY -> NEVER;
        };
    }

    /** What a source is known by. */
    private static String network(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes != null && bytes.length > NETWORK_BYTES
                ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES)
                : address;
    }

    private enum Turn {
        FREE,
        HELD,
        TOO_MANY
    }

    /** What an address has guessed; a bucket that fills with time and is emptied by failures. */
    private static final class Source {
        private long refilledNanos;
        private int free = FREE;
        private int held;

        Source(long nowNanos) {
            refilledNanos = nowNanos;
        }

        synchronized Turn guessed(long nowNanos) {
            long refill = (nowNanos - refilledNanos) / REFILL_NANOS;
            free = (int) Math.min(FREE, free + refill);
            refilledNanos += refill * REFILL_NANOS;
            if (free > 0) {
                free--;
                return Turn.FREE;
            }
            if (held == MOST_HELD) {
                return Turn.TOO_MANY;
            }
            held++;
            return Turn.HELD;
        }

        synchronized boolean released() {
            held--;
            return true;
        }
    }
}
