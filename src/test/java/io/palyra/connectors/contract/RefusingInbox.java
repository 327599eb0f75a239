package io.palyra.connectors.contract;

import io.palyra.connectors.store.StatementWatch;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Refuses to store inbound messages, and nothing else, while it is told to. Thread safe. */
final class RefusingInbox implements StatementWatch {

    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean refusing;

    void refuse(boolean now) {
        refusing = now;
    }

    int refused() {
        return refused.get();
    }

    @Override
    public void before(String statement) throws SQLException {
        if (refusing && statement.stripLeading().startsWith("INSERT INTO inbound ")) {
            refused.incrementAndGet();
            throw new SQLiteException("the inbox takes nothing", SQLiteErrorCode.SQLITE_IOERR);
        }
    }
}
