package io.tuyere.limit;

import io.tuyere.observe.LimitMeters;
import io.tuyere.redis.RedisKeys;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cloud's own limits, kept before the cloud has to enforce them: so many calls a second for each project, method and path.
 * Calls are spread evenly, so that no second sees more of them than the figure, wherever the cloud's seconds begin. Whether
 * the figures hold for each data centre or for all together is not published; they are taken to hold for each. Any thread.
 */
public final class Pace {
    /** Others are passed on as they come: nobody knows what they mean to the cloud. */
    static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH");

    /** Alarms ring to the millisecond; the permits of this long may be had at once, so that they do not slow down high rates. */
    private static final double BURST_SECONDS = 0.02;

    private final Limiters limiters;
    private final Limiters alone;
    private final Shared shared;
    private final PaceTable table;
    private final ConcurrentHashMap<Key, Gate> gates = new ConcurrentHashMap<>();
    private volatile Map<String, Double> overrides = Map.of();
    private volatile Consumer<String> tellOthers = name -> {};

    /**
     * The published pace.
     *
     * @param limiters hold it; of the fleet where there is one
     * @param alone limiters of this process
     */
    public Pace(Limiters limiters, Limiters alone, Shared shared) {
        this.limiters = limiters;
        this.alone = alone;
        this.shared = shared;
        this.table = PaceTable.builtIn();
    }

    /** Rings once, after some milliseconds. */
    @FunctionalInterface
    public interface Alarm {
        /** Calls {@code action} on any event loop. */
        void ring(long millis, Runnable action);
    }

    /** What all gates share. */
    public record Shared(
            LimitMeters meters, WaitingRoom room, Alarm alarm, LongSupplier nanos, BooleanSupplier dryRun) {}

    record Key(String project, String region, String method, String template) {
        private static final Pattern NAME = Pattern.compile("\\{(.+)}:pace:(.+):(.+):(.+)");

        String call() {
            return method + ' ' + template;
        }

        /** What the fleet calls it. */
        String name() {
            return "{" + RedisKeys.escaped(project) + "}:pace:" + region + ":" + method + ":"
                    + RedisKeys.escaped(template);
        }

        /** The key of this name; null for a name of something else. */
        static @Nullable Key named(String name) {
            Matcher parts = NAME.matcher(name);
            return parts.matches()
                    ? new Key(
                            RedisKeys.unescaped(parts.group(1)),
                            parts.group(2),
                            parts.group(3),
                            RedisKeys.unescaped(parts.group(4)))
                    : null;
        }
    }

    /** Calls this with what the cloud says comes too fast, where the other instances would not know of it otherwise. */
    void whenSlowed(Consumer<String> tell) {
        tellOthers = tell;
    }

    /** The cloud says to another instance that calls of this name come too fast. */
    void slowedElsewhere(String name) {
        Key key = Key.named(name);
        Gate gate = key == null ? null : gates.get(key);
        if (gate != null) {
            gate.slowedElsewhere();
        }
    }

    /** Takes these figures from now on, over the published ones. */
    public void override(Map<String, Double> figures) {
        if (!figures.equals(overrides)) {
            overrides = Map.copyOf(figures);
            gates.clear();
        }
    }

    /**
     * Where a call passes; null for methods that are not paced.
     *
     * @param project access id of the project that signs it
     * @param template what its path is folded into
     */
    public @Nullable Gate gate(String project, String region, String method, String template) {
        if (!METHODS.contains(method)) {
            return null;
        }
        Key key = new Key(project, region, method, template);
        Gate known = gates.get(key);
        return known == null ? gates.computeIfAbsent(key, this::open) : known;
    }

    /** Drops the gates of projects that there are no more; whoever waits at one is let through as before. */
    public void keep(Predicate<String> projects) {
        gates.forEach((key, gate) -> {
            if (!projects.test(key.project)) {
                gates.computeIfPresent(key, this::dropped);
            }
        });
    }

    private @Nullable Gate dropped(Key key, Gate gate) {
        limiters.drop(key.name());
        return null;
    }

    /** Gates that there are. */
    int size() {
        return gates.size();
    }

    /** Calls that wait for their turn. */
    public int waiting() {
        return shared.room.waiting();
    }

    private Gate open(Key key) {
        double figure = overrides.getOrDefault(key.call(), table.perSecond(key.method, key.template));
        if (figure > 0) {
            return new Turnstile(key, limiters.limiter(key.name(), rate(figure)), shared);
        }
        return new OpenGate(
                shared,
                rate -> new Turnstile(key, alone.limiter("", rate), shared),
                () -> tellOthers.accept(key.name()));
    }

    static Gcra rate(double perSecond) {
        return Gcra.of(perSecond, Math.max(1, (long) (perSecond * BURST_SECONDS)));
    }
}
