package io.tuyere.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was carried out, in order; the latest thousand of each subject, so that a load test cannot fill the heap. */
final class ExecutionLog {
    private static final int KEPT = 1000;

    private final Map<String, Deque<ExecutedCommand>> bySubject = new ConcurrentHashMap<>();

    void add(ExecutedCommand command) {
        Deque<ExecutedCommand> log = bySubject.computeIfAbsent(command.subject(), id -> new ArrayDeque<>());
        synchronized (log) {
            if (log.size() == KEPT) {
                log.removeFirst();
            }
            log.addLast(command);
        }
    }

    List<ExecutedCommand> of(String subject) {
        Deque<ExecutedCommand> log = bySubject.getOrDefault(subject, new ArrayDeque<>());
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    void reset() {
        bySubject.clear();
    }
}
