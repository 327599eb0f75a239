package io.palyra.connectors.store;

import io.palyra.connectors.testkit.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of a test's own, which may be killed and started again. Nothing is forced to the disk, so what it holds
 * survives its end and not that of the machine.
 */
public final class OwnPostgres implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path data;
    private final int port;
    private final Map<String, String> configuration;
    private @Nullable EmbeddedPostgres server;

    private OwnPostgres(Path data, int port, Map<String, String> configuration) throws IOException {
        this.data = data;
        this.port = port;
        this.configuration = configuration;
        server = launch();
    }

    /**
     * @param data its folder: a new one, or that of a server which has ended
     * @param configuration beside what a test needs to be quick
     */
    public static OwnPostgres start(Path data, Map<String, String> configuration) throws IOException {
        return start(data, FreePort.next(), configuration);
    }

    private static OwnPostgres start(Path data, int port, Map<String, String> configuration) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "full_page_writes", "off",
                "synchronous_commit", "on",
                "max_connections", "40",
                "shared_buffers", "16MB"));
        all.putAll(configuration);
        return new OwnPostgres(data, port, all);
    }

    private EmbeddedPostgres launch() throws IOException {
        TestPostgres.withoutWarning();
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(PATIENCE);
        configuration.forEach(builder::setServerConfig);
        return builder.start();
    }

    public Path data() {
        return data;
    }

    public int port() {
        return port;
    }

    /** The database {@code postgres}, without {@link TestPostgres#USER}. */
    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    /** As {@code pg_ctl stop -m immediate}: without a checkpoint, sessions are told. */
    public void stopImmediately() throws Exception {
        ProcessHandle postmaster = postmaster();
        signal("-QUIT", String.valueOf(postmaster.pid()));
        ended(postmaster);
    }

    /** SIGKILL to all of its processes. */
    public void kill() throws Exception {
        ProcessHandle postmaster = postmaster();
        List<ProcessHandle> sessions = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        sessions.forEach(ProcessHandle::destroyForcibly);
        ended(postmaster);
    }

    /** SIGKILL to one session: the server ends all the others, and starts anew by itself. */
    public void killSession() throws Exception {
        String pid = ask("SELECT pid FROM pg_stat_activity WHERE application_name = '" + PostgresConnections.APPLICATION
                + "' LIMIT 1");
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    }

    /**
     * A standby that has each commit before it is confirmed. This server goes on while it is copied.
     *
     * @param folder new
     */
    public OwnPostgres standby(Path folder, int standbyPort) throws Exception {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url());
                Statement statement = connection.createStatement()) {
            boolean renamed = connection.getMetaData().getDatabaseMajorVersion() >= 15;
            statement.execute(
                    renamed
                            ? "SELECT pg_backup_start('standby', true)"
                            : "SELECT pg_start_backup('standby', true, false)");
            // Files that vanish meanwhile are not needed
            new ProcessBuilder("cp", "-a", data.toString(), folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            try (ResultSet label = statement.executeQuery(
                    "SELECT labelfile FROM " + (renamed ? "pg_backup_stop(false)" : "pg_stop_backup(false)"))) {
                label.next();
                Files.writeString(folder.resolve("backup_label"), label.getString(1));
            }
        }
        for (String own : List.of("postmaster.pid", "postmaster.opts", "epg-lock")) {
            Files.deleteIfExists(folder.resolve(own));
        }
        Files.createFile(folder.resolve("standby.signal"));
        Files.writeString(
                folder.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=" + TestPostgres.USER + "'\n");
        OwnPostgres standby = start(folder, standbyPort, configuration);
        awaitStandby("state", "streaming");
        execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
        execute("SELECT pg_reload_conf()");
        awaitStandby("sync_state", "sync");
        return standby;
    }

    private void awaitStandby(String column, String value) {
        Awaitility.await("standby")
                .atMost(PATIENCE)
                .until(() -> value.equals(ask("SELECT MAX(" + column + ") FROM pg_stat_replication")));
    }

    /** This standby hears no more of its primary from now on, which does not know. */
    public void stopListening() throws Exception {
        signal("-STOP", receiver());
    }

    private String receiver() throws SQLException {
        return ask("SELECT pid FROM pg_stat_wal_receiver");
    }

    /** Until a commit waits for the standby. */
    public void awaitUnconfirmedCommit() {
        Awaitility.await("a commit that waits for the standby")
                .atMost(PATIENCE)
                .until(() -> ask("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                        .equals("1"));
    }

    /** From a standby to the one that takes writes; without what it has not listened to. As {@code pg_ctl promote} does it. */
    public void promote() throws Exception {
        signal("-KILL", receiver());
        Path order = data.resolve("promote");
        Awaitility.await("promotion").atMost(PATIENCE).ignoreExceptions().until(() -> {
            if (!Files.exists(order)) {
                Files.createFile(order);
            }
            signal("-USR1", String.valueOf(postmaster().pid()));
            return ask("SELECT pg_is_in_recovery()").equals("f");
        });
    }

    private static void signal(String signal, String pid) throws Exception {
        new ProcessBuilder("kill", signal, pid).start().waitFor();
    }

    /** What started it is not closed: it would stop the server that is started in its place. */
    private void ended(ProcessHandle postmaster) throws Exception {
        postmaster.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        server = null;
        Files.delete(data.resolve("epg-lock"));
    }

    public void startAgain() throws IOException {
        server = launch();
    }

    private ProcessHandle postmaster() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        return ProcessHandle.of(pid).orElseThrow();
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public String ask(String sql) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
