package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.time.SteadyClock;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What stands between the program and its database server. */
class PoolerCheckTest {

    private final String url = TestPostgres.newDatabase();

    private SqlStore open(String by) {
        NodeIdentity node = new NodeIdentity("one", "1", null, NodeIdentity.LEASE);
        return SqlStore.openPostgres(by, TestPostgres.USER, null, node, SteadyClock.ofMachine());
    }

    @Test
    void aPoolerThatKeepsNoSessionsIsRefused() throws IOException {
        try (TransactionPooler pooler =
                new TransactionPooler(Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1")))) {
            assertThatThrownBy(() -> open(pooler.url(url)))
                    .isInstanceOf(StoreStartException.class)
                    .hasMessageStartingWith("palyra.store.url: at jdbc:postgresql://localhost:")
                    .hasMessageContaining("a pooler that gives each transaction another session")
                    .hasMessageContaining("pool_mode=session");
        }
    }

    @Test
    void aWireIsTaken() throws IOException {
        try (CutWire wire = CutWire.to(url);
                SqlStore store = open(wire.url(url))) {
            assertThat(store.probe().join()).isTrue();
        }
    }
}
