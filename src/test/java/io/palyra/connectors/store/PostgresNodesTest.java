package io.palyra.connectors.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.cluster.ClusterStore;
import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.cluster.NodeState;
import io.palyra.connectors.cluster.Topic;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Programs that share a store. */
class PostgresNodesTest {

    private static final ConnectorId ECHO = ConnectorId.of("echo:default");

    private final String url = TestPostgres.newStore();

    private SqlStore open(String name) {
        return open(name, NodeIdentity.LEASE);
    }

    private SqlStore open(String name, Duration lease) {
        return SqlStore.openPostgres(
                url, TestPostgres.USER, null, new NodeIdentity(name, "1", null, lease), SteadyClock.ofMachine());
    }

    private static ClusterStore cluster(SqlStore store) {
        return store.cluster().orElseThrow();
    }

    private static boolean write(SqlStore store, Predicate<Transaction> work) {
        return store.transactions().run(work::test);
    }

    private static List<String> states(SqlStore store) {
        return cluster(store).look().nodes().stream()
                .map(node -> node.name() + " " + node.state())
                .toList();
    }

    @Test
    void twoWriteAtTheSameTime() {
        try (SqlStore one = open("one");
                SqlStore two = open("two")) {
            assertThat(one.probe().join()).isTrue();
            assertThat(two.probe().join()).isTrue();
            assertThat(states(one)).containsExactly("one JOINING", "two JOINING");
        }
    }

    @Test
    void whoLeavesInOrderIsGone() {
        try (SqlStore one = open("one")) {
            open("two").close();
            assertThat(states(one)).containsExactly("one JOINING");
        }
    }

    @Test
    void whoHasTheStoreOpenIsThereOnceItJoins() {
        try (SqlStore one = open("one")) {
            join(one);
            assertThat(states(one)).containsExactly("one ALIVE");
            write(one, transaction -> {
                cluster(one).leave(transaction);
                return true;
            });
            join(one);
            assertThat(states(one)).as("it leaves").containsExactly("one LEAVING");
        }
    }

    private static void join(SqlStore store) {
        write(store, transaction -> {
            cluster(store).join(transaction);
            return true;
        });
    }

    @Test
    void anInstanceHasOneOwner() {
        try (SqlStore one = open("one");
                SqlStore two = open("two")) {
            assertThat(write(one, transaction -> cluster(one).own(transaction, ECHO)))
                    .isTrue();
            assertThat(write(two, transaction -> cluster(two).own(transaction, ECHO)))
                    .isFalse();
            assertThat(cluster(two).look().ownerOf(ECHO)).hasValue("one");
            write(one, transaction -> {
                cluster(one).disown(transaction, ECHO);
                return true;
            });
            assertThat(write(two, transaction -> cluster(two).own(transaction, ECHO)))
                    .isTrue();
        }
    }

    @Test
    void whoIsSilentForLongerThanItsLeaseIsLostAndGoesOnAsANewNode() {
        try (SqlStore one = open("one", Duration.ofSeconds(1));
                SqlStore two = open("two")) {
            String before = cluster(one).self();
            String claim = cluster(one).claimToken("c1");
            assertThat(cluster(one).hasMade(claim)).isTrue();
            write(one, transaction -> cluster(one).own(transaction, ECHO));
            assertThat(write(two, transaction -> cluster(two).lose(transaction, before)))
                    .as("within its lease")
                    .isFalse();
            await().until(() -> cluster(one).leaseLeft().isNegative());
            await().until(() -> write(two, transaction -> cluster(two).lose(transaction, before)));
            write(two, transaction -> {
                cluster(two).recover(transaction, 1);
                return true;
            });
            assertThat(write(two, transaction -> cluster(two).own(transaction, ECHO)))
                    .isTrue();

            assertThat(one.probe().join()).isTrue();
            assertThat(cluster(one).self()).startsWith("one#").isNotEqualTo(before);
            assertThat(cluster(one).hasMade(claim)).isFalse();
            assertThat(states(two)).containsExactly("one LOST", "one JOINING", "two JOINING");
        }
    }

    /** As where a standby takes over that has not had them. */
    @Test
    void aDatabaseThatComesBackWithoutTheLastCommitsIsFoundOut() throws Exception {
        try (SqlStore one = open("one")) {
            String before = cluster(one).self();
            one.probe().join();
            one.probe().join();
            breakOff("");
            assertThat(one.probe().join()).isTrue();
            assertThat(cluster(one).self()).as("nothing is missing").isEqualTo(before);

            breakOff("UPDATE nodes SET group_number = group_number - 2");

            assertThat(one.probe().join()).isTrue();
            assertThat(cluster(one).self()).isNotEqualTo(before);
            assertThat(states(one)).as("until its lease is over").containsExactly("one JOINING", "one JOINING");
            assertThat(lostCommits(one)).hasValue(new ClusterStore.LostCommits("one", 2));
            assertThat(lostCommits(one)).as("once it was said").isEmpty();

            one.probe().join();
            breakOff("DELETE FROM nodes");

            assertThat(one.probe().join()).isTrue();
            assertThat(lostCommits(one))
                    .as("all of this start, which the database does not know")
                    .hasValueSatisfying(lost -> assertThat(lost.commits()).isGreaterThanOrEqualTo(2));
        }
    }

    private static Optional<Duration> lostNamesake(SqlStore store) {
        return store.transactions().run(transaction -> cluster(store).lostNamesake(transaction));
    }

    private static Optional<ClusterStore.LostCommits> lostCommits(SqlStore store) {
        return store.transactions().run(transaction -> cluster(store).lostCommits(transaction));
    }

