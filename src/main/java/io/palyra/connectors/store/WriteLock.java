package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write into a SQLite file, which the connection that writes keeps from one transaction to the next. The driver's own
 * commit begins the next one, too, and fails where another program has come in between: of what has committed it would be said
 * that it has not. For the writer thread.
 */
final class WriteLock {

    private static final Logger LOG = LoggerFactory.getLogger(WriteLock.class);

    private final Statements statements;
    private final StatementTexts texts;
    private final LogCheckpoint checkpoint;

    /** The connection comes with it. */
    private boolean held = true;

    WriteLock(Statements statements, StatementTexts texts, LogCheckpoint checkpoint) {
        this.statements = statements;
        this.texts = texts;
        this.checkpoint = checkpoint;
    }

    /**
     * A transaction begins.
     *
     * @throws StoreUnavailableException where another program has it for longer than SQLite waits for it, or the disk has not
     *     taken what was committed before
     */
    void require() {
        checkpoint.requireSynced();
        take();
    }

    private void take() {
        if (!held) {
            statements.update(texts.get("begin"));
            held = true;
        }
    }

    /** @throws SQLException where nothing of the transaction has committed */
    void commit() throws SQLException {
        statements.execute(texts.get("commit"));
        held = false;
        checkpoint.afterCommit();
        try {
            take();
        } catch (StoreUnavailableException e) {
            LOG.debug("Another program writes into the store: {}", e.getMessage());
        }
    }
}
