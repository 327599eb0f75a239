package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which blocks have a row. */
class BlockWriterTest {

    private static final ConnectorId OPS = ConnectorId.of("echo:ops");
    private static final ConnectorId DEV = ConnectorId.of("echo:dev");

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private String url;
    private SqlStore store;

    @BeforeEach
    void open() {
        url = StoreUnderTest.SQLITE.newUrl(folder);
        store = StoreUnderTest.SQLITE.open(url, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aBlockHasARowOnceALaterNumberIsGiven() throws Exception {
        append(OPS, IndexOfBlocks.BLOCK - 1);
        writeAll();
        assertThat(blocks()).isEmpty();

        append(OPS, 1);
        writeAll();
        assertThat(blocks()).containsExactly("echo:ops 0");
    }

    @Test
    void goesOnWhereTheLastRunHasEnded() throws Exception {
        append(OPS, 3 * IndexOfBlocks.BLOCK);
        append(DEV, 2 * IndexOfBlocks.BLOCK);
        writer().writeNext();
        close();
        execute("DELETE FROM event_blocks WHERE block > 0");
        store = StoreUnderTest.SQLITE.open(url, clock);

        assertThat(blocks()).containsExactly("echo:dev 0", "echo:dev 1", "echo:ops 0", "echo:ops 1", "echo:ops 2");
    }

    /** What is purged before it has a row gets none. */
    @Test
    void beginsAtTheOldestEvent() throws Exception {
        append(OPS, 2 * IndexOfBlocks.BLOCK + 10);
        long then = clock.millis();
        clock.advance(Duration.ofHours(1));
        append(OPS, 2 * IndexOfBlocks.BLOCK);
        purge(then + 1);

        writeAll();
        assertThat(blocks()).containsExactly("echo:ops 2", "echo:ops 3");
    }

    @Test
    void aRowGoesWithTheLastEventOfItsBlock() throws Exception {
        append(OPS, 2 * IndexOfBlocks.BLOCK + 10);
        long then = clock.millis();
        clock.advance(Duration.ofHours(1));
        append(OPS, 2 * IndexOfBlocks.BLOCK);
        append(DEV, IndexOfBlocks.BLOCK);
        writeAll();

        purge(then + 1);
        assertThat(blocks()).containsExactly("echo:dev 0", "echo:ops 2", "echo:ops 3");
    }

    /** Their numbers are given again. */
    @Test
    void aRowOfEventsThatSomebodyHasDeletedHidesNoOthers() throws Exception {
        append(OPS, 3 * IndexOfBlocks.BLOCK);
        append(DEV, 2 * IndexOfBlocks.BLOCK);
        writeAll();
        close();
        execute("DELETE FROM connector_events WHERE connector_id = 'echo:dev' OR event_id > " + IndexOfBlocks.BLOCK);
        store = StoreUnderTest.SQLITE.open(url, clock);

        assertThat(blocks()).containsExactly("echo:ops 0");
    }

    @Test
    void detailsThatSomebodyHasSpoiledStopNothing() throws Exception {
        append(DEV, IndexOfBlocks.BLOCK);
        append(OPS, IndexOfBlocks.BLOCK);
        close();
        execute("DELETE FROM event_blocks");
        execute("UPDATE connector_events SET details = '{' WHERE event_id = 20");
        store = StoreUnderTest.SQLITE.open(url, clock);

        assertThat(blocks()).containsExactly("echo:dev 0", "echo:ops 0");
    }

    /** A search says what is wrong then. */
    @Test
    void aStoreStartsWithoutIt() throws Exception {
        append(OPS, IndexOfBlocks.BLOCK);
        close();
        execute("DROP TABLE event_blocks");
        store = StoreUnderTest.SQLITE.open(url, clock);

        append(OPS, 1);
        assertThat(store.events().latest(OPS, 1)).hasSize(1);
    }

    @Test
    void endsWithAnInterruptedCallerToo() {
        Thread.currentThread().interrupt();
        store.close();

        assertThat(Thread.interrupted()).isTrue();
        await().until(() -> !store.isWriting());
    }

    /** Otherwise a search would read the whole log. */
    @Test
    void aBlockOfOtherMessagesIsNotLookedAt() throws Exception {
        append(OPS, 2 * IndexOfBlocks.BLOCK);
        writeAll();
        EventFilter filter = new EventFilter(List.of(), null, null, "m1000", null);
        assertThat(store.events().latest(OPS, filter, 10))
                .extracting(LoggedEvent::eventId)
                .containsExactly(1_001L);

        close();
        execute("UPDATE event_blocks SET messages = x'' WHERE block = 0");
        store = StoreUnderTest.SQLITE.open(url, clock);
        assertThat(store.events().latest(OPS, filter, 10)).isEmpty();
    }

    private BlockWriter writer() {
        return store.indexer().orElseThrow();
    }

    private void writeAll() {
        while (writer().writeNext() > 0) {
            // A few at a time
        }
    }

    /** The first has the number 1; some are about no message. */
    private void append(ConnectorId connector, int events) {
        store.transactions().writeAndWait(transaction -> {
            for (int i = 0; i < events; i++) {
                if (i % 100 == 7) {
                    ConnectorEvent event = ConnectorEvent.of(connector, EventType.ACCESS_CHANGED, EventLevel.INFO, "e");
                    store.events().append(transaction, i < 1_000 ? event : event.with("operator", "ada"));
                    continue;
                }
                store.events()
                        .append(
                                transaction,
                                ConnectorEvent.about(
                                        connector,
                                        new EnvelopeId("m" + i),
                                        EventType.INBOUND_RECEIVED,
                                        EventLevel.INFO,
                                        "e"));
            }
        });
    }

    private void purge(long before) {
        for (int step = 0; step < 5; step++) {
            store.transactions().writeAndWait(transaction -> store.retention().purgeEvents(transaction, before, 2_000));
        }
    }

    private List<String> blocks() throws SQLException {
        try (Connection connection = StoreUnderTest.SQLITE.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT connector_id || ' ' || block FROM event_blocks ORDER BY connector_id, block")) {
            List<String> blocks = new ArrayList<>();
            while (rows.next()) {
                blocks.add(rows.getString(1));
            }
            return blocks;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = StoreUnderTest.SQLITE.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
