package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs reads on connections of their own, beside the writer; each sees what has committed. Thread safe. */
final class Reader {

    /** For a connection, while all are in use. */
    static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private final ReaderConnections connections;
    private final Failures failures;
    private final Supplier<@Nullable StoreLostException> lost;

    /** No connection is kept after a read. */
    Reader(DataSource connections, StatementTexts texts) {
        this(new ReaderConnections(connections::getConnection, texts, false, WAIT_MAX), new Failures() {}, () -> null);
    }

    /** @param lost why nothing is read any more; null while all is well */
    Reader(ReaderConnections connections, Failures failures, Supplier<@Nullable StoreLostException> lost) {
        this.connections = connections;
        this.failures = failures;
        this.lost = lost;
    }

    /** Where a connection that was kept has broken since, a new one is opened, and the query begins anew. */
    <T> T read(Function<Statements, T> query) {
        while (true) {
            StoreLostException why = lost.get();
            if (why != null) {
                throw why;
            }
            ReaderConnections.Lent lent = take();
            try {
                T result = query.apply(lent.statements());
                lent.giveBack();
                return result;
            } catch (StoreUnavailableException e) {
                lent.drop();
                if (!lent.wasKept()
                        || !(e.getCause() instanceof SQLException failure)
                        || !failures.wantsAnotherConnection(failure)) {
                    throw e;
                }
                connections.closeKept();
            } catch (RuntimeException | Error e) {
                lent.drop();
                throw e;
            }
        }
    }

    private ReaderConnections.Lent take() {
        try {
            return connections.take();
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