    /** Ends the sessions of the store, and changes what it finds afterwards. */
    private void breakOff(String change) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(change);
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }
    }

    /** Its session holds its row locked, and so would keep everybody from taking it for lost. */
    @Test
    void whoStandsStillWithinAGroupIsLostToo() throws Exception {
        try (SqlStore one = open("one", Duration.ofSeconds(1));
                SqlStore two = open("two")) {
            String before = cluster(one).self();
            CompletableFuture<Boolean> goesOn = new CompletableFuture<>();
            CompletableFuture<Boolean> stands = new CompletableFuture<>();
            CompletableFuture<Boolean> written = one.transactions().submit(transaction -> {
                boolean owned = cluster(one).own(transaction, ECHO);
                stands.complete(true);
                return goesOn.join() && owned;
            });
            stands.join();
            await().until(() -> cluster(one).leaseLeft().isNegative());
            assertThat(write(two, transaction -> cluster(two).lose(transaction, before)))
                    .isTrue();
            goesOn.complete(true);
            assertThat(written).succeedsWithin(Duration.ofSeconds(20));
            assertThat(cluster(one).self()).isNotEqualTo(before);
        }
    }

    /** It holds the table of nodes until its session is ended. */
    @Test
    void aStartWaitsForWhoStandsStillWithinAGroup() throws Exception {
        try (SqlStore one = open("one", Duration.ofSeconds(3))) {
            String before = cluster(one).self();
            CompletableFuture<Boolean> goesOn = new CompletableFuture<>();
            CompletableFuture<Boolean> stands = new CompletableFuture<>();
            CompletableFuture<Boolean> written = one.transactions().submit(transaction -> {
                boolean owned = cluster(one).own(transaction, ECHO);
                stands.complete(true);
                return goesOn.join() && owned;
            });
            stands.join();
            try (SqlStore two = open("two")) {
                assertThat(two.probe().join()).isTrue();
                assertThat(write(two, transaction -> cluster(two).lose(transaction, before)))
                        .isTrue();
            }
            goesOn.complete(true);
            assertThat(written).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void twoOfOneNameDoNotRunAtTheSameTime() {
        try (SqlStore one = open("one", Duration.ofSeconds(5));
                LogLines lines = LogLines.of(PostgresLocks.class)) {
            ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
            heart.scheduleWithFixedDelay(one::probe, 0, 200, TimeUnit.MILLISECONDS);
            assertThatThrownBy(() -> open("one"))
                    .isInstanceOf(StoreStartException.class)
                    .hasMessageContaining("palyra.node.name: another program named one runs")
                    .hasMessageContaining("give this one another name");
            assertThat(lines.lines()).singleElement().asString().contains("another program named one");
            assertThat(heart.shutdownNow()).as("it has lived all the time").hasSize(1);
            assertThat(one.probe().join()).isTrue();
        }
    }

    @Test
    void oneOfTheSameNameThatStandsStillIsFollowedOnceItsLeaseIsOver() {
        SqlStore still = open("one", Duration.ofSeconds(5));
        try (SqlStore next = open("one")) {
            assertThat(next.probe().join()).isTrue();
            assertThat(states(next)).containsExactly("one LOST", "one JOINING");
            assertThat(lostNamesake(next))
                    .hasValueSatisfying(silent -> assertThat(silent).isGreaterThanOrEqualTo(Duration.ofSeconds(5)));
            assertThat(lostNamesake(next)).as("once it was said").isEmpty();
        } finally {
            still.close();
        }
    }

    @Test
    void waitsForOneOfTheSameNameThatEnds() {
        SqlStore other = open("one");
        try (LogLines lines = LogLines.of(PostgresLocks.class)) {
            CompletableFuture<SqlStore> next = CompletableFuture.supplyAsync(() -> open("one"));
            await().until(() -> !lines.lines().isEmpty());
            assertThat(next).isNotDone();
            other.close();
            try (SqlStore store = next.join()) {
                assertThat(store.isWriting()).isTrue();
            }
        }
    }

    @Test
    void whoWantsTheStoreAloneIsRefused() throws Exception {
        PostgresDialect alone = new PostgresDialect(url, TestPostgres.USER, null);
        try (SqlStore one = open("one")) {
            assertThatThrownBy(alone::claimPlace)
                    .isInstanceOf(StoreStartException.class)
                    .hasMessageContaining("another program has the store");
            assertThat(one.isWriting()).isTrue();
        }
        alone.claimPlace().close();
    }

    @Test
    void tellsOthersOnceItHasCommitted() {
        try (SqlStore one = open("one");
                SqlStore two = open("two")) {
            ConcurrentLinkedQueue<Topic> heard = new ConcurrentLinkedQueue<>();
            cluster(two).listen(heard::add);
            await().until(() -> heard.containsAll(List.of(Topic.values())));
            heard.clear();
            // The first group after the other came does not know of it yet
            one.probe().join();
            write(one, transaction -> {
                cluster(one).tell(transaction, Topic.NODES);
                return true;
            });
            await().untilAsserted(() -> assertThat(heard).containsExactly(Topic.NODES));
        }
    }

    @Test
    void listsWhoIsThere() {
        try (SqlStore one = open("one")) {
            StoredNode node = cluster(one).look().nodes().get(0);
            assertThat(node.id()).isEqualTo(cluster(one).self());
            assertThat(node.version()).isEqualTo("1");
            assertThat(node.state()).isEqualTo(NodeState.JOINING);
            assertThat(node.isOver()).isFalse();
        }
    }
}
