package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Transaction;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: after a restart nobody who is let in waits for the conversations of strangers, however many and however new; and of
 * several moves in one commit the last holds.
 */
@ParameterizedClass
@EnumSource
class CursorOrderTest {

    @Parameter
    private StoreUnderTest database;

    private static final ConnectorId OPS = ConnectorId.of("discord:ops");
    private static final long NOW = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void whoIsLetInComesFirstThenWhoHasSpokenToTheDaemonThenTheOthers() {
        try (SqlStore store = open()) {
            store.transactions().writeAndWait(transaction -> {
                saveInstance(store, transaction);
                Statements statements = SqlTransaction.statements(transaction);
                statements.update(
                        StatementText.of(
                                "INSERT INTO access_grants (connector_id, sender_id, conversation_id, way, created_at_unix_ms)"
                                        + " VALUES (?, 'ada', 'granted', 'request', 1)"),
                        OPS.value());
                InboundMessageEvent listed = InboundMessageEvent.builder(
                                new EnvelopeId("1"), OPS, new ConversationId("listed"), new SenderId("bob"), "hello")
                        .receivedAtUnixMs(1)
                        .build();
                store.inbox().insert(transaction, listed, WireFormat.write(listed), 1);
                move(store, transaction, "granted", 10);
                move(store, transaction, "listed", 20);
                move(store, transaction, "stranger", 30);
                move(store, transaction, "newer-stranger", 40);
            });
            assertThat(store.cursors().positions(OPS).keySet())
                    .containsExactly("s:granted", "s:listed", "s:newer-stranger", "s:stranger");
        }
    }

    @Test
    void ofSeveralMovesInOneCommitTheLastHolds() {
        try (SqlStore store = open()) {
            store.transactions().writeAndWait(transaction -> {
                saveInstance(store, transaction);
                move(store, transaction, "here", "1", 10);
                move(store, transaction, "there", "1", 10);
                move(store, transaction, "here", "2", 10);
            });
            assertThat(store.cursors().positions(OPS)).isEqualTo(Map.of("s:here", "2", "s:there", "1"));
        }
    }

    @Test
    void nothingIsMovedOfAnInstanceThatIsGone() {
        try (SqlStore store = open()) {
            store.transactions().writeAndWait(transaction -> move(store, transaction, "here", 10));
            assertThat(store.cursors().positions(OPS)).isEmpty();
        }
    }

    private SqlStore open() {
        return database.openNew(folder, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
    }

    private static void saveInstance(SqlStore store, Transaction transaction) {
        ConnectorInstanceSpec ops = ConnectorInstanceSpec.forAccount(new ConnectorKind("discord"), "ops");
        store.instances().save(transaction, ops, false, Readiness.READY, NOW);
    }

    private static void move(SqlStore store, Transaction transaction, String conversation, long now) {
        move(store, transaction, conversation, "1", now);
    }

    private static void move(SqlStore store, Transaction transaction, String conversation, String position, long now) {
        ReadAgain overlap = new ReadAgain(new ConversationId(conversation), 1);
        store.cursors().move(transaction, OPS, "s:" + conversation, position, overlap, now);
    }
}
