package io.palyra.connectors.fake;

import io.palyra.connectors.store.StatementWatch;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Fails some statements or commits in a row, counted from when it is armed. Thread safe. */
public final class FaultyDisk implements StatementWatch {

    private SQLiteErrorCode code = SQLiteErrorCode.SQLITE_OK;
    private int good;
    private int bad;
    private int failed;

    /** From now on {@code good} statements work, then {@code bad} fail, and all others work. */
    public synchronized void arm(SQLiteErrorCode nowCode, int nowGood, int nowBad) {
        code = nowCode;
        good = nowGood;
        bad = nowBad;
        failed = 0;
    }

    /** Everything works from now on; answers how many have failed since it was armed. */
    public synchronized int disarm() {
        bad = 0;
        return failed;
    }

    @Override
    public void before(String statement) throws SQLException {
        next();
    }

    @Override
    public void beforeCommit(String statements) throws SQLException {
        next();
    }

    private synchronized void next() throws SQLException {
        if (bad > 0 && good-- <= 0) {
            bad--;
            failed++;
            throw new SQLiteException("the disk says " + code, code);
        }
    }
}
