package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transactions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: where another program comes to write into the file between two transactions, which it can in the moment that one
 * ends and the next begins, nothing is written twice.
 *
 * <p>Method: it asks all the time, and keeps what it gets until the store has refused a write, for which SQLite has waited.
 */
class WriteLockTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");
    private static final int WAITING = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CountDownLatch taken = new CountDownLatch(1);
    private final CountDownLatch refused = new CountDownLatch(1);

    @TempDir
    Path folder;

    @Test
    void whatHasCommittedIsNotWrittenAgain() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("store.db");
        try (SqlStore store = StoreUnderTest.SQLITE.open(url, Clock.systemUTC())) {
            CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> takesTheLock(url));
            int written = 0;
            while (!other.isDone()) {
                try {
                    append(store);
                    written++;
                } catch (StoreUnavailableException e) {
                    refused.countDown();
                }
            }
            append(store);

            assertThat(other.join()).isTrue();
            assertThat(store.events().latest(ECHO, Integer.MAX_VALUE)).hasSize(written + 1);
        }
    }

    /** One after the other they would wait for as long as all of them together. */
    @Test
    void thoseWhoWaitTogetherAreRefusedTogether() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("store.db");
        try (SqlStore store = StoreUnderTest.SQLITE.open(url, Clock.systemUTC())) {
            CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> takesTheLock(url));
            while (!taken.await(0, TimeUnit.SECONDS)) {
                append(store);
            }

            List<CompletableFuture<Boolean>> waiting =
                    IntStream.range(0, WAITING).mapToObj(i -> write(store)).toList();

            // The first of them is alone, unless another one was quick
            assertThat(waiting.stream().map(WriteLockTest::failure).distinct()).hasSizeBetween(1, 2);
            refused.countDown();
            assertThat(other.join()).isTrue();
        }
    }

    private static Throwable failure(CompletableFuture<Boolean> refusal) {
        return refusal.handle((written, failure) -> failure).join();
    }

    private static void append(SqlStore store) {
        Transactions.await(write(store));
    }

    private static CompletableFuture<Boolean> write(SqlStore store) {
        return store.transactions().write(transaction -> store.events()
                .append(transaction, ConnectorEvent.of(ECHO, EventType.QUEUE_PAUSED, EventLevel.WARN, "paused")));
    }

    private boolean takesTheLock(String url) {
        try (Connection connection = StoreUnderTest.SQLITE.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            while (!begins(statement)) {
                Thread.onSpinWait();
            }
            taken.countDown();
            boolean isLong = refused.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            statement.execute("ROLLBACK");
            return isLong;
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean begins(Statement statement) {
        try {
            return statement.executeUpdate("BEGIN IMMEDIATE") == 0;
        } catch (SQLException e) {
            return false;
        }
    }
}
