package io.palyra.connectors.fake;

import io.palyra.connectors.store.StoreUnderTest;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.Function;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Why a database does not run a statement, in its own exceptions. */
public enum StoreFault {
    SQLITE_BUSY(SQLiteErrorCode.SQLITE_BUSY),
    SQLITE_IOERR(SQLiteErrorCode.SQLITE_IOERR),
    SQLITE_IOERR_FSYNC(SQLiteErrorCode.SQLITE_IOERR_FSYNC),
    SQLITE_FULL(SQLiteErrorCode.SQLITE_FULL),
    POSTGRESQL_SERIALIZATION_FAILURE("40001"),
    POSTGRESQL_CONNECTION_FAILURE("08006"),
    POSTGRESQL_DISK_FULL("53100");

    private final Function<String, SQLException> exceptions;

    StoreFault(SQLiteErrorCode code) {
        exceptions = message -> new SQLiteException(message, code);
    }

    StoreFault(String sqlState) {
        exceptions = message -> new SQLException(message, sqlState);
    }

    public StoreUnderTest database() {
        return StoreUnderTest.valueOf(name().substring(0, name().indexOf('_')));
    }

    SQLException exception() {
        return exceptions.apply("the store says " + name().toLowerCase(Locale.ROOT));
    }
}
