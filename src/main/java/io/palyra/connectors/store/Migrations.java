package io.palyra.connectors.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date; forward only. */
final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /** The table of those that were applied. */
    static final String HISTORY = "schema_history";

    /** The version that they lead to. */
    static final MigrationVersion NEWEST = MigrationVersion.fromVersion("20");

    static final String OTHERS = "what is in there is another program's";

    private Migrations() {}

    /**
     * @return the version that the schema had before; null where there was none
     * @throws StoreStartException also where the database comes from a newer version of this program
     */
    static @Nullable MigrationVersion apply(Dialect dialect) {
        if (isUpToDate(dialect.connections())) {
            return NEWEST;
        }
        if (dialect.createSchema() && isUpToDate(dialect.connections())) {
            return null;
        }
        Flyway flyway = flyway(dialect.connections(), dialect.migrations());
        try {
            MigrationInfoService found = flyway.info();
            MigrationInfo before = found.current();
            requireNewest(found);
            refuseNewer(found, dialect.name());
            if (found.pending().length > 0) {
                migrate(flyway, dialect, before, found.pending());
            }
            return before == null ? null : before.getVersion();
        } catch (FlywayException e) {
            // Without the cause, whose message is a page
            throw StartTrouble.damage(dialect, e)
                    .orElseGet(() -> new StoreStartException(
                            "palyra.store.url: " + dialect.name() + ": " + sentence(dialect, e), null));
        }
    }

    /** As at nearly every start, which Flyway would make longer by a tenth of a second. */
    private static boolean isUpToDate(DataSource connections) {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT version, success FROM " + HISTORY + " ORDER BY installed_rank")) {
            boolean isUpToDate = false;
            while (row.next()) {
                if (!row.getBoolean("success")) {
                    return false;
                }
                isUpToDate = NEWEST.getVersion().equals(row.getString("version"));
            }
            return isUpToDate;
        } catch (SQLException e) {
            // Nothing is in there yet, or whatever is wrong is told by the one who migrates
            return false;
        }
    }

    /** Of a store that was there before it is said, as it may take a while. */
    private static void migrate(
            Flyway flyway, Dialect dialect, @Nullable MigrationInfo before, MigrationInfo[] pending) {
        dialect.beforeMigration();
        if (before == null) {
            flyway.migrate();
            return;
        }
        MigrationVersion to = pending[pending.length - 1].getVersion();
        LOG.info("The store's schema is brought from {} to {}", before.getVersion(), to);
        long begin = System.nanoTime();
        flyway.migrate();
        LOG.info(
                "The store's schema is {} after {} ms",
                to,
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    private static String sentence(Dialect dialect, FlywayException failure) {
        return failure.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE
                ? OTHERS
                        + "; name an empty place: another file, another database, or a schema of its own by ?currentSchema=…"
                : "the store's schema could not be brought up to date: " + reason(failure)
                        + told(failure)
                                .flatMap(dialect::wayOutAtStart)
                                .map(wayOut -> "; " + wayOut)
                                .orElse("");
    }

    /** What the database has said, where a failure comes from there. */
    static Optional<SQLException> told(Throwable failure) {
        return Stream.<@Nullable Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .reduce((outer, inner) -> inner);
    }

    /** Reads only. */
    static StoredVersion version(DataSource connections, String location) {
        MigrationInfoService found = flyway(connections, location).info();
        MigrationInfo current = found.current();
        return new StoredVersion(
                current == null ? null : String.valueOf(current.getVersion()),
                NEWEST.getVersion(),
                Arrays.stream(found.all()).anyMatch(Migrations::isFromNewer));
    }

    /** The texts of those that a store has had, in order. Reads only. */
    static List<String> applied(DataSource connections, String location) {
        return Arrays.stream(flyway(connections, location).info().applied())
                .map(migration -> read(location.replaceFirst("^classpath:", "/") + "/" + migration.getScript()))
                .toList();
    }

    private static String read(String resource) {
        try (InputStream content = Migrations.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(content, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Flyway flyway(DataSource connections, String location) {
        return Flyway.configure()
                .dataSource(connections)
                .locations(location)
                .table(HISTORY)
                .validateMigrationNaming(true)
                .load();
    }

    private static boolean isFromNewer(MigrationInfo migration) {
        return migration.getState() == MigrationState.FUTURE_SUCCESS
                || migration.getState() == MigrationState.FUTURE_FAILED;
    }

    /** Flyway's own message is a page; what the database said is a sentence. */
    static @Nullable String reason(FlywayException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof SQLException told ? Statements.sentence(told) : cause.getMessage();
    }

    /** A migration that {@link #NEWEST} does not know of would not be applied to a store of the version before. */
    private static void requireNewest(MigrationInfoService found) {
        MigrationVersion own = Arrays.stream(found.all())
                .filter(migration -> !isFromNewer(migration))
                .map(MigrationInfo::getVersion)
                .reduce((older, newer) -> newer)
                .orElseThrow();
        if (!own.equals(NEWEST)) {
            throw new IllegalStateException("the newest migration is " + own + ", and not " + NEWEST);
        }
    }

    private static void refuseNewer(MigrationInfoService found, String name) {
        Optional<MigrationInfo> unknown =
                Arrays.stream(found.all()).filter(Migrations::isFromNewer).findFirst();
        if (unknown.isPresent()) {
            throw new StoreStartException(
                    "palyra.store.url: " + name
                            + " was written by a newer version of this program (schema version "
                            + unknown.get().getVersion()
                            + "); start that version, or restore a backup from before its first start",
                    null);
        }
    }
}
