package io.palyra.connectors.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
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
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "full_page_writes", "off",
                "synchronous_commit", "on",
                "max_connections", "40",
                "shared_buffers", "16MB"));
        all.putAll(configuration);
        return new OwnPostgres(data, freePort(), all);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private EmbeddedPostgres launch() throws IOException {
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
        new ProcessBuilder("kill", "-QUIT", String.valueOf(postmaster.pid()))
                .start()
                .waitFor();
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
