package io.tuyere.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tuyere.core.LocateProbe;
import io.tuyere.core.ResourceId;
import io.tuyere.core.Tenant;
import io.tuyere.token.SingleFlight;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out in which region something lives, with one question to each at most: those who ask for the same thing at once share
 * the question, what was found is learned, and what no region knows is not asked for again for a minute. Of the process; any
 * thread.
 */
public final class Locator {
    private static final long MOST_REMEMBERED = 20_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final LearnedRegions learned;
    private final SingleFlight<Key, Located> flights = new SingleFlight<>();
    private final Cache<Key, Located> remembered = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    /** Over what was learned. */
    public Locator(LearnedRegions learned) {
        this.learned = learned;
    }

    private record Key(String tenant, List<String> regions, Sought sought) {}

    /**
     * Where something is.
     *
     * @param source {@code learned} without a question now, {@code remembered} from the last minute, or {@code asked}
     * @param findings what each region said, none where it was learned
     */
    record Located(Optional<String> region, String source, List<Finding> findings) {
        Located {
            findings = List.copyOf(findings);
        }

        private Located from(String other) {
            return new Located(region, other, findings);
        }
    }

    /**
     * Where it is.
     *
     * @param ask asks every region
     */
    Future<Located> locate(
            Tenant tenant, Sought sought, boolean fresh, Function<Sought, Future<List<Part>>> ask, Inquiry inquiry) {
        Key key = new Key(tenant.id(), tenant.regions(), sought);
        Optional<Located> known = fresh ? Optional.empty() : known(key);
        if (known.isPresent()) {
            return Future.succeededFuture(known.get());
        }
        return flights.join(
                key,
                () -> recalled(key)
                        .compose(nothing -> Optional.ofNullable(
                                        fresh ? null : known(key).orElse(null))
                                .map(Future::succeededFuture)
                                .orElseGet(() -> ask.apply(sought).map(parts -> located(key, parts, inquiry)))));
    }

    private Optional<Located> known(Key key) {
        Optional<Located> found = key.sought()
                .resource()
                .flatMap(resource -> learned.find(key.tenant(), resource))
                .filter(key.regions()::contains)
                .map(region -> new Located(Optional.of(region), "learned", List.of()));
        return found.or(() -> Optional.ofNullable(remembered.getIfPresent(key)).map(last -> last.from("remembered")));
    }

    private Future<Void> recalled(Key key) {
        return key.sought()
                .resource()
                .map(resource -> learned.recall(key.tenant(), resource))
                .orElseGet(Future::succeededFuture);
    }

    private Located located(Key key, List<Part> parts, Inquiry inquiry) {
        boolean byItems = LocateProbe.of(key.sought().subject()).byItems();
        List<Finding> findings =
                parts.stream().map(part -> Finding.of(part, byItems)).toList();
        inquiry.release(parts);
        List<String> knowing = findings.stream()
                .filter(finding -> finding.verdict() == Finding.Verdict.FOUND)
                .map(Finding::region)
                .toList();
        Located located = new Located(knowing.stream().findFirst(), "asked", findings);
        if (knowing.size() == 1) {
            learn(key, knowing.get(0));
        }
        if (!knowing.isEmpty() || findings.stream().allMatch(Finding::certain)) {
            remembered.put(key, located);
        }
        return located;
    }

    private void learn(Key key, String region) {
        Optional<ResourceId> resource = key.sought().resource();
        resource.ifPresent(about -> learned.learn(key.tenant(), about, region));
    }
}
