package io.palyra.connectors.store;

import io.palyra.connectors.lane.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/** Runs reads on connections of their own, beside the writer; each sees what has committed. Thread safe. */
final class Reader {

    private final DataSource connections;

    Reader(DataSource connections) {
        this.connections = connections;
    }

    <T> T read(Function<Statements, T> query) {
        try (Connection connection = connections.getConnection()) {
            return query.apply(new Statements(connection));
        } catch (SQLException e) {
            throw new StoreUnavailableException("the store cannot be read: " + e.getMessage(), e);
        }
    }
}
