package io.palyra.connectors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.TestPostgres;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.Transaction;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");

    private final AtomicBoolean enabled = new AtomicBoolean(true);
    private final AtomicInteger follows = new AtomicInteger();

    /** As an operator does by whom an instance is disabled and enabled in one breath, at another node. */
    @Test
    void whatIsWantedAgainWhenItWouldBeGivenAwayStays() throws Exception {
        String url = TestPostgres.newDatabase();
        NodeIdentity identity = new NodeIdentity("one", "1", null, Duration.ofSeconds(5));
        SteadyClock clock = SteadyClock.ofMachine();
        try (SqlStore store = SqlStore.openPostgres(url, TestPostgres.USER, null, identity, clock);
                Connection database = DriverManager.getConnection(url, TestPostgres.USER, null);
                Membership membership = new Membership(
                        store.cluster().orElseThrow(), identity, store.transactions(), clock, new Host())) {
            membership.start();
            await().until(() -> membership.owns(ECHO));

            int before = follows.get();
            enabled.set(false);
            membership.soon(Topic.INSTANCES);
            await().until(() -> follows.get() > before + 1);

            await().until(() -> membership.owns(ECHO));
            assertThat(owners(database)).isEqualTo(1);
        }
    }

    /** How many it has had. */
    private static long owners(Connection database) throws Exception {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT epoch FROM connector_owners WHERE connector_id = 'echo:default'")) {
            row.next();
            return row.getLong(1);
        }
    }

    private final class Host implements NodeHost {

        @Override
        public Collection<ConnectorId> wanted() {
            return enabled.get() ? List.of(ECHO) : List.of();
        }

        /** Reads what is stored by then. */
        @Override
        public void follow() {
            follows.incrementAndGet();
            enabled.set(true);
        }

        @Override
        public void stopOthers() {}

        @Override
        public void closeSessions() {}

        @Override
        public void givesAway() {}

        @Override
        public boolean isAtWork(ConnectorId connectorId) {
            return false;
        }

        @Override
        public NodeConfiguration configuration() {
            return NodeConfiguration.of(new ConfigurationDigests(Optional.empty()), Map.of(), Map.of());
        }

        @Override
        public void happened(Transaction transaction, Happening happening) {}
    }
}
