package io.palyra.connectors.store;

import io.palyra.connectors.cluster.NodeIdentity;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * One PostgreSQL server for all tests of this process: started when the first of them needs it, stopped when the process
 * ends. Nothing is forced to the disk, so what it holds survives the end of the server and not that of the machine.
 */
public final class TestPostgres {

    /** Whom the server lets in without a password. */
    public static final String USER = "postgres";

    public static final NodeIdentity NODE = new NodeIdentity("test", "1", null, NodeIdentity.LEASE);

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Map<Path, String> BY_FOLDER = new ConcurrentHashMap<>();

    private TestPostgres() {}

    /**
     * @return the JDBC URL, without {@link #USER}, of a database in which nothing is yet. Its text is ordered by a language's rules,
     *     as that of most servers is, and not by its bytes; before PostgreSQL 15, as the server was made
     */
    public static String newDatabase() {
        return create("template0 ENCODING 'UTF8'"
                + (Server.VERSION < 15 ? "" : " LOCALE_PROVIDER icu ICU_LOCALE 'en' STRATEGY file_copy"));
    }

    /** As {@link #newDatabase}, with the tables of a store in it. */
    public static String newStore() {
        return create(Template.NAME + (Server.VERSION < 15 ? "" : " STRATEGY file_copy"));
    }

    private static String create(String from) {
        String name = "store_" + DATABASES.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + from);
        return "jdbc:postgresql://localhost:" + Server.STARTED.getPort() + "/" + name;
    }

    private static String nameIn(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /**
     * The database that stands for a store in this folder: the same one each time. It is dropped some time after the folder has been
     * deleted.
     */
    static String databaseOf(Path folder) {
        BY_FOLDER.keySet().stream().filter(known -> !Files.exists(known)).forEach(TestPostgres::drop);
        return BY_FOLDER.computeIfAbsent(folder.toAbsolutePath(), any -> newStore());
    }

    /** The database of this folder has no tables yet. */
    static void leaveEmpty(Path folder) {
        BY_FOLDER.put(folder.toAbsolutePath(), newDatabase());
    }

    private static void drop(Path folder) {
        String url = BY_FOLDER.remove(folder);
        execute("DROP DATABASE " + nameIn(url) + " WITH (FORCE)");
    }

    private static void execute(String sql) {
        try (Connection connection = Server.STARTED.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** From now on the server lets this role in by password only. */
    public static void asksForPassword(String role) {
        String rule = "host all " + role + " all scram-sha-256\n";
        try (Connection connection = Server.STARTED.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW hba_file")) {
            row.next();
            Path rules = Path.of(row.getString(1));
            String known = Files.readString(rules);
            if (!known.contains(rule)) {
                Files.writeString(rules, rule + known);
                statement.execute("SELECT pg_reload_conf()");
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A store as a first start makes it, made once in this process. */
    private static final class Template {

        static final String NAME = make();

        private static String make() {
            String url = newDatabase();
            Migrations.apply(new PostgresDialect(url, USER, null, NODE));
            return nameIn(url);
        }
    }

    /** Of what servers that are to be quick may forget; it would be said at each start of a test. */
    static void withoutWarning() {
        Configurator.setLevel(PostgresTrouble.class, Level.ERROR);
    }

    /** Not before it is used. */
    private static final class Server {

        static final EmbeddedPostgres STARTED = start();
        static final int VERSION = version();

        private static EmbeddedPostgres start() {
            withoutWarning();
            try {
                return EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        // A commit that was confirmed is there after the server was killed
                        .setServerConfig("synchronous_commit", "on")
                        // It would look at hundreds of databases in turn
                        .setServerConfig("autovacuum", "off")
                        .setServerConfig("max_connections", "100")
                        // The default since PostgreSQL 14
                        .setServerConfig("password_encryption", "scram-sha-256")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int version() {
            try (Connection connection = STARTED.getPostgresDatabase().getConnection()) {
                return connection.getMetaData().getDatabaseMajorVersion();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
