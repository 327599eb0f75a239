package io.palyra.connectors.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of {@link StoreViews} while somebody has it. What it gives out (statements, results) is wrapped, so that no
 * statement gets past the {@link ViewGate}, and whoever reads on after the time is told why.
 */
final class Loan {

    private static final Logger LOG = LoggerFactory.getLogger(Loan.class);

    /** Told again, as a statement that begins just then does not hear it. */
    private static final Duration INTERRUPT_INTERVAL = Duration.ofMillis(50);

    private static final int MIB = 1 << 20;

    private static final Set<Class<?>> WRAPPED = Set.of(
            Statement.class,
            PreparedStatement.class,
            CallableStatement.class,
            ParameterMetaData.class,
            ResultSet.class,
            ResultSetMetaData.class,
            DatabaseMetaData.class);

    private static final Set<String> QUERYING = Set.of("execute", "executeQuery");

    /** The driver runs every statement of a text there, not the first one only. */
    private static final Set<String> WRITING = Set.of("executeUpdate", "executeLargeUpdate", "addBatch");

    private final Connection real;
    private final ViewGate gate;
    private final Failures failures;
    private final PlaceWatch watch;
    private final Duration limit;
    private final Consumer<Loan> returned;
    private final Set<Statement> statements = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Connection lent;
    private volatile boolean cut;
    private volatile boolean closed;
    private volatile @Nullable Future<?> end;
    private volatile @Nullable ScheduledExecutorService timer;

    Loan(Connection real, ViewGate gate, Failures failures, PlaceWatch watch, Duration limit, Consumer<Loan> returned) {
        this.real = real;
        this.gate = gate;
        this.failures = failures;
        this.watch = watch;
        this.limit = limit;
        this.returned = returned;
        this.lent = wrap(Connection.class, real);
    }

    static String text(Duration limit) {
        return limit.toMillis() % 1_000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    Connection connection() {
        return lent;
    }

    void endAt(ScheduledExecutorService scheduler) {
        timer = scheduler;
        end = scheduler.schedule(this::cut, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends what runs on the connection and closes it, whoever still has it. Returns at once. */
    void cut() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        cut = true;
        LOG.warn("A read of palyraStore was cut after {} (palyra.store.read-timeout)", text(limit));
        // Both wait for the statement that runs or for the server, and the timer must not
        Thread closing = new Thread(
                () -> {
                    interrupt();
                    close();
                },
                "palyra-read-cut");
        closing.setDaemon(true);
        closing.start();
    }

    private void interrupt() {
        if (closed) {
            return;
        }
        for (Statement statement : statements) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                LOG.debug("A statement was not interrupted: {}", e.getMessage());
            }
        }
        ScheduledExecutorService again = timer;
        if (again != null && !again.isShutdown()) {
            var unused = again.schedule(this::interrupt, INTERRUPT_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void giveBack() {
        if (ended.compareAndSet(false, true)) {
            Future<?> timeUp = end;
            if (timeUp != null) {
                timeUp.cancel(false);
            }
            close();
        }
    }

    private void close() {
        try {
            real.close();
        } catch (SQLException e) {
            LOG.warn("A connection of palyraStore did not close: {}", e.getMessage());
        } finally {
            closed = true;
            returned.accept(this);
        }
    }

    private <T> T wrap(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                Loan.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        watched(proxy, target, method, arguments == null ? new Object[0] : arguments)));
    }

    private @Nullable Object watched(Object proxy, Object target, Method method, @Nullable Object[] arguments)
            throws Throwable {
        try {
            return call(proxy, target, method, arguments);
        } catch (SQLException e) {
            throw watch.lossOr(e);
        }
    }

    private @Nullable Object call(Object proxy, Object target, Method method, @Nullable Object[] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "unwrap":
                throw new SQLException("palyraStore wraps nothing that can be had");
            case "isWrapperFor":
                return false;
            case "equals":
                return proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "getConnection":
                return lent;
            default:
                return target == real ? onConnection(method, arguments) : onOther(target, method, arguments);
        }
    }

    private @Nullable Object onConnection(Method method, @Nullable Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "close", "abort":
                giveBack();
                return null;
            case "isClosed":
                return ended.get();
            case "setReadOnly", "setSchema", "setCatalog":
                // It reads only, and where the store is
                return null;
            case "prepareStatement", "prepareCall":
                gate.check(String.valueOf(arguments[0]));
                return told(real, method, arguments);
            default:
                return told(real, method, arguments);
        }
    }

    private @Nullable Object onOther(Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        if (target instanceof Statement statement) {
            if (method.getName().equals("close")) {
                statements.remove(statement);
            } else if (arguments.length > 0 && QUERYING.contains(method.getName())) {
                gate.check(String.valueOf(arguments[0]));
            } else if (arguments.length > 0 && WRITING.contains(method.getName())) {
                throw gate.noQuery();
            }
        }
        return told(target, method, arguments);
    }

    /** With the reason, where the end of the loan is one. */
    private @Nullable Object told(Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return wrapped(method.getReturnType(), method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            if (cut && e.getCause() instanceof SQLException failure) {
                throw new SQLTimeoutException(
                        "the read was cut after " + text(limit)
                                + ", as the store grows while it reads (palyra.store.read-timeout); read less at once",
                        failure);
            }
            if (e.getCause() instanceof SQLException failure && failures.isTooLarge(failure)) {
                throw new SQLDataException(
                        "a value, or the rows that are read at once, have more than " + StoreViews.PART_MAX / MIB
                                + " MiB (a twentieth of the memory that Java may have for objects); select less of it",
                        failure);
            }
            throw e.getCause();
        }
    }

    /** By the method's type: the driver's results are facts about themselves, too. */
    private @Nullable Object wrapped(Class<?> type, @Nullable Object result) {
        if (result instanceof Statement statement) {
            statements.add(statement);
        }
        return result != null && WRAPPED.contains(type) ? wrap(type, result) : result;
    }
}
