package io.palyra.connectors.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of lanes that were entered lately, which are found faster by them. Of a database into which only this process
 * writes; whoever deletes lanes has them forgotten. For the writer thread.
 */
final class KnownLanes {

    /** Some 200 bytes each. */
    static final int LANES_MAX = 4_096;

    private final Map<LaneName, Long> numbers = new Recent<>(LANES_MAX, dropped -> {});

    @Nullable
    Long number(LaneName lane) {
        return numbers.get(lane);
    }

    /** What a transaction has found, once it has committed. */
    void add(Map<LaneName, Long> found) {
        numbers.putAll(found);
    }

    void forget() {
        numbers.clear();
    }
}
