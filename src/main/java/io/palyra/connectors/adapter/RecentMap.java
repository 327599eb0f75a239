package io.palyra.connectors.adapter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the entries that were used last, up to a number, and forgets the others. A look with {@link #get} is a use, and changes
 * the order: not thread safe, for readers neither.
 */
public final class RecentMap<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;
    private static final int FIRST_CAPACITY = 16;
    private static final float LOAD_FACTOR = 0.75f;

    private final int max;

    /** @param max entries that are kept */
    public RecentMap(int max) {
        super(FIRST_CAPACITY, LOAD_FACTOR, true);
        this.max = max;
    }

    /** A set that keeps the elements that were added last; whether one is in it is no use of it. */
    public static <E> Set<E> set(int max) {
        return Collections.newSetFromMap(new RecentMap<>(max));
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
    }
}
