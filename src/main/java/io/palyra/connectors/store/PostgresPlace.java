package io.palyra.connectors.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection makes tables.
 *
 * @param user by the name that the server has
 * @param schema null where there is none
 * @param encoding of the database
 * @param mayCreate whether the user may make tables there
 * @param hasHistory whether migrations of a store are recorded there
 */
record PostgresPlace(
        String database, String user, @Nullable String schema, String encoding, boolean mayCreate, boolean hasHistory) {

    static PostgresPlace of(ResultSet row) throws SQLException {
        return new PostgresPlace(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6));
    }
}
