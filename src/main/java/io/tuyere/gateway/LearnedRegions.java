package io.tuyere.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tuyere.core.ResourceId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where devices, users and homes were found before. Bounded: the least used are forgotten, and all of them after a month. What
 * this instance does not know, another may have learned: it is asked for once a minute at most. Any thread.
 */
public final class LearnedRegions {
    private static final long MAX_LEARNED = 200_000;
    private static final long MAX_MISSED = 10_000;
    private static final Duration MISSED = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final long MAX_ASKED = 50_000;
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);

    private final Cache<Key, String> regions = Caffeine.newBuilder()
            .maximumSize(MAX_LEARNED)
            .expireAfterWrite(REMEMBERED)
            .build();

    private final Cache<Key, Boolean> missed = Caffeine.newBuilder()
            .maximumSize(MAX_MISSED)
            .expireAfterWrite(MISSED)
            .build();

    private final Cache<Key, Boolean> askedInVain = Caffeine.newBuilder()
            .maximumSize(MAX_ASKED)
            .expireAfterWrite(ASKED_AGAIN)
            .build();

    private final @Nullable SharedRegions shared;

    /** Regions that nobody else learns from. */
    public LearnedRegions() {
        this(null);
    }

    /** Regions that are shared with other instances. */
    public LearnedRegions(@Nullable SharedRegions shared) {
        this.shared = shared;
    }

    private record Key(String tenant, ResourceId resource) {}

    /** The region id in which this tenant's resource was found. */
    public Optional<String> find(String tenant, ResourceId resource) {
        return Optional.ofNullable(regions.getIfPresent(new Key(tenant, resource)));
    }

    /** Remembers that a call for this resource succeeded in that region. */
    public void learn(String tenant, ResourceId resource, String region) {
        Key key = new Key(tenant, resource);
        if (!region.equals(regions.getIfPresent(key))) {
            regions.put(key, region);
            if (shared != null) {
                shared.learned(tenant, resource, region);
            }
        }
    }

    /** Whether others may know more. */
    boolean shared() {
        return shared != null;
    }

    /** Finds out what others learned about a resource that is not known here; never fails, and takes a few milliseconds. */
    public Future<Void> recall(String tenant, ResourceId resource) {
        Key key = new Key(tenant, resource);
        if (shared == null || regions.getIfPresent(key) != null || askedInVain.getIfPresent(key) != null) {
            return Future.succeededFuture();
        }
        return shared.find(tenant, resource)
                .onSuccess(found -> recalled(key, found))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private void recalled(Key key, Optional<String> found) {
        if (found.isPresent()) {
            regions.put(key, found.get());
        } else {
            askedInVain.put(key, true);
        }
    }

    /** Forgets that region, unless another was learned meanwhile; what others still say of it is not asked for a minute. */
    public void forget(String tenant, ResourceId resource, String region) {
        Key key = new Key(tenant, resource);
        regions.asMap().remove(key, region);
        askedInVain.put(key, true);
    }

    /** Forgets that region here and in Redis; answers whether Redis was told. What others hold, they hold on to. */
    public Future<Boolean> forgetEverywhere(String tenant, ResourceId resource, String region) {
        forget(tenant, resource, region);
        return shared == null
                ? Future.succeededFuture(false)
                : shared.forget(tenant, resource).map(true).otherwise(false);
    }

    /** Whether this tenant's resource was looked for in all its regions lately, and not found. */
    boolean missedLately(String tenant, ResourceId resource) {
        return missed.getIfPresent(new Key(tenant, resource)) != null;
    }

    /** Remembers for a minute that no region knows the resource. */
    void missed(String tenant, ResourceId resource) {
        missed.put(new Key(tenant, resource), true);
    }

    /** Number of resources remembered, about. */
    public long size() {
        return regions.estimatedSize();
    }
}
