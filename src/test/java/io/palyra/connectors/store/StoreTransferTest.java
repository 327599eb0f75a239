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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        return transfer(folder.resolve("store.db")).copy(progress -> {});
    }

    private StoreTransfer transfer(Path source) {
        return new StoreTransfer(source, url, TestPostgres.USER, null);
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
    void aStoreThatAProgramHasOpenIsRefusedByWhateverName() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), folder.resolve("store.db"));
        Process other = StoreHolder.start(file);
        try {
            assertThat(other.inputReader().readLine()).isEqualTo(StoreHolder.OPEN);

            for (Path name : List.of(folder.resolve("store.db"), link)) {
                assertThatThrownBy(() -> transfer(name).copy(progress -> {}))
                        .isInstanceOf(StoreStartException.class)
                        .hasNoCause()
                        .hasMessage("FILE: another process has the store " + folder.resolve("store.db")
                                + " open; stop it, and copy then");
            }
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
    void aFileThatIsNoStoreIsNamedAndNothingIsLeftBesideIt() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path text = Files.writeString(other.resolve("text"), "SQLite is a library.".repeat(100));
        Path empty = Files.createFile(other.resolve("empty"));
        Path cut =
                Files.write(other.resolve("cut"), Arrays.copyOf(Files.readAllBytes(folder.resolve("store.db")), 200));
        Path elsewhere = other.resolve("elsewhere");
        execute("jdbc:sqlite:" + elsewhere, "CREATE TABLE customers (name TEXT)");
        String wayOut = "; name the file of a SQLite store, such as data/palyra-connectors.db";

        assertRefused(other.resolve("none"), "FILE: there is no store " + other.resolve("none") + wayOut);
        assertRefused(other, "FILE: " + other + " is no file" + wayOut);
        assertRefused(text, "FILE: " + text + " is no SQLite database" + wayOut);
        assertRefused(empty, "FILE: " + empty + " is empty" + wayOut);
        assertRefused(elsewhere, "FILE: " + elsewhere + " holds no store of this program" + wayOut);
        assertThatThrownBy(() -> transfer(cut).copy(progress -> {}))
                .isInstanceOf(StoreStartException.class)
                .hasMessageStartingWith("FILE: " + cut + " cannot be read: ")
                .hasMessageEndingWith("; see what store check --full says of it, and copy a backup of it");

        try (Stream<Path> files = Files.list(other)) {
            assertThat(files).containsExactlyInAnyOrder(text, empty, cut, elsewhere);
        }
    }

    private void assertRefused(Path source, String sentence) {
        assertThatThrownBy(() -> transfer(source).copy(progress -> {}))
                .isInstanceOf(StoreStartException.class)
                .hasMessage(sentence);
    }

    @Test
    void aStoreOfAnotherVersionIsNamed() throws Exception {
        Path store = folder.resolve("store.db");
        execute(
                file,
                "INSERT INTO schema_history VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', '2026-01-01 00:00:00.000', 1, 1)");
        assertRefused(
                store,
                "FILE: " + store + " has the schema 99 of a newer version of this program, which knows 20; copy it with"
                        + " that version");

        execute(file, "DELETE FROM schema_history WHERE version IN ('99', '14', '15', '16', '17', '18', '19', '20')");
        assertRefused(
                store,
                "FILE: " + store + " has the schema 12 of an older version of this program, whose own is 20; start this"
                        + " one on it once, then copy it");
    }

    /** A backup has no log; a file that was copied from a store is written as one with a log. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFileStaysAsItIsAndNothingIsLeftBesideIt(boolean backup) throws Exception {
        Path source = Files.createDirectory(folder.resolve("elsewhere")).resolve("copied.db");
        if (backup) {
            StoreFiles.at(file).backup(source, false);
        } else {
            Files.copy(folder.resolve("store.db"), source);
        }
        byte[] before = Files.readAllBytes(source);

        transfer(source).copy(progress -> {});

        assertThat(source).hasBinaryContent(before);
        try (Stream<Path> files = Files.list(source.getParent())) {
            assertThat(files).containsExactly(source);
        }
    }

    /** SQLite takes any value into any column, from whoever has edited the file; PostgreSQL would take 1.5 for 2. */
    @ParameterizedTest
    @CsvSource({
        "created_at_unix_ms, 'never', text, a whole number",
        "attempts, 1.5, real, a whole number",
        "attempts, x'3031', blob, a whole number",
        "payload, x'7b7d', blob, a text",
        "reason, x'', blob, a text"
    })
    void aValueOfAnotherKindIsNamedAndTheFileIsReadNoFurther(String column, String value, String kind, String wanted)
            throws Exception {
        execute(file, "UPDATE outbox SET " + column + " = " + (kind.equals("text") ? "'" + value + "'" : value));

        assertThatThrownBy(this::copy)
                .isInstanceOf(StoreStartException.class)
                .hasMessage("FILE: " + column + " of outbox has a value of the kind " + kind + " where " + wanted
                        + " belongs; see SELECT * FROM outbox WHERE typeof(" + column + ") = '" + kind
                        + "', set it right in the file while no program has it, and copy again");
    }

    /** Goal: what is said of a row that the database refuses is not what people have written. */
    @Test
    void nothingIsThereWhereARowDoesNotFitAndTheNextTryIsTaken() throws Exception {
        execute(file, "UPDATE outbox SET attempts = 3000000000");

        assertThatThrownBy(this::copy)
                .hasMessageStartingWith("the store was not copied: ")
                .hasMessageContaining("out of range")
                .hasMessageNotContainingAny("hello", "INSERT");
        assertThat(rows(StoreUnderTest.POSTGRESQL, url, "pg_tables", "schemaname, tablename"))
                .noneMatch(table -> table.startsWith("public|"));

        execute(file, "UPDATE outbox SET attempts = 1");
        assertThat(copy()).contains(new StoreTransfer.Progress("outbox", 1));
    }

    @Test
    void aFileThatAnotherProgramHasLockedIsNamedWithWhoHasIt() throws Exception {
        try (Connection other = StoreUnderTest.SQLITE.connect(file);
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("UPDATE outbox SET attempts = 0");

            assertRefused(
                    folder.resolve("store.db"),
                    "FILE: " + folder.resolve("store.db") + " is locked; end the program that has it locked (fuser "
                            + folder.resolve("store.db") + " names it), and copy then");
        }
    }

    @Test
    void aFileThatIsDamagedIsNamedWithWhatToDo() throws Exception {
        DamagedPages.overwrite(folder.resolve("store.db"), "inbound");

        assertThatThrownBy(this::copy)
                .isInstanceOf(StoreStartException.class)
                .hasNoCause()
                .hasMessageStartingWith("FILE: " + folder.resolve("store.db") + " is damaged (SQLITE_CORRUPT")
                .hasMessageContaining("the latest copy of \"store backup\"");
    }

    private void execute(String place, String sql) throws SQLException {
        try (Connection connection = StoreUnderTest.SQLITE.connect(place);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
