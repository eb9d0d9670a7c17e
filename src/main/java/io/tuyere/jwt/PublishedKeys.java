package io.tuyere.jwt;

import io.tuyere.observe.JwtMeters;
import io.tuyere.token.SingleFlight;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that are published at a URL. They are fetched again before long, and at once when a token names a key that is not among
 * them, though not more often than every {@value #SOUGHT_SECONDS} s. Those fetched last stay while none can be fetched. One
 * fetch is under way at a time. Any thread.
 */
final class PublishedKeys implements KeySource {
    static final long SOUGHT_SECONDS = 30;
    private static final long SOUGHT_NANOS = Duration.ofSeconds(SOUGHT_SECONDS).toNanos();
    private static final Duration USUAL = Duration.ofMinutes(5);
    private static final Duration SOONEST = Duration.ofMinutes(1);
    private static final Duration LATEST = Duration.ofMinutes(15);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final long FIRST_KEYS_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);

    private final String url;
    private final JwksClient client;
    private final JwtMeters meters;
    private final LongSupplier nanos;
    private final SingleFlight<String, Void> flights = new SingleFlight<>();

    // Written by the fetch that is under way only.
    private volatile @Nullable KeySet keys;
    private volatile String trouble = "";
    private volatile long dueNanos;
    private volatile long triedNanos;
    private volatile long soughtNanos;
    private volatile Duration pause = FIRST_RETRY;

    /** Keys that are not fetched yet, by a clock that never goes back. */
    PublishedKeys(String url, JwksClient client, JwtMeters meters, LongSupplier nanos) {
        this.url = url;
        this.client = client;
        this.meters = meters;
        this.nanos = nanos;
        long now = nanos.getAsLong();
        this.dueNanos = now;
        this.triedNanos = now - FIRST_KEYS_NANOS;
        this.soughtNanos = now - SOUGHT_NANOS;
    }

    @Override
    public @Nullable KeySet keys() {
        return keys;
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public void tick() {
        if (since(dueNanos) >= 0) {
            flights.join(url, () -> since(dueNanos) >= 0 ? fetch() : Future.succeededFuture())
                    .onFailure(bug -> LOG.error("keys of an issuer met an error", bug));
        }
    }

    /** What is under way may have been asked before the issuer had the key, hence a second look behind it. */
    @Override
    public Future<Void> seek(Predicate<KeySet> wanted) {
        return flights.join(url, () -> look(wanted))
                .compose(landed -> has(wanted) ? Future.succeededFuture() : flights.join(url, () -> look(wanted)));
    }

    private Future<Void> look(Predicate<KeySet> wanted) {
        if (has(wanted)) {
            return Future.succeededFuture();
        }
        if (keys == null) {
            return since(triedNanos) >= FIRST_KEYS_NANOS ? fetch() : Future.succeededFuture();
        }
        if (since(soughtNanos) < SOUGHT_NANOS) {
            return Future.succeededFuture();
        }
        soughtNanos = nanos.getAsLong();
        return fetch();
    }

    private boolean has(Predicate<KeySet> wanted) {
        KeySet known = keys;
        return known != null && wanted.test(known);
    }

    private long since(long before) {
        return nanos.getAsLong() - before;
    }

    private Future<Void> fetch() {
        return Future.succeededFuture(url)
                .compose(client::get)
                .map(this::taken)
                .otherwise(this::failed)
                .<Void>mapEmpty();
    }

    private boolean taken(JwksClient.Fetched fetched) {
        KeySet before = keys;
        boolean same = fetched.keys().same(before);
        if (!same) {
            keys = fetched.keys();
            told(before == null ? "keys of an issuer were fetched" : "keys of an issuer changed");
        } else if (!trouble.isEmpty()) {
            told("keys of an issuer can be fetched again");
        }
        trouble = "";
        pause = FIRST_RETRY;
        meters.refreshed(same ? "unchanged" : "taken");
        return settle(within(Objects.requireNonNullElse(fetched.maxAge(), USUAL)));
    }

    private boolean failed(Throwable cause) {
        String why = JwksClient.words(cause);
        if (trouble.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("jwks", shown())
                    .addKeyValue("reason", why)
                    .log(
                            keys == null
                                    ? "keys of an issuer cannot be fetched"
                                    : "keys of an issuer cannot be fetched, those fetched last are used");
        }
        trouble = why;
        meters.refreshed("failed");
        Duration again = pause;
        pause = again.compareTo(USUAL) < 0 ? again.multipliedBy(2) : again;
        return settle(again);
    }

    private boolean settle(Duration again) {
        triedNanos = nanos.getAsLong();
        dueNanos = triedNanos + again.toNanos();
        return true;
    }

    private void told(String what) {
        LOG.atInfo().addKeyValue("jwks", shown()).addKeyValue("keys", keys).log(what);
    }

    private static Duration within(Duration wanted) {
        if (wanted.compareTo(SOONEST) < 0) {
            return SOONEST;
        }
        return wanted.compareTo(LATEST) > 0 ? LATEST : wanted;
    }

    /** A query may hold a secret. */
    private String shown() {
        return url.replaceFirst("\\?.*", "?***");
    }
}
