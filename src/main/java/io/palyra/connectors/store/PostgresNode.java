package io.palyra.connectors.store;

import io.palyra.connectors.cluster.ClusterStore.LostCommits;
import io.palyra.connectors.cluster.NodeIdentity;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This program in the table of the programs that share the store. Each group of works renews its lease; one that others took
 * for lost commits nothing more under its row, and is a new node from then on. Thread safe for who reads.
 */
final class PostgresNode implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresNode.class);

    /** Of a node that others took for lost; in the class of what ends a session, as it needs another one. */
    static final String LOST = "57PLN";

    /** A group was begun as if the node were alone. */
    static final String NOT_ALONE = "40001";

    /** For the groups of others to end; meanwhile none of them begins another. */
    private static final Duration GROUPS_WAIT = Duration.ofSeconds(1);

    /** For others to go on, where one stands still within a group. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** After the end of the lease of who stands still: its session is ended then. */
    private static final Duration OVERTIME = Duration.ofSeconds(5);

    private static final String LOCKED = "55P03";

    /** A node's row is there for at least so long after its last commit. */
    private static final Duration ROW_KEPT = Duration.ofHours(12);

    /** Others need not be told more often: it takes a lock that all of the server's databases share. */
    private static final Duration SAY_INTERVAL = Duration.ofMillis(100);

    private final NodeIdentity identity;
    private final AtomicLong groups = new AtomicLong();
    private volatile @Nullable String id;
    private volatile long leaseEnd = System.nanoTime();
    private volatile boolean alone = true;
    private volatile @Nullable LostCommits lostCommits;
    private volatile @Nullable Duration lostNamesake;
    private @Nullable ProcessFile process;
    private long committed;
    private long registeredAt;
    private volatile Predicate<ConnectorId> runs = connectorId -> false;
    private volatile long saidAt = System.nanoTime() - SAY_INTERVAL.toNanos();

    PostgresNode(NodeIdentity identity) {
        this.identity = identity;
    }

    NodeIdentity identity() {
        return identity;
    }

    /** Its name, and a number that tells this start from others; empty before it has a row. */
    Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** Whether it is the only one that is not lost, as far as its last group has learnt. */
    boolean isAlone() {
        return alone;
    }

    /**
     * Until when nobody takes it for lost, as {@link System#nanoTime} tells it: by this machine's own measure of time, from
     * before the lease was asked for.
     */
    long leaseEnd() {
        return leaseEnd;
    }

    /** What the database has lost of this node's; empty once {@link #saidOfLostCommits} has been called. */
    Optional<LostCommits> lostCommits() {
        return Optional.ofNullable(lostCommits);
    }

    void saidOfLostCommits() {
        lostCommits = null;
    }

    /**
     * For how long the one had been silent that had the name before and was lost with this node's start; empty once
     * {@link #saidOfLostNamesake} has been called.
     */
    Optional<Duration> lostNamesake() {
        return Optional.ofNullable(lostNamesake);
    }

    void saidOfLostNamesake() {
        lostNamesake = null;
    }

    /** The writer has connected: under the row there is, or under a new one. */
    void connected(Connection connection, Statements statements, String session) throws SQLException {
        statements.query(
                "end_idle_transactions",
                row -> row.getString(1),
                identity.lease().toMillis());
        statements.query("end_sessions_of_overdue", row -> row.getBoolean(1));
        String known = id;
        if (known != null && !hasLostCommits(statements, known)) {
            if (!statements
                    .query("goes_on", row -> row.getString(1), session, known)
                    .isEmpty()) {
                return;
            }
            LOG.warn("Others took {} for lost, as it did not renew its lease; it goes on as a new node", known);
        }
        register(connection, statements, session);
        registeredAt = groups.get();
    }

    /** Nothing that this program remembers of the database can be relied on then. */
    private boolean hasLostCommits(Statements statements, String known) {
        long missing = committed
                - statements.query("last_group", row -> row.getLong(1), known).stream()
                        .findFirst()
                        .orElse(isRowKept() ? registeredAt : committed);
        if (missing <= 0) {
            return false;
        }
        lostCommits = new LostCommits(identity.name(), missing);
        committed -= missing;
        LOG.error(
                "The database has come back without the last {} commits of {}, as where a standby takes over that has not"
                        + " had them: what was received and accepted in them is missing, and what was sent may be sent again;"
                        + " {} goes on as a new node, from what is stored",
                missing,
                known,
                identity.name());
        return true;
    }

    /** Whoever is lost is forgotten after a day. */
    private boolean isRowKept() {
        return System.nanoTime() - (leaseEnd - identity.lease().toNanos()) < ROW_KEPT.toNanos();
    }

    /** Once the schema is there. Waits for one that stands still within a group until its lease is over. */
    private void register(Connection connection, Statements statements, String session) throws SQLException {
        long left = statements.one("longest_lease", row -> row.getLong(1));
        long end = System.nanoTime() + OVERTIME.plusMillis(left).toNanos();
        while (true) {
            try {
                registerNow(connection, statements, session);
                return;
            } catch (StoreUnavailableException e) {
                boolean locked = e.getCause() instanceof SQLException failure && LOCKED.equals(failure.getSQLState());
                if (!locked || System.nanoTime() > end) {
                    throw e;
                }
            }
            pause();
            statements.query("end_sessions_of_overdue", row -> row.getBoolean(1));
        }
    }

    private static void pause() throws SQLException {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("the store is closed", e);
        }
    }

    private void registerNow(Connection connection, Statements statements, String session) throws SQLException {
        connection.setAutoCommit(false);
        try {
            statements.query("wait_for_locks_once", row -> row.getString(1), GROUPS_WAIT.toMillis());
            statements.update("await_groups");
            Optional<ProcessFile.Start> ended = processBefore(connection);
            List<Long> silentMs = statements.query(
                    "lose_namesakes",
                    row -> row.getLong(1),
                    identity.name(),
                    ended.map(ProcessFile.Start::number).orElse(null),
                    ended.map(ProcessFile.Start::started).orElse(null));
            long asked = System.nanoTime();
            id = statements.one(
                    "register_node",
                    row -> registered(row.getString(1), row.getLong(2)),
                    identity.name(),
                    identity.version(),
                    identity.url(),
                    session,
                    identity.lease().toMillis());
            connection.commit();
            leaseEnd = asked + identity.lease().toNanos();
            silentMs.stream()
                    .max(Comparator.naturalOrder())
                    .ifPresent(silent -> lostNamesake = Duration.ofMillis(silent));
        } finally {
            // Ends what has failed
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Which node of this name a process was that is known to have ended. */
    private Optional<ProcessFile.Start> processBefore(Connection connection) throws SQLException {
        if (process != null) {
            return Optional.empty();
        }
        String place = connection.getMetaData().getURL() + " " + connection.getSchema();
        process = ProcessFile.take(place, identity.name()).orElse(null);
        try {
            return process == null ? Optional.empty() : process.ended();
        } catch (IOException e) {
            LOG.debug("It is not known which process was before: {}", e.toString());
            return Optional.empty();
        }
    }

    private String registered(String nodeId, long startedAtUnixMs) {
        try {
            if (process != null) {
                int number = Integer.parseInt(nodeId.substring(nodeId.lastIndexOf('#') + 1));
                process.write(ProcessFile.Start.of(number, startedAtUnixMs));
            }
        } catch (IOException | NumberFormatException e) {
            LOG.debug("The next start will wait for the end of the lease: {}", e.toString());
        }
        return nodeId;
    }

    /** The program ends: the next one of its name need not wait. */
    @Override
    public void close() throws IOException {
        if (process != null) {
            process.close();
        }
    }

    /** @param which instances this program runs */
    void runs(Predicate<ConnectorId> which) {
        runs = which;
    }

    boolean runs(ConnectorId connectorId) {
        return runs.test(connectorId);
    }

    /** Whether others may be told again of what they are told often. For the writer only. */
    boolean maySayAgain() {
        long now = System.nanoTime();
        if (now - saidAt < SAY_INTERVAL.toNanos()) {
            return false;
        }
        saidAt = now;
        return true;
    }

    /** The number of the next group. */
    long nextGroup() {
        return groups.incrementAndGet();
    }

    /**
     * The database has begun a group.
     *
     * @param alive how many nodes are not lost; empty where this one is
     * @param bound whether the group locks its lanes as it has to where there are several
     */
    void begun(Optional<Integer> alive, boolean bound) throws SQLException {
        if (alive.isEmpty()) {
            throw new SQLException("other nodes took this one (" + id + ") for lost", LOST);
        }
        alone = alive.get() == 1;
        if (!alone && !bound) {
            throw new SQLException("another node has come", NOT_ALONE);
        }
    }

    /** A group has committed that had been begun at that time. */
    void renewed(long group, long begunNanos) {
        committed = Math.max(committed, group);
        leaseEnd = Math.max(leaseEnd, begunNanos + identity.lease().toNanos());
    }
}
