package io.tuyere.config;

import io.tuyere.config.Generation.Trigger;
import io.tuyere.observe.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again when one of its files changes, or when told to. A new configuration is taken whole or not at
 * all: with any error in it the old one stays, and log and metrics say why. Files are looked at once a second, since what
 * Kubernetes does to mounted files escapes change notifications. Any thread.
 */
public final class ConfigWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);
    private static final long LOOK_MILLIS = 1_000;

    private final Vertx vertx;
    private final Supplier<Reading> reader;
    private final Consumer<Configuration> swap;
    private final Generations generations;
    private final Meters meters;
    private volatile Set<Path> files;
    private volatile Map<Path, String> seen;

    /**
     * A watcher that does not look yet.
     *
     * @param reader reads everything anew; may block
     * @param first what was read at the start
     * @param swap takes a sound configuration; called on a worker thread
     * @param generations remembers what became of it
     */
    public ConfigWatcher(
            Vertx vertx,
            Supplier<Reading> reader,
            Reading first,
            Consumer<Configuration> swap,
            Generations generations,
            Meters meters) {
        this.vertx = vertx;
        this.reader = reader;
        this.swap = swap;
        this.generations = generations;
        this.meters = meters;
        this.files = first.files();
        this.seen = states(files);
    }

    /** Begins to look. */
    public void start() {
        vertx.setPeriodic(
                LOOK_MILLIS,
                tick -> vertx.executeBlocking(this::reloadIfChanged, true)
                        .onFailure(broken -> LOG.error("looking at the configuration's files failed", broken)));
    }

    /** Reads everything anew; answers what came of it. */
    public Future<Generation> reload(Trigger trigger) {
        return vertx.executeBlocking(() -> read(trigger), true).map(Objects::requireNonNull);
    }

    private boolean reloadIfChanged() {
        return !states(files).equals(seen) && read(Trigger.FILE).taken();
    }

    private synchronized Generation read(Trigger trigger) {
        Map<Path, String> before = states(files);
        Reading reading = reader.get();
        // A file may have changed while it was read; then it looks changed with the next tick too.
        files = reading.files();
        seen = before.keySet().equals(files) ? before : states(files);
        Generation generation = reading.configuration()
                .map(sound -> take(sound, trigger, reading))
                .orElseGet(() -> refuse(trigger, reading));
        meters.reloaded(generation.taken());
        return generation;
    }

    private Generation take(Configuration sound, Trigger trigger, Reading reading) {
        swap.accept(sound);
        Generation generation = generations.taken(sound, trigger, reading.problems());
        LOG.info(
                "configuration reloaded: generation {}, {} tenants",
                generation.number(),
                sound.tenants().size());
        if (!generation.waiting().isEmpty()) {
            LOG.warn("configuration has changes that wait for a restart: {}", generation.waiting());
        }
        return generation;
    }

    private Generation refuse(Trigger trigger, Reading reading) {
        LOG.warn("configuration not reloaded, the old one stays: {}", reading.renderErrors());
        return generations.refused(trigger, reading.errors());
    }

    private static Map<Path, String> states(Set<Path> files) {
        Map<Path, String> states = new TreeMap<>();
        for (Path file : files) {
            states.put(file, state(file));
        }
        return states;
    }

    private static String state(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.lastModifiedTime().toMillis() + " " + now.size() + " " + now.fileKey();
        } catch (IOException absent) {
            return "absent";
        }
    }
}
