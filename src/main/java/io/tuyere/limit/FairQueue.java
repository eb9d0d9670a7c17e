package io.tuyere.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line for each owner, served in turn: whoever lines up a thousand items waits behind himself, not others behind him. Not
 * thread-safe.
 */
final class FairQueue<T> {
    private final Map<String, Deque<T>> lines = new LinkedHashMap<>();

    void add(String owner, T item) {
        lines.computeIfAbsent(owner, name -> new ArrayDeque<>(2)).add(item);
    }

    /** Takes the first item of the line whose turn it is, null for none. */
    @Nullable
    T poll() {
        Iterator<Map.Entry<String, Deque<T>>> all = lines.entrySet().iterator();
        if (!all.hasNext()) {
            return null;
        }
        Map.Entry<String, Deque<T>> line = all.next();
        String owner = line.getKey();
        Deque<T> items = line.getValue();
        all.remove();
        T item = items.remove();
        if (!items.isEmpty()) {
            lines.put(owner, items);
        }
        return item;
    }

    /** Takes an item out of its line, if it is there. */
    boolean remove(String owner, T item) {
        Deque<T> line = lines.get(owner);
        if (line == null || !line.remove(item)) {
            return false;
        }
        if (line.isEmpty()) {
            lines.remove(owner);
        }
        return true;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** How many items would be served before another one of this owner, if no more came. */
    int ahead(String owner) {
        Deque<T> own = lines.get(owner);
        int mine = own == null ? 0 : own.size();
        int ahead = 0;
        for (Deque<T> line : lines.values()) {
            ahead += Math.min(line.size(), mine + 1);
        }
        return ahead;
    }
}
