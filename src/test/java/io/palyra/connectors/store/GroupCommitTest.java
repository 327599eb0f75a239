package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions.LaneDueListener;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** Works that wait at the same time share a commit, and nothing else. */
class GroupCommitTest {

    private static final String INSERT = "INSERT INTO t (n) VALUES (?)";

    @TempDir
    Path folder;

    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private SqliteDialect dialect;
    private AutoCloseable place;
    private GroupCommit commits;

    @BeforeEach
    void start() throws IOException {
        dialect = new SqliteDialect("jdbc:sqlite:" + folder.resolve("t.db"), SQLiteConfig.SynchronousMode.NORMAL);
        place = dialect.claimPlace();
        commits = new GroupCommit(
                new WriterConnection(this::connect, dialect.statements(), dialect::asks),
                dialect,
                dialect,
                Clock.systemUTC());
        commits.start();
        commits.writeAndWait(transaction -> SqlTransaction.statements(transaction)
                .update(StatementText.of("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER UNIQUE)")));
    }

    @AfterEach
    void close() throws Exception {
        commits.close();
        place.close();
    }

    @Test
    void worksCommitInTheOrderOfTheirSubmission() {
        List<CompletableFuture<Integer>> results = submitTogether(1000, (transaction, n) -> insert(transaction, n));

        results.forEach(CompletableFuture::join);

        assertThat(stored()).hasSize(1000).isSorted();
    }

