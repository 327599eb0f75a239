package io.palyra.connectors.store;

import io.palyra.connectors.program.Surroundings.StoreOpener;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.settings.Synchronous;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;

/** Opens real SQLite stores whose connections are watched: the one that writes, and those that migrate and read. */
public record WatchedStore(StatementWatch writer, StatementWatch others) implements StoreOpener {

    @Override
    public SqlStore open(Settings.Store settings, Clock clock) {
        SQLiteConfig.SynchronousMode synchronous = settings.synchronous() == Synchronous.FULL
                ? SQLiteConfig.SynchronousMode.FULL
                : SQLiteConfig.SynchronousMode.NORMAL;
        return SqlStore.open(new WatchedDialect(new SqliteDialect(settings.url(), synchronous)), clock);
    }

    private final class WatchedDialect implements Dialect {

        private final Dialect sqlite;

        WatchedDialect(Dialect sqlite) {
            this.sqlite = sqlite;
        }

        @Override
        public AutoCloseable claimPlace() throws IOException {
            return sqlite.claimPlace();
        }

        @Override
        public Connection openWriter() throws SQLException {
            return WatchedConnection.of(sqlite.openWriter(), writer);
        }

        @Override
        public DataSource connections() {
            DataSource real = sqlite.connections();
            return WatchedConnection.proxy(DataSource.class, (proxy, method, arguments) -> {
                Object result = WatchedConnection.call(real, method, arguments);
                return result instanceof Connection connection ? WatchedConnection.of(connection, others) : result;
            });
        }

        @Override
        public DataSource readOnly() {
            return sqlite.readOnly();
        }

        @Override
        public ViewParser viewParser() {
            return sqlite.viewParser();
        }

        @Override
        public String name() {
            return sqlite.name();
        }

        @Override
        public String migrations() {
            return sqlite.migrations();
        }

        @Override
        public StatementTexts statements() {
            return sqlite.statements();
        }

        @Override
        public Asks asks(Statements statements) {
            return sqlite.asks(statements);
        }

        @Override
        public StatementText smallestWrite() {
            return sqlite.smallestWrite();
        }

        @Override
        public Optional<Path> file() {
            return sqlite.file();
        }

        @Override
        public boolean isInPlace() {
            return sqlite.isInPlace();
        }

        @Override
        public Optional<String> harm() throws IOException {
            return sqlite.harm();
        }
    }
}
