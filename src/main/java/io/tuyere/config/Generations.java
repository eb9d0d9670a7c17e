package io.tuyere.config;

import io.tuyere.config.Generation.Trigger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/** The configuration in force, and what became of the latest readings. Any thread. */
public final class Generations {
    private static final int KEPT = 50;
    private static final int MOST_PROBLEMS = 50;

    private final Configuration started;
    private final LongSupplier nowMillis;
    private final Deque<Generation> latest = new ArrayDeque<>();
    private volatile Configuration configuration;
    private volatile int inForce;
    private int read;

    /** The first generation, by a clock in milliseconds since the epoch. */
    public Generations(Configuration first, LongSupplier nowMillis) {
        this.started = first;
        this.configuration = first;
        this.nowMillis = nowMillis;
        Generation unused = add(Trigger.START, true, List.of(), List.of());
    }

    /** What the gateway goes by; keys that need a restart may say more than is true. */
    public Configuration configuration() {
        return configuration;
    }

    /** Number of the generation in force. */
    public int inForce() {
        return inForce;
    }

    /** The latest readings, the last one first. */
    public synchronized List<Generation> history() {
        return List.copyOf(latest);
    }

    /** The last reading. */
    public synchronized Generation last() {
        return latest.getFirst();
    }

    /** A reading came into force. */
    synchronized Generation taken(Configuration now, Trigger trigger, List<Problem> doubts) {
        configuration = now;
        return add(trigger, true, lines(doubts), WaitingKeys.between(started, now));
    }

    /** A reading was refused. */
    synchronized Generation refused(Trigger trigger, List<Problem> problems) {
        return add(trigger, false, lines(problems), last().waiting());
    }

    private static List<String> lines(List<Problem> problems) {
        return problems.stream().limit(MOST_PROBLEMS).map(Problem::render).toList();
    }

    private synchronized Generation add(Trigger trigger, boolean taken, List<String> problems, List<String> waiting) {
        Generation made = new Generation(++read, nowMillis.getAsLong(), trigger, taken, problems, waiting);
        latest.addFirst(made);
        if (latest.size() > KEPT) {
            latest.removeLast();
        }
        if (taken) {
            inForce = made.number();
        }
        return made;
    }
}
