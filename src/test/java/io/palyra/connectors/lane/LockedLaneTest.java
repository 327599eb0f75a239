package io.palyra.connectors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.TestPostgres;
import io.palyra.connectors.testkit.OpenGate;
import io.palyra.connectors.time.SteadyClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A lane is due, and a transaction that is not over has it locked, such as one of a node that stands still. */
class LockedLaneTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final int LANES = 4;

    private final SteadyClock clock = SteadyClock.ofMachine();

    @Test
    void isAskedForALittleLaterAndNotAgainAndAgain() throws Exception {
        String url = TestPostgres.newDatabase();
        NodeIdentity node = new NodeIdentity("one", "1", null, NodeIdentity.LEASE);
        try (SqlStore store = SqlStore.openPostgres(url, TestPostgres.USER, null, node, clock);
                Connection other = DriverManager.getConnection(url, TestPostgres.USER, null);
                Statement statement = other.createStatement()) {
            long now = clock.millis();
            OutboundMessageRequest request = OutboundMessageRequest.builder(
                            new EnvelopeId("m"), ECHO, new ConversationId("c"), "hello")
                    .build();
            store.transactions().writeAndWait(transaction -> store.outbox()
                    .insert(transaction, List.of(OutboxRow.of(request, null)), now));
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM lanes FOR UPDATE");

            ClaimRound locked = claim(store, now + 1);
            assertThat(locked.claimed()).isEmpty();
            assertThat(locked.wakeAt()).isBetween(now + 2, now + 1_000);

            other.rollback();
            assertThat(claim(store, locked.wakeAt()).claimed()).hasSize(1);
        }
    }

    private ClaimRound claim(SqlStore store, long now) {
        ClaimRound[] round = new ClaimRound[1];
        store.transactions().writeAndWait(transaction -> {
            round[0] = new ClaimRound(
                    store.outbox().lanes(),
                    new OpenGate(List.of(ECHO), new Passage(clock, () -> 0), Set.of()),
                    new LaneDispatcher.Limits(LANES, LANES, 16, Duration.ofSeconds(60)),
                    () -> "one/1",
                    transaction,
                    now);
            round[0].claim(LANES, 0, connector -> 0);
        });
        return round[0];
    }
}
