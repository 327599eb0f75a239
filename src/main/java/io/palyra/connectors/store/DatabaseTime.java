package io.palyra.connectors.store;

import io.palyra.connectors.time.MeasuredClock;
import io.palyra.connectors.time.SteadyClock;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the program's clock go by the database's, which all programs on one database have in common: asks for its time every
 * few seconds, on a thread of its own as a database may be slow to answer. While it is away the clock goes on by itself.
 */
final class DatabaseTime implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseTime.class);

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final StatementText question;
    private final Reader reader;
    private final MeasuredClock clock;
    private final CountDownLatch closed = new CountDownLatch(1);

    private DatabaseTime(StatementText question, Reader reader, MeasuredClock clock) {
        this.question = question;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Empty where the database has no clock, or the program's is not the machine's; nothing changes then.
     *
     * @param clock shows the database's time from now on
     * @throws StoreUnavailableException where the database does not tell its time
     */
    static Optional<DatabaseTime> keep(Dialect dialect, Reader reader, SteadyClock clock) {
        return dialect.clock().filter(any -> clock.isOfMachine()).map(question -> {
            DatabaseTime time = new DatabaseTime(
                    question,
                    reader,
                    reader.read(statements -> new MeasuredClock(clock.passed(), () -> ask(statements, question))));
            tell(clock.goBy(time.clock), dialect.name());
            return time;
        });
    }

    void start() {
        Thread thread = new Thread(this::run, "palyra-store-clock");
        thread.setDaemon(true);
        thread.start();
    }

    private static void tell(Duration ahead, String database) {
        if (ahead.abs().compareTo(SteadyClock.TOLERANCE) > 0) {
            LOG.warn(
                    "This machine's clock is {} s {} that of {}. What is stored and what is due go by the database's clock;"
                            + " the lines of this log by the machine's",
                    ahead.abs().toSeconds(),
                    ahead.isNegative() ? "behind" : "ahead of",
                    database);
        }
    }

    private void run() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                measure();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure() {
        try {
            reader.read(statements -> {
                measure(statements);
                return true;
            });
        } catch (RuntimeException e) {
            LOG.debug("The database does not tell its time: {}", e.getMessage());
        }
    }

    /** Asks on a connection that is known to lead to the database of the present. */
    void measure(Statements statements) {
        clock.measure(() -> ask(statements, question));
    }

    private static long ask(Statements statements, StatementText question) {
        return statements.one(question, row -> row.getLong(1));
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
