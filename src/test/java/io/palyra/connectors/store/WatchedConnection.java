package io.palyra.connectors.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A JDBC connection that tells a {@link StatementWatch} what it is about to do and has done. For one thread. */
final class WatchedConnection implements InvocationHandler {

    private static final Object[] NONE = {};

    private final Connection real;
    private final StatementWatch watch;
    private final StringBuilder transaction = new StringBuilder();

    private WatchedConnection(Connection real, StatementWatch watch) {
        this.real = real;
        this.watch = watch;
    }

    static Connection of(Connection real, StatementWatch watch) {
        return proxy(Connection.class, new WatchedConnection(real, watch));
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "commit":
                return commit(real, method, arguments);
            case "rollback":
                transaction.setLength(0);
                return call(real, method, arguments);
            case "createStatement":
                return proxy(Statement.class, new Watched((Statement) call(real, method, arguments), ""));
            case "prepareStatement":
                return proxy(
                        PreparedStatement.class,
                        new Watched((Statement) call(real, method, arguments), onOneLine(arguments[0])));
            default:
                return call(real, method, arguments);
        }
    }

    /** A transaction may end with its last statement. */
    private static boolean commits(String sql) {
        return sql.endsWith("; COMMIT");
    }

    private static String onOneLine(Object sql) {
        return String.valueOf(sql).replaceAll("\\s+", " ");
    }

    private @Nullable Object commit(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        String statements = transaction.toString();
        watch.beforeCommit(statements);
        transaction.setLength(0);
        Object result = call(target, method, arguments);
        watch.afterCommit(statements);
        return result;
    }

    private final class Watched implements InvocationHandler {

        private final Statement statement;
        private final String sql;
        private final Map<Integer, Object> bound = new TreeMap<>();

        Watched(Statement statement, String sql) {
            this.statement = statement;
            this.sql = sql;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
            Object[] arguments = given == null ? NONE : given;
            if (method.getName().startsWith("set") && arguments.length == 2) {
                bound.put((Integer) arguments[0], String.valueOf(arguments[1]));
            } else if (method.getName().startsWith("execute")) {
                return execute(method, arguments);
            }
            return call(statement, method, given);
        }

        private @Nullable Object execute(Method method, Object[] arguments) throws Throwable {
            // What the methods of a connection do, too
            if (sql.equals("COMMIT")) {
                return WatchedConnection.this.commit(statement, method, arguments);
            } else if (sql.equals("BEGIN IMMEDIATE")) {
                return call(statement, method, arguments);
            }
            String text = arguments.length > 0 ? onOneLine(arguments[0]) : sql + " " + bound.values();
            watch.before(text);
            if (commits(sql)) {
                return commitWith(text, method, arguments);
            }
            Object result = call(statement, method, arguments);
            transaction.append(text).append(";\n");
            watch.after(text);
            return result;
        }

        private @Nullable Object commitWith(String text, Method method, Object[] arguments) throws Throwable {
            String statements = transaction.append(text).append(";\n").toString();
            watch.beforeCommit(statements);
            transaction.setLength(0);
            Object result = call(statement, method, arguments);
            watch.after(text);
            watch.afterCommit(statements);
            return result;
        }
    }
}