    @Test
    void aWorkThatThrowsHarmsNoOtherOfItsGroup() {
        List<CompletableFuture<Integer>> results = submitTogether(10, (transaction, n) -> {
            insert(transaction, n);
            if (n == 4) {
                throw new IllegalArgumentException("four");
            }
            return n;
        });

        assertThat(failure(results.get(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("four");
        results.forEach(GroupCommitTest::failure);
        assertThat(stored()).containsExactly(0, 1, 2, 3, 5, 6, 7, 8, 9);
    }

    @Test
    void aWorkThatTheDatabaseRefusesHarmsNoOtherOfItsGroup() {
        List<CompletableFuture<Integer>> results =
                submitTogether(10, (transaction, n) -> insert(transaction, n == 7 ? 2 : n));

        assertThat(failure(results.get(7))).isInstanceOf(StoreUnavailableException.class);
        results.forEach(GroupCommitTest::failure);
        assertThat(stored()).containsExactly(0, 1, 2, 3, 4, 5, 6, 8, 9);
    }

    @Test
    void aResultIsVisibleToReadersOnceItIsTold() {
        CompletableFuture<List<Integer>> seen =
                commits.submit(transaction -> insert(transaction, 1)).thenApply(result -> stored());

        assertThat(seen.join()).containsExactly(1);
    }

    /** As a timer does that was shut down before the store. */
    @Test
    void whatHasCommittedIsNotWrittenAgainWhereNobodyTakesTheNewsOfIt() {
        commits.onLaneDue(Direction.OUTBOUND, new LaneDueListener() {
            @Override
            public void claim(Transaction transaction) {}

            @Override
            public void dueAt(long unixMs) {
                throw new RejectedExecutionException("shut down");
            }
        });
        AtomicInteger runs = new AtomicInteger();

        commits.write(transaction -> {
                    runs.incrementAndGet();
                    transaction.laneDue(Direction.OUTBOUND, Long.MAX_VALUE);
                })
                .join();

        assertThat(runs).hasValue(1);
    }

    @Test
    void actionsAfterTheCommitRunOnceAndNotForWhatFailed() {
        AtomicInteger actions = new AtomicInteger();

        List<CompletableFuture<Integer>> results = submitTogether(10, (transaction, n) -> {
            transaction.afterCommit(actions::incrementAndGet);
            if (n == 4) {
                throw new IllegalArgumentException("four");
            }
            return n;
        });
        results.forEach(GroupCommitTest::failure);

        assertThat(actions).hasValue(9);
    }

    @Test
    void anActionThatFailsHarmsNobody() {
        CompletableFuture<Boolean> action = commits.write(transaction -> transaction.afterCommit(() -> {
            throw new IllegalStateException("expected in the log");
        }));

        assertThat(action.join()).isTrue();
        assertThat(commits.<Integer>run(transaction -> insert(transaction, 1))).isEqualTo(1);
    }

    @Test
    void whoIsToldHoldsUpNoWrite() {
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch telling = new CountDownLatch(1);
        CompletableFuture<Boolean> told = commits.submit(transaction -> await(begin) && insert(transaction, 1) == 1)
                .thenApply(inserted -> {
                    telling.countDown();
                    return await(end);
                });

        begin.countDown();
        assertThat(await(telling)).isTrue();
        commits.submit(transaction -> insert(transaction, 2));
        Awaitility.await().untilAsserted(() -> assertThat(stored()).containsExactly(1, 2));
        end.countDown();

        assertThat(told.join()).isTrue();
    }

    @Test
    void anErrorOfOneWhoIsToldHarmsNoOther() {
        CompletableFuture<Boolean> first = commits.write(transaction -> transaction.wakeAfterCommit(() -> {
            throw new OutOfMemoryError("expected in the log");
        }));

        assertThat(first.join()).isTrue();
        assertThat(commits.<Integer>run(transaction -> insert(transaction, 1))).isEqualTo(1);
        assertThat(commits.isWriting()).isTrue();
    }

    @Test
    void othersAreWokenAfterTheActionsAndBeforeWhoWaits() {
        List<String> done = new CopyOnWriteArrayList<>();
        CountDownLatch begin = new CountDownLatch(1);
        CompletableFuture<Boolean> told = commits.submit(transaction -> {
                    transaction.wakeAfterCommit(() -> done.add("woken"));
                    transaction.afterCommit(() -> done.add("action"));
                    return await(begin);
                })
                .thenApply(begun -> done.add("told"));

        begin.countDown();

        assertThat(told.join()).isTrue();
        assertThat(done).containsExactly("action", "woken", "told");
    }

    /** A lane whose settlement has failed must not be released by a write that comes after it. */
    @Test
    void aFailureIsToldBeforeAnythingElseIsWritten() {
        AtomicBoolean known = new AtomicBoolean();
        CountDownLatch begin = new CountDownLatch(1);
        commits.submit(transaction -> await(begin) && insert(transaction, 1) == 1);
        CompletableFuture<Integer> failed = commits.submit(transaction -> insert(transaction, 1));
        CompletableFuture<Boolean> told = failed.handle((ok, failure) -> {
            known.set(true);
            return true;
        });
        CompletableFuture<Boolean> next = commits.submit(transaction -> known.get());

        begin.countDown();

        assertThat(next.join()).isTrue();
        assertThat(told.join()).isTrue();
        assertThat(failed).isCompletedExceptionally();
    }

    @Test
    void closingCommitsWhatWasSubmittedBefore() throws Exception {
        List<CompletableFuture<Integer>> results = submitTogether(2000, (transaction, n) -> insert(transaction, n));

        commits.close();

        assertThat(results).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(stored()).hasSize(2000);
        assertThatThrownBy(() -> commits.submit(transaction -> 1)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void nobodyWaitsForEverWhoSubmitsWhileItCloses() throws Exception {
        List<CompletableFuture<Integer>> results = new CopyOnWriteArrayList<>();
        CountDownLatch first = new CountDownLatch(1);
        Thread submitter = new Thread(() -> {
            try {
                for (int n = 0; ; n++) {
                    int value = n;
                    results.add(commits.submit(transaction -> insert(transaction, value)));
                    first.countDown();
                }
            } catch (StoreUnavailableException expected) {
                assertThat(expected).hasMessageContaining("closed");
            }
        });
        submitter.start();
        first.await();
        commits.close();
        submitter.join();

        CompletableFuture<?> all = CompletableFuture.allOf(results.toArray(CompletableFuture[]::new));
        all.handle((ok, failure) -> true).get(5, TimeUnit.SECONDS);
        long committed = results.stream()
                .filter(result -> !result.isCompletedExceptionally())
                .count();
        assertThat(stored()).hasSize((int) committed);
    }

    @Test
    void aBrokenConnectionIsReplaced() throws Exception {
        connections.get(0).close();

        assertThat(commits.<Integer>run(transaction -> insert(transaction, 1))).isEqualTo(1);
        assertThat(stored()).containsExactly(1);
        assertThat(connections).hasSize(2);
    }

    private interface Work {
        int execute(Transaction transaction, int n);
    }

    /** Submits while the writer is held up, so that the works meet in groups. */
    private List<CompletableFuture<Integer>> submitTogether(int works, Work work) {
        CountDownLatch open = new CountDownLatch(1);
        CompletableFuture<Boolean> plug = commits.submit(transaction -> await(open));
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int n = 0; n < works; n++) {
            int value = n;
            results.add(commits.submit(transaction -> work.execute(transaction, value)));
        }
        open.countDown();
        assertThat(plug.join()).isTrue();
        return results;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int insert(Transaction transaction, int n) {
        SqlTransaction.statements(transaction).update(StatementText.of(INSERT), n);
        return n;
    }

    /** Waits for a result; null where it is a good one. */
    private static Throwable failure(CompletableFuture<?> result) {
        return result.handle((ok, failure) -> failure).join();
    }

    private List<Integer> stored() {
        return new Reader(dialect.connections(), dialect.statements())
                .read(statements ->
                        statements.query(StatementText.of("SELECT n FROM t ORDER BY id"), row -> row.getInt(1)));
    }

    private Connection connect() throws SQLException {
        Connection connection = dialect.openWriter();
        connections.add(connection);
        return connection;
    }
}
