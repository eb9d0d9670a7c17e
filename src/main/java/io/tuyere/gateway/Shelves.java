package io.tuyere.gateway;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A map that never changes, and of which a changed copy costs little: its entries lie on shelves, and the copy shares all
 * shelves but those that the change touches. Looking something up costs what it costs in a hash map. Any thread.
 */
final class Shelves<V> extends AbstractMap<String, V> {
    private static final int SHELVES = 1_024;
    private static final int SHIFT = 32 - 10;
    private static final int GOLDEN = 0x9E3779B9; // spreads hashes over their upper bits, which the maps do not go by

    private final Map<String, V>[] shelves;
    private final int size;

    private Shelves(Map<String, V>[] shelves, int size) {
        this.shelves = shelves;
        this.size = size;
    }

    /** A map without entries. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps cannot be made otherwise
    static <V> Shelves<V> empty() {
        Map<String, V>[] shelves = new Map[SHELVES];
        Arrays.fill(shelves, Map.of());
        return new Shelves<>(shelves, 0);
    }

    private static int shelf(String key) {
        return (key.hashCode() * GOLDEN) >>> SHIFT;
    }

    @Override
    @SuppressWarnings("NullAway") // null for what is not there, as the contract of maps has it
    public @Nullable V get(@Nullable Object key) {
        return key instanceof String text ? shelves[shelf(text)].get(text) : null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return size;
    }

    /** Begins a changed copy. */
    Change change() {
        return new Change();
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, V>> iterator() {
                return Stream.of(shelves)
                        .map(Map::entrySet)
                        .flatMap(Collection::stream)
                        .iterator();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    /** Changes that are being put together. One thread. */
    final class Change {
        private final Map<String, V>[] next = shelves.clone();
        private final Map<Integer, Map<String, V>> touched = new HashMap<>();
        private int nextSize = size;

        /** The entry as it will be, null for none. */
        @Nullable
        V get(String key) {
            return next[shelf(key)].get(key);
        }

        void put(String key, V value) {
            if (touched(key).put(key, value) == null) {
                nextSize++;
            }
        }

        void remove(String key) {
            if (get(key) != null && touched(key).remove(key) != null) {
                nextSize--;
            }
        }

        private Map<String, V> touched(String key) {
            int at = shelf(key);
            return touched.computeIfAbsent(at, index -> {
                Map<String, V> copy = new HashMap<>(next[index]);
                next[index] = copy;
                return copy;
            });
        }

        /** The changed copy; nothing may be changed after it. */
        Shelves<V> done() {
            touched.keySet().forEach(at -> next[at] = Map.copyOf(next[at]));
            return new Shelves<>(next, nextSize);
        }
    }
}
