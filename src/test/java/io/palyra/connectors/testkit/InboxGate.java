package io.palyra.connectors.testkit;

import io.palyra.connectors.store.StatementWatch;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that refuses messages, or takes its time over them. Everything else it does. Thread safe. */
public final class InboxGate implements StatementWatch {

    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean refuses;
    private volatile CountDownLatch open = new CountDownLatch(0);

    public void refuse(boolean nowRefuses) {
        refuses = nowRefuses;
    }

    public int refused() {
        return refused.get();
    }

    /** Messages wait from now on, until the latch that comes back is open. */
    public CountDownLatch hold() {
        open = new CountDownLatch(1);
        return open;
    }

    @Override
    public void before(String statement) throws SQLException {
        if (statement.toUpperCase(Locale.ROOT).contains("INSERT INTO INBOUND ")) {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new SQLException("interrupted", e);
            }
            if (refuses) {
                refused.incrementAndGet();
                throw new SQLException("the disk is full");
            }
        }
    }
}
