package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two nodes, of which one has what the other lacks, as while they are brought up to date one by one; they look once a second. */
class SpreadTest {

    private static final Set<String> BOTH = Set.of("a", "b");

    private final List<ConnectorId> all =
            IntStream.range(0, 6).mapToObj(i -> ConnectorId.of("echo:i" + i)).toList();
    private final Map<ConnectorId, String> owners = new HashMap<>();
    private final Map<String, Spread> spreads = Map.of("a", new Spread(this::nanos), "b", new Spread(this::nanos));
    private long now;
    private int given;

    private long nanos() {
        return now;
    }

    private void look(String node, Set<String> alive, List<ConnectorId> wanted) {
        Spread spread = spreads.get(node);
        Balance balance = spread.of(node, alive, wanted, owners);
        balance.take().forEach(id -> owners.put(id, node));
        spread.owned(node, owners);
        balance.give().ifPresent(id -> {
            given++;
            owners.remove(id);
            spread.gave(id);
        });
        now += TimeUnit.MILLISECONDS.toNanos(500);
    }

    private void look(int seconds, List<ConnectorId> byA, List<ConnectorId> byB) {
        for (int i = 0; i < seconds; i++) {
            look("a", BOTH, byA);
            look("b", BOTH, byB);
        }
    }

    @Test
    void whatStaysFreeIsTakenAboveTheShare() {
        look(100, all, all.subList(0, 3));
        assertThat(owners).containsOnlyKeys(all).containsValue("b");
        int before = given;
        look(100, all, all.subList(0, 3));
        assertThat(given).isEqualTo(before);
    }

    @Test
    void whatIsFreeForAMomentIsLeftToTheOther() {
        look("a", BOTH, all);
        assertThat(owners).hasSize(3);
        look("b", BOTH, all);
        assertThat(new HashSet<>(owners.values())).isEqualTo(BOTH);
        assertThat(owners).containsOnlyKeys(all);
    }

    @Test
    void whatNoOtherTakesIsGivenOnce() {
        all.forEach(id -> owners.put(id, "a"));
        look(100, all, all.subList(0, 1));
        assertThat(owners).containsOnlyKeys(all);
        int before = given;
        look(100, all, all.subList(0, 1));
        assertThat(given).isEqualTo(before);
    }

    @Test
    void whoeverJoinsMayBeGivenIt() {
        all.forEach(id -> owners.put(id, "a"));
        look(100, all, all.subList(0, 1));
        look("a", Set.of("a"), all);
        look(100, all, all);
        assertThat(owners.values().stream().filter("a"::equals)).hasSize(3);
    }

    @Test
    void whatWasGivenToOneThatLeavesIsTakenBackAtOnce() {
        all.forEach(id -> owners.put(id, "a"));
        look("a", BOTH, all);
        assertThat(given).isEqualTo(1);
        assertThat(owners).hasSize(all.size() - 1);
        look("a", Set.of("a"), all);
        assertThat(owners).hasSize(all.size());
    }
}
