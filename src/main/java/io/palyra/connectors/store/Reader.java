package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;

/** Runs reads on connections of their own, beside the writer; each sees what has committed. Thread safe. */
final class Reader {

    /** As many connections as the pool has may have broken together. */
    private static final int TRIES_MAX = 5;

    /** Lends a connection; closing it gives it back. */
    @FunctionalInterface
    interface Lender {
        Connection take() throws SQLException;
    }

    private final Lender connections;
    private final StatementTexts texts;
    private final Failures failures;
    private final PlaceWatch watch;

    Reader(DataSource connections, StatementTexts texts) {
        this(connections::getConnection, texts, new Failures() {}, PlaceWatch.none());
    }

    /** @param watch once it has the store for lost, nothing is read any more */
    Reader(Lender connections, StatementTexts texts, Failures failures, PlaceWatch watch) {
        this.connections = connections;
        this.texts = texts;
        this.failures = failures;
        this.watch = watch;
    }

    /** Where a connection of the pool has broken, another one is taken, and the query begins anew. */
    <T> T read(Function<Statements, T> query) {
        for (int tries = 1; ; tries++) {
            watch.refuseWhereLost();
            try {
                return readOnce(query);
            } catch (StoreUnavailableException e) {
                StoreLostException loss = watch.lossIn(e);
                if (loss != null) {
                    throw loss;
                }
                if (tries == TRIES_MAX
                        || !(e.getCause() instanceof SQLException failure)
                        || !failures.wantsAnotherConnection(failure)) {
                    throw e;
                }
            }
        }
    }

    private <T> T readOnce(Function<Statements, T> query) {
        try (Connection connection = connections.take()) {
            return query.apply(new Statements(connection, texts));
        } catch (SQLException e) {
            throw new StoreUnavailableException("the store cannot be read: " + Statements.sentence(e), e);
        }
    }

    /** Of a statement that gives a name and a number in each row; in its order. */
    Map<String, Long> counts(String statement) {
        Map<String, Long> counts = new LinkedHashMap<>();
        read(statements -> statements.query(statement, row -> Map.entry(row.getString(1), row.getLong(2))))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }
}
