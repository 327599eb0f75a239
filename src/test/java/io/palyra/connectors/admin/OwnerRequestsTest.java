package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import io.palyra.connectors.cluster.NodeState;
import io.palyra.connectors.testkit.LoopbackDiscord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which nodes are called. */
class OwnerRequestsTest {

    @Test
    void withoutTokenOnlyThisMachineIsCalled() {
        assertThat(OwnerRequests.noWay(stored("http://10.0.0.2:8080"), LoopbackDiscord.OPS, false))
                .get()
                .asString()
                .contains("node one runs discord:ops at http://10.0.0.2:8080", "palyra.admin.token");
        assertThat(OwnerRequests.noWay(stored("http://10.0.0.2:8080"), LoopbackDiscord.OPS, true))
                .isEmpty();
        assertThat(OwnerRequests.noWay(stored("http://[::1]:8080"), LoopbackDiscord.OPS, false))
                .isEmpty();
        assertThat(OwnerRequests.noWay(stored(null), LoopbackDiscord.OPS, true)).isPresent();
    }

    private static StoredNode stored(@Nullable String url) {
        return new StoredNode("one#1", "one", "1", url, NodeState.ALIVE, 1, 1, 5_000, null, false);
    }
}
