package io.palyra.connectors.supervisor;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.transaction.StoreUnavailableException;
import io.palyra.connectors.transaction.Transaction;
import io.palyra.connectors.transaction.Transactions;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The cursors of all connectors, in the store. Thread safe. */
final class StoredCursors {

    private static final Logger LOG = LoggerFactory.getLogger(StoredCursors.class);

    private final CursorRows rows;
    private final Transactions transactions;
    private final Clock clock;

    StoredCursors(CursorRows rows, Transactions transactions, Clock clock) {
        this.rows = rows;
        this.transactions = transactions;
        this.clock = clock;
    }

    CursorStore of(ConnectorId connectorId) {
        return new CursorStore() {
            @Override
            public Map<String, String> positions() {
                return rows.positions(connectorId);
            }

            @Override
            public void move(String stream, String position, @Nullable ReadAgain overlap) {
                write(
                        connectorId,
                        transaction -> rows.move(transaction, connectorId, stream, position, overlap, clock.millis()));
            }

            @Override
            public void forget(String stream) {
                write(connectorId, transaction -> rows.forget(transaction, connectorId, stream));
            }
        };
    }

    /** A cursor that stays behind costs a repetition that the inbox recognises, so a failure is not passed on. */
    private void write(ConnectorId connectorId, Consumer<Transaction> change) {
        try {
            transactions.write(change).whenComplete((ok, failure) -> {
                if (failure != null) {
                    // A store that is away says so itself
                    LOG.atLevel(failure instanceof StoreUnavailableException ? Level.DEBUG : Level.WARN)
                            .log("The cursor of {} was not stored: {}", connectorId, failure.getMessage());
                }
            });
        } catch (StoreUnavailableException e) {
            LOG.debug("The cursor of {} was not stored: {}", connectorId, e.getMessage());
        }
    }
}
