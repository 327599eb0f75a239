package io.palyra.connectors.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What was used last: the entry that nobody has asked for the longest makes room for a new one. Not thread safe. */
final class Recent<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int most;
    private final transient Consumer<? super V> dropped;

    /**
     * @param most entries
     * @param dropped is given what made room
     */
    Recent(int most, Consumer<? super V> dropped) {
        super(most, 0.75f, true);
        this.most = most;
        this.dropped = dropped;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        boolean drops = size() > most;
        if (drops) {
            dropped.accept(eldest.getValue());
        }
        return drops;
    }
}
