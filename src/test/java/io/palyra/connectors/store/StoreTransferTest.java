package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.transaction.Transaction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: who has begun with a file takes all of it into a database, or is told why not and has lost nothing. */
class StoreTransferTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final int MESSAGES = 2_500;

    @TempDir
    Path folder;

    private String file;
    private String url;

    @BeforeEach
    void fill() {
        file = "jdbc:sqlite:" + folder.resolve("store.db");
        url = TestPostgres.newDatabase();
        try (SqlStore store = StoreUnderTest.SQLITE.open(file, Clock.systemUTC())) {
            store.transactions().writeAndWait(transaction -> {
                for (int i = 0; i < MESSAGES; i++) {
                    InboundMessageEvent event = InboundMessageEvent.builder(
                                    new EnvelopeId("m" + i),
                                    ECHO,
                                    new ConversationId("c"),
                                    new SenderId("ada"),
                                    "ä ☃ 😀")
                            .build();
                    store.inbox().insert(transaction, event, WireFormat.write(event), 1);
                }
                store.outbox().insert(transaction, List.of(outbound("o1")), 1);
                pause(store, transaction, "a\0b");
                store.deadLetters()
                        .add(transaction, ECHO, new EnvelopeId("d1"), Direction.OUTBOUND, "refused", "{}", 1);
            });
        }
    }

    private static void pause(SqlStore store, Transaction transaction, String message) {
        store.events().append(transaction, ConnectorEvent.of(ECHO, EventType.QUEUE_PAUSED, EventLevel.WARN, message));
    }

    private static OutboxRow outbound(String id) {
        return OutboxRow.of(
                OutboundMessageRequest.builder(new EnvelopeId(id), ECHO, new ConversationId("c"), "hello")
                        .build(),
                null);
    }

    private List<StoreTransfer.Progress> copy() throws Exception {
        return new StoreTransfer(folder.resolve("store.db"), url, TestPostgres.USER, null).copy(progress -> {});
    }

    private List<String> rows(StoreUnderTest database, String place, String table, String columns) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect(place);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT " + columns + " FROM " + table + " ORDER BY 1, 2")) {
            while (found.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.append(found.getString(i)).append('|');
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    @Test
    void everyRowIsThereAndTheProgramGoesOn() throws Exception {
        assertThat(copy())
                .contains(
                        new StoreTransfer.Progress("inbound", MESSAGES),
                        new StoreTransfer.Progress("outbox", 1),
                        new StoreTransfer.Progress("dead_letters", 1),
                        new StoreTransfer.Progress("store_clock", 1));

        String inbound = "sequence, lane_id, connector_id, envelope_id, payload, state, claimable, attempts,"
                + " next_attempt_unix_ms, reason, created_at_unix_ms, settled_at_unix_ms, free_tries";
        assertThat(rows(StoreUnderTest.POSTGRESQL, url, "inbound", inbound))
                .isEqualTo(rows(StoreUnderTest.SQLITE, file, "inbound", inbound));
        String lanes = "lane_id, direction, connector_id, conversation_id, due_at, owner, interrupted, held, used_at";
        assertThat(rows(StoreUnderTest.POSTGRESQL, url, "lanes", lanes))
                .isEqualTo(rows(StoreUnderTest.SQLITE, file, "lanes", lanes));
        try (SqlStore store = StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC())) {
            assertThat(store.transactions().<Boolean>run(transaction -> store.outbox()
                            .insert(transaction, List.of(outbound("o1")), 2)
                            .get()))
                    .as("o1 is known")
                    .isFalse();
            assertThat(store.transactions().<Boolean>run(transaction -> store.outbox()
                            .insert(transaction, List.of(outbound("o2")), 2)
                            .get()))
                    .isTrue();
            store.transactions().writeAndWait(transaction -> pause(store, transaction, "c"));
        }
        assertThat(rows(StoreUnderTest.POSTGRESQL, url, "connector_events", "event_id, message"))
                .containsExactly("1|a\ufffdb|", "2|c|");
        assertThat(rows(StoreUnderTest.POSTGRESQL, url, "outbox", "sequence, envelope_id"))
                .extracting(row -> row.replaceFirst("^\\d+\\|", ""))
                .as("numbers go on behind those that were copied")
                .containsExactly("o1|", "o2|");
    }

    @Test
    void aDatabaseThatHoldsAStoreIsRefusedAndStaysAsItIs() throws Exception {
        copy();

        assertThatThrownBy(this::copy)
                .isInstanceOf(StoreStartException.class)
                .hasMessageContaining("palyra.store.url: ")
                .hasMessageContaining(" holds a store already (")
                .hasMessageContaining("; name an empty database");
        assertThat(rows(StoreUnderTest.POSTGRESQL, url, "inbound", "sequence, envelope_id"))
                .hasSize(MESSAGES);
    }

    @Test
    void aStoreThatAProgramHasOpenIsRefused() throws Exception {
        Process other = StoreHolder.start(file);
        try {
            assertThat(other.inputReader().readLine()).isEqualTo(StoreHolder.OPEN);

            assertThatThrownBy(this::copy)
                    .isInstanceOf(StoreStartException.class)
                    .hasMessageContaining("another process has the store");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aDatabaseThatAProgramHasOpenIsRefused() {
        try (SqlStore store = StoreUnderTest.POSTGRESQL.open(url, Clock.systemUTC())) {
            assertThat(store.isWriting()).isTrue();
            assertThatThrownBy(this::copy)
                    .isInstanceOf(StoreStartException.class)
                    .hasMessageContaining("another program has the store");
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() ->
                        new StoreTransfer(folder.resolve("no.db"), url, TestPostgres.USER, null).copy(progress -> {}))
                .isInstanceOf(StoreStartException.class)
                .hasMessageContaining("FILE: there is no store ")
                .hasMessageContaining("no.db");
        assertThat(folder.resolve("no.db")).doesNotExist();
    }

    @Test
    void nothingIsThereWhereARowDoesNotFit() throws Exception {
        try (Connection connection = StoreUnderTest.SQLITE.connect(file);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE outbox SET created_at_unix_ms = 'never'");
        }

        assertThatThrownBy(this::copy).hasMessageContaining("the store was not copied: ");
        assertThat(rows(StoreUnderTest.POSTGRESQL, url, "inbound", "sequence, envelope_id"))
                .isEmpty();
    }
}
