package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings what is in SQLite's write-ahead log into the file each time the log has grown. SQLite does that by itself, but keeps to
 * itself where the disk has not taken it ({@code PRAGMA wal_autocheckpoint}; its return code is dropped): the log would be begun
 * anew over pages that are nowhere else. For the writer thread, between two transactions.
 */
final class LogCheckpoint {

    /** A page each; SQLite's own number. */
    private static final int FRAMES = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(LogCheckpoint.class);

    private final Statements statements;
    private final LongSupplier framesInLog;
    private long framesThen;
    private boolean failing;
    private @Nullable StoreUnavailableException notSynced;

    /** @param framesInLog how many the log has; fewer than before where it has been begun anew */
    LogCheckpoint(Statements statements, LongSupplier framesInLog) {
        this.statements = statements;
        this.framesInLog = framesInLog;
    }

    /** What has committed is safe in the log, whatever happens here: the next transaction is told. */
    void afterCommit() {
        long frames = framesInLog.getAsLong();
        framesThen = Math.min(framesThen, frames);
        if (frames - framesThen < FRAMES) {
            return;
        }
        framesThen = frames;
        try {
            boolean whole = statements.one("checkpoint", row -> row.getLong("log") == row.getLong("checkpointed"));
            if (!whole) {
                // Somebody reads what was before, and may have ended at the next commit
                framesThen = 0;
            }
            if (failing) {
                failing = false;
                LOG.info("The write-ahead log is brought into the store's file again");
            }
        } catch (StoreUnavailableException e) {
            LOG.atLevel(failing ? Level.DEBUG : Level.WARN)
                    .log(
                            "The write-ahead log grows, as it cannot be brought into the store's file: {}",
                            e.getMessage());
            failing = true;
            if (SqliteDamage.isNotSynced(e.getCause())) {
                notSynced = e;
            }
        }
    }

    /** @throws StoreUnavailableException where the disk has not taken what is in the file */
    void requireSynced() {
        StoreUnavailableException failure = notSynced;
        if (failure != null) {
            throw failure;
        }
    }
}
