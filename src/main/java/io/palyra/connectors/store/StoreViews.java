package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreLostException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The store for reports: a data source whose connections read the views {@code palyra_…_v1} and nothing else. Each is lent
 * for a limited time, whatever is open on it: a reader that never ends would keep SQLite's log from being written back, and
 * PostgreSQL from using the room of old rows again, so the store would grow as long as it reads. Thread safe.
 *
 * <p>A connection is opened for each loan, which costs well under a millisecond on SQLite and some on PostgreSQL, and never
 * used again.
 */
public final class StoreViews implements AutoCloseable {

    /** The bean's name. */
    public static final String NAME = "palyraStore";

    /** Connections lent at once; who comes then waits for as long as a loan may take. */
    static final int LOANS_MAX = 8;

    private static final int PARTS_IN_HEAP = 20;

    /** Bytes of a result in memory at once, for each loan. */
    static final int PART_MAX =
            Math.toIntExact(Math.min(Runtime.getRuntime().maxMemory() / PARTS_IN_HEAP, Integer.MAX_VALUE));

    private final DataSource reports;
    private final Failures failures;
    private final ViewGate gate;
    private final PlaceWatch watch;
    private final ScheduledExecutorService timer;
    private final Duration readTimeout;
    private final Semaphore places = new Semaphore(LOANS_MAX, true);
    private final Set<Loan> loans = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param reports connections to the store that the database itself lets write nothing
     * @param failures what they mean there
     * @param parser closed with the views
     * @param watch told of what fails in reads; once it has the store for lost, nothing is lent any more
     */
    StoreViews(
            DataSource reports,
            Failures failures,
            ViewParser parser,
            PlaceWatch watch,
            ScheduledExecutorService timer,
            Duration readTimeout) {
        this.reports = reports;
        this.failures = failures;
        this.gate = new ViewGate(parser);
        this.watch = watch;
        this.timer = timer;
        this.readTimeout = readTimeout;
    }

    /** @throws SQLException also where all connections are lent for too long, or the store is closed */
    Connection lend() throws SQLException {
        if (closed) {
            throw new SQLException("palyraStore: the store is closed");
        }
        StoreLostException lost = watch.lost();
        if (lost != null) {
            throw new SQLException("palyraStore: " + lost.getMessage(), lost);
        }
        waitForPlace();
        try {
            Loan loan = new Loan(connection(), gate, failures, watch, readTimeout, this::returned);
            loans.add(loan);
            loan.endAt(timer);
            if (closed) {
                loan.cut();
            }
            return loan.connection();
        } catch (SQLException | RuntimeException e) {
            places.release();
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        try {
            return reports.getConnection();
        } catch (SQLException e) {
            throw watch.lossOr(e);
        }
    }

    private void waitForPlace() throws SQLException {
        try {
            if (!places.tryAcquire(readTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException("palyraStore: " + LOANS_MAX
                        + " reads are running, and none ended within " + Loan.text(readTimeout)
                        + "; read less at once, or close what is read (streams too)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("palyraStore: interrupted while waiting for a connection", e);
        }
    }

    private void returned(Loan loan) {
        if (loans.remove(loan)) {
            places.release();
        }
    }

    /** Connections lent now. */
    int lent() {
        return loans.size();
    }

    /** Ends every read. */
    @Override
    public void close() {
        closed = true;
        loans.forEach(Loan::cut);
        gate.close();
    }

    /** For Camel's registry: a {@link DataSource} that has only what a data source needs. */
    public DataSource asBean() {
        return (DataSource) Proxy.newProxyInstance(
                StoreViews.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getConnection" -> lend();
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> NAME;
                    case "isWrapperFor" -> false;
                    case "getLoginTimeout" -> 0;
                    case "getLogWriter" -> null;
                    default -> throw new SQLFeatureNotSupportedException(NAME + " has no " + method.getName());
                });
    }
}
