package io.palyra.connectors.fake;

import io.palyra.connectors.store.StatementWatch;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Fails some statements or commits in a row, counted from when it is armed. Thread safe. */
public final class FaultyStore implements StatementWatch {

    private @Nullable StoreFault fault;
    private int good;
    private int bad;
    private int failed;

    /** From now on {@code good} statements work, then {@code bad} fail, and all others work. */
    public synchronized void arm(StoreFault nowFault, int nowGood, int nowBad) {
        fault = nowFault;
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
        if (fault != null && bad > 0 && good-- <= 0) {
            bad--;
            failed++;
            throw fault.exception();
        }
    }
}
