package io.palyra.connectors.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Where the store is, or where a connection makes tables.
 *
 * @param user by the name that the server has
 * @param schema null where there is none
 * @param encoding of the database
 * @param mayCreate whether the user may make tables there
 * @param hasHistory whether migrations of a store are recorded there
 * @param stores the schemas with a store that the user may write, the first of which is the schema; null where there is none
 */
record PostgresPlace(
        String database,
        String user,
        @Nullable String schema,
        String encoding,
        boolean mayCreate,
        boolean hasHistory,
        @Nullable String stores) {

    static PostgresPlace of(ResultSet row) throws SQLException {
        return new PostgresPlace(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getString(7));
    }
}
