package io.tuyere.observe;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What is counted about the shared state. Any thread. */
public final class RedisMeters {
    private final Map<Ending, Counter> commands = new EnumMap<>(Ending.class);
    private final Counter connections;
    private final Counter unreadable;

    RedisMeters(Meters meters) {
        for (Ending ending : Ending.values()) {
            String label = ending.name().toLowerCase(Locale.ROOT);
            commands.put(ending, meters.counter("tuyere_redis_commands_total", "result", label));
        }
        connections = meters.counter("tuyere_redis_connections_total");
        unreadable = meters.counter("tuyere_redis_unreadable_total");
    }

    /** How a command ended. */
    public enum Ending {
        /** With its answer. */
        ANSWERED,
        /** With an error that Redis answered. */
        ERROR,
        /** Without an answer in its whole budget: the only ending that somebody had to wait for. */
        TIMEOUT,
        /** At once, since Redis is lost, or with its connection. */
        LOST
    }

    /** A command ended. */
    public void ended(Ending ending) {
        Objects.requireNonNull(commands.get(ending), "every ending is counted").increment();
    }

    /** A connection for commands was opened and works. */
    public void connected() {
        connections.increment();
    }

    /** A stored value is not one of ours, or is sealed under a key that is not configured. */
    public void unreadable() {
        unreadable.increment();
    }
}
