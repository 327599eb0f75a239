package io.palyra.connectors.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is forgotten first. */
class RecentMapTest {

    @Test
    void theEntryThatWasNotUsedForLongestIsForgotten() {
        RecentMap<String, Integer> map = new RecentMap<>(2);
        map.put("a", 1);
        map.put("b", 2);
        assertThat(map.get("a")).isEqualTo(1);
        map.put("c", 3);
        assertThat(map.keySet()).containsExactly("a", "c");
        map.merge("a", 1, Integer::sum);
        map.computeIfAbsent("d", key -> 4);
        assertThat(map).containsOnlyKeys("a", "d").containsEntry("a", 2);
    }

    @Test
    void aSetForgetsWhatWasAddedFirst() {
        Set<String> set = RecentMap.set(2);
        set.add("a");
        set.add("b");
        assertThat(set).contains("a");
        set.add("c");
        assertThat(set).containsExactly("b", "c");
    }
}
