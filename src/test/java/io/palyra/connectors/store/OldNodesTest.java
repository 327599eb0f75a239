package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreLostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Programs that are older than the schema, among others or by themselves. */
class OldNodesTest {

    private final String url = TestPostgres.newDatabase();

    private SqlStore open(String url, String name) {
        return SqlStore.openPostgres(
                url,
                TestPostgres.USER,
                null,
                new NodeIdentity(name, "1", null, NodeIdentity.LEASE),
                SteadyClock.ofMachine());
    }

    /** As a program does that is two versions newer. */
    private void bringUpToDate() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, TestPostgres.USER, null);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO schema_history
                    VALUES (98, '98', 'later', 'SQL', 'V98__later.sql', 1, 'x', now(), 1, true),
                           (99, '99', 'latest', 'SQL', 'V99__latest.sql', 1, 'x', now(), 1, true)""");
        }
    }

    @Test
    void oneThatIsTwoVersionsOlderIsRefusedAndTheOthersGoOn() throws Exception {
        try (SqlStore one = open(url, "one")) {
            bringUpToDate();
            assertThatThrownBy(() -> open(url, "old"))
                    .isInstanceOf(StoreStartException.class)
                    .hasMessageContaining("was written by a newer version of this program");
            assertThat(one.probe().join()).isTrue();
        }
    }

    @Test
    void oneThatWasCutOffDuringAnUpgradeWritesNothingAndSaysWhy() throws Exception {
        CompletableFuture<Boolean> lost = new CompletableFuture<>();
        try (CutWire wire = CutWire.to(url);
                SqlStore old = open(wire.url(url), "old")) {
            old.onLost(() -> lost.complete(true));
            bringUpToDate();
            wire.cut();
            await().untilAsserted(() -> assertThatThrownBy(old::probe)
                    .isInstanceOf(StoreLostException.class)
                    .hasMessageContaining("has version 99 by now, and this program goes by")
                    .hasMessageEndingWith("start the version of the program that has written it"));
            assertThat(lost).isCompleted();
        }
    }
}
