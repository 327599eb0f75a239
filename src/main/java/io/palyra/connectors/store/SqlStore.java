package io.palyra.connectors.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.palyra.connectors.events.EventLog;
import io.palyra.connectors.inbox.InboxStore;
import io.palyra.connectors.lane.DeadLetterStore;
import io.palyra.connectors.lane.LaneSurvey;
import io.palyra.connectors.lane.Transactions;
import io.palyra.connectors.outbox.OutboxStore;
import io.palyra.connectors.outbox.RateLimitStore;
import io.palyra.connectors.retention.RetentionStore;
import io.palyra.connectors.supervisor.CursorRows;
import io.palyra.connectors.supervisor.InstanceStore;
import java.io.IOException;
import java.time.Clock;
import org.sqlite.SQLiteConfig;

/**
 * The connector store: one writer with group commit, a few readers beside it. Opening it takes the place for this
 * process and brings the schema up to date; what a dead process had claimed becomes due at once.
 */
public final class SqlStore implements AutoCloseable {

    private static final int READERS = 4;

    private final AutoCloseable place;
    private final HikariDataSource readers;
    private final GroupCommit writer;
    private final Reader reader;
    private final Clock clock;

    private SqlStore(AutoCloseable place, HikariDataSource readers, GroupCommit writer, Clock clock) {
        this.place = place;
        this.readers = readers;
        this.writer = writer;
        this.reader = new Reader(readers);
        this.clock = clock;
    }

    /**
     * Opens a SQLite store.
     *
     * @param url {@code jdbc:sqlite:<file>}; the folder is created
     * @param syncEveryCommit whether a commit survives a power loss, not only the end of the process
     * @throws StoreStartException saying what is wrong and the way out
     */
    public static SqlStore openSqlite(String url, boolean syncEveryCommit, Clock clock) {
        return open(
                new SqliteDialect(
                        url, syncEveryCommit ? SQLiteConfig.SynchronousMode.FULL : SQLiteConfig.SynchronousMode.NORMAL),
                clock);
    }

    /** Opens a store of any database. */
    static SqlStore open(Dialect dialect, Clock clock) {
        AutoCloseable place;
        try {
            place = dialect.claimPlace();
        } catch (IOException e) {
            throw new StoreStartException("palyra.store.url: the store cannot be opened: " + e.getMessage(), e);
        }
        try {
            Migrations.apply(dialect.connections(), dialect.migrations());
            HikariConfig pool = new HikariConfig();
            pool.setPoolName("palyra-store-readers");
            pool.setDataSource(dialect.connections());
            pool.setMaximumPoolSize(READERS);
            pool.setMinimumIdle(1);
            GroupCommit writer = new GroupCommit(dialect::openWriter, clock);
            SqlStore store = new SqlStore(place, new HikariDataSource(pool), writer, clock);
            writer.start();
            writer.run(
                    transaction -> SqlTransaction.statements(transaction).update(SqlLaneQueue.RECOVER, clock.millis()));
            return store;
        } catch (StoreStartException e) {
            closeQuietly(place);
            throw e;
        } catch (RuntimeException e) {
            closeQuietly(place);
            throw new StoreStartException("palyra.store.url: the store cannot be used: " + e.getMessage(), e);
        }
    }

    public Transactions transactions() {
        return writer;
    }

    public OutboxStore outbox() {
        return new SqlOutboxStore(reader);
    }

    public InboxStore inbox() {
        return new SqlInboxStore(reader);
    }

    public DeadLetterStore deadLetters() {
        return new SqlDeadLetterStore(reader);
    }

    public EventLog events() {
        return new SqlEventLog(reader, clock);
    }

    public RetentionStore retention() {
        return new SqlRetentionStore(reader);
    }

    public LaneSurvey laneSurvey() {
        return new SqlLaneSurvey(reader);
    }

    public RateLimitStore rateLimits() {
        return new SqlRateLimitStore(reader);
    }

    public CursorRows cursors() {
        return new SqlCursorRows(reader);
    }

    public InstanceStore instances() {
        return new SqlInstanceStore(reader);
    }

    /** Commits what was handed over before the call, then closes. */
    @Override
    public void close() {
        try {
            writer.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        readers.close();
        closeQuietly(place);
    }

    private static void closeQuietly(AutoCloseable place) {
        try {
            place.close();
        } catch (Exception e) {
            throw new IllegalStateException("the store's lock was not given back", e);
        }
    }
}
