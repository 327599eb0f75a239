package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BalanceTest {

    private static List<ConnectorId> instances(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ConnectorId.of("echo:i" + i))
                .toList();
    }

    private static Map<ConnectorId, String> owned(String owner, List<ConnectorId> instances) {
        Map<ConnectorId, String> owners = new HashMap<>();
        instances.forEach(id -> owners.put(id, owner));
        return owners;
    }

    @Test
    void whoIsAloneTakesAll() {
        Balance balance = Balance.of("a", List.of("a"), instances(5), Map.of(), Set.of());
        assertThat(balance.take()).hasSize(5);
        assertThat(balance.give()).isEmpty();
    }

    @Test
    void takesNoMoreThanItsShareOfWhatNobodyHas() {
        assertThat(Balance.of("a", List.of("a", "b"), instances(5), Map.of(), Set.of())
                        .take())
                .hasSize(3);
    }

    @Test
    void twoThatTakeAtOnceBeginAtDifferentEnds() {
        List<ConnectorId> first = Balance.of("a", List.of("a", "b"), instances(4), Map.of(), Set.of())
                .take();
        List<ConnectorId> second = Balance.of("b", List.of("a", "b"), instances(4), Map.of(), Set.of())
                .take();
        assertThat(first).doesNotContainAnyElementsOf(second);
    }

    @Test
    void whoHasTheMostGivesOneAtATime() {
        Map<ConnectorId, String> owners = owned("a", instances(4));
        assertThat(Balance.of("a", List.of("a", "b"), instances(4), owners, Set.of())
                        .give())
                .isPresent();
        assertThat(Balance.of("b", List.of("a", "b"), instances(4), owners, Set.of())
                        .give())
                .isEmpty();
    }

    @Test
    void aDifferenceOfOneIsEven() {
        Map<ConnectorId, String> owners = owned("a", instances(1));
        assertThat(Balance.of("a", List.of("a", "b"), instances(1), owners, Set.of())
                        .give())
                .isEmpty();
    }

    @Test
    void nothingIsGivenWhileSomethingIsFree() {
        Map<ConnectorId, String> owners = owned("a", instances(3));
        assertThat(Balance.of("a", List.of("a", "b"), instances(4), owners, Set.of())
                        .give())
                .isEmpty();
    }

    @Test
    void whoIsNotAliveTakesAndGivesNothing() {
        Map<ConnectorId, String> owners = owned("a", instances(3));
        Balance balance = Balance.of("a", List.of("b"), instances(4), owners, Set.of());
        assertThat(balance.take()).isEmpty();
        assertThat(balance.give()).isEmpty();
    }

    /** Nodes decide in turn, from any beginning; what one gives is free for the next. */
    @Property
    void endsEvenAndStaysSo(
            @ForAll @IntRange(min = 1, max = 5) int nodes,
            @ForAll @IntRange(max = 12) int count,
            @ForAll List<@IntRange(max = 6) Integer> beginning) {
        List<ConnectorId> wanted = instances(count);
        TreeSet<String> alive = new TreeSet<>(
                IntStream.range(0, nodes).mapToObj(node -> "n" + node).toList());
        Map<ConnectorId, String> owners = new HashMap<>();
        for (int i = 0; i < Math.min(count, beginning.size()); i++) {
            if (beginning.get(i) < nodes) {
                owners.put(wanted.get(i), "n" + beginning.get(i));
            }
        }
        for (int round = 0; round < 4 * count + 4; round++) {
            turn(alive, wanted, owners);
        }
        List<Long> counts = new ArrayList<>();
        alive.forEach(
                node -> counts.add(owners.values().stream().filter(node::equals).count()));
        assertThat(owners).hasSize(count);
        assertThat(counts.stream().mapToLong(Long::longValue).max().orElseThrow()
                        - counts.stream().mapToLong(Long::longValue).min().orElseThrow())
                .isLessThanOrEqualTo(1);
        Map<ConnectorId, String> before = Map.copyOf(owners);
        turn(alive, wanted, owners);
        assertThat(owners).isEqualTo(before);
    }

    private static void turn(TreeSet<String> alive, List<ConnectorId> wanted, Map<ConnectorId, String> owners) {
        for (String node : alive) {
            Balance balance = Balance.of(node, alive, wanted, owners, Set.of());
            balance.take().forEach(id -> owners.put(id, node));
            balance.give().ifPresent(owners::remove);
        }
    }
}
