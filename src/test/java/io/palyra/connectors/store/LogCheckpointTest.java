package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreLostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Goal: the write-ahead log goes into the file again and again, and a disk that does not take it is not trusted any more.
 *
 * <p>Method: the store is written to until its log has grown so far that it goes into the file; the file's system fails then.
 */
class LogCheckpointTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final int WRITES_MAX = 10_000;

    /** Twice what it goes into the file at. */
    private static final long LOG_BYTES_MAX = 2 * 1_000 * 4_120L;

    @TempDir
    Path folder;

    private final Checkpoints checkpoints = new Checkpoints();

    private static final class Checkpoints implements StatementWatch {

        private final AtomicInteger seen = new AtomicInteger();
        private volatile @Nullable SQLException failure;

        @Override
        public void before(String statement) throws SQLException {
            if (statement.contains("wal_checkpoint")) {
                seen.incrementAndGet();
                SQLException now = failure;
                if (now != null) {
                    throw now;
                }
            }
        }
    }

    @Test
    void theLogStaysShortAndTheFileGrows() throws IOException {
        try (SqlStore store = open()) {
            long before = Files.size(file());

            writeUntil(store, 3);

            assertThat(Files.size(Path.of(file() + "-wal"))).isLessThan(LOG_BYTES_MAX);
            assertThat(Files.size(file())).isGreaterThan(before);
        }
    }

    @Test
    void nothingIsWrittenAfterADiskHasNotTakenTheLog() throws Exception {
        checkpoints.failure = new SQLiteException("not synced", SQLiteErrorCode.SQLITE_IOERR_FSYNC);
        int written;
        try (SqlStore store = open()) {
            written = writeUntil(store, 1);

            assertThatThrownBy(() -> append(store))
                    .isInstanceOf(StoreLostException.class)
                    .hasMessageStartingWith("the disk of " + file() + " has not taken what was written");
        }
        assertThat(Path.of(file() + ".damaged")).content().contains("SQLITE_IOERR_FSYNC");
        assertThat(events()).isEqualTo(written);
    }

    @Test
    void oneThatHasNoRoomForItNowTakesItLater() throws Exception {
        checkpoints.failure = new SQLiteException("full", SQLiteErrorCode.SQLITE_FULL);
        try (SqlStore store = open();
                LogLines log = LogLines.of(LogCheckpoint.class)) {
            int written = writeUntil(store, 2);
            checkpoints.failure = null;
            written += writeUntil(store, 3);

            assertThat(store.events().latest(ECHO, Integer.MAX_VALUE)).hasSize(written);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN The write-ahead log grows, as it cannot be brought into the store's file: ");
        }
    }

    private int events() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM connector_events")) {
            return rows.getInt(1);
        }
    }

    private Path file() {
        return folder.resolve("store.db");
    }

    private SqlStore open() {
        Dialect sqlite = new SqliteDialect("jdbc:sqlite:" + file(), SQLiteConfig.SynchronousMode.NORMAL);
        return SqlStore.open(new WatchedDialect(sqlite, checkpoints, new StatementWatch() {}), SteadyClock.ofMachine());
    }

    /** @return how many writes that took */
    private int writeUntil(SqlStore store, int checkpointsSeen) {
        for (int written = 1; written <= WRITES_MAX; written++) {
            append(store);
            if (checkpoints.seen.get() >= checkpointsSeen) {
                return written;
            }
        }
        throw new AssertionError("the log never goes into the file");
    }

    private static void append(SqlStore store) {
        store.transactions().writeAndWait(transaction -> store.events()
                .append(transaction, ConnectorEvent.of(ECHO, EventType.QUEUE_PAUSED, EventLevel.WARN, "paused")));
    }
}
