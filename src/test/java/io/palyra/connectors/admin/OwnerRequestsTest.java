package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import io.palyra.connectors.cluster.NodeState;
import io.palyra.connectors.testkit.LoopbackDiscord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** As somebody may have written it into the store. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "http:///x",
                "file:///etc/passwd",
                "http://a\nb",
                "http://",
                "",
                "ftp://10.0.0.2",
                "http://a b/"
            })
    void whatIsNoAddressIsNotCalled(String url) {
        assertThat(OwnerRequests.noWay(stored(url), LoopbackDiscord.OPS, true))
                .hasValueSatisfying(reason -> assertThat(reason).contains("is no address of http"));
    }

    private static StoredNode stored(@Nullable String url) {
        return new StoredNode("one#1", "one", "1", url, NodeState.ALIVE, 1, 1, 5_000, null, false);
    }
}
