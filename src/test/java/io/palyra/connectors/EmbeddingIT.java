package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.ext.JarMaker;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The applications of the page, compiled and run in processes of their own without the program's log backend. */
class EmbeddingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIGTERM = 143;

    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void camelMainSendsAndStops() throws Exception {
        start("Host", block("properties", "", "## Spring Boot"), List.of());

        awaitDelivered("stand-up");
        stop();
        assertThat(answers()).containsExactly("Stand-up in five minutes");
    }

    @Test
    void springBootAsksTheDaemonAndStops() throws Exception {
        start("SpringHost", block("properties", "## Spring Boot", "## What"), List.of());

        awaitDelivered("q1:0");
        stop();
        assertThat(answers()).containsExactly("Ann is");
        assertThat(output()).contains("connector.registered").doesNotContain("Who is on call?", "Ann is");
    }

    /** A failed start leaves no thread behind that would keep the process. */
    @Test
    void endsWhereASettingIsWrong() throws Exception {
        start("Host", block("properties", "", "## Spring Boot"), List.of("-Dpalyra.outbox.lease=1s"));

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the process ends")
                .isTrue();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private void start(String type, String settings, List<String> options) throws IOException {
        Path jar = JarMaker.make(
                folder.resolve("app/host.jar"),
                classPath(entry -> true),
                Map.of("acme/" + type + ".java", source(type)),
                Map.of("application.properties", settings));
        boolean spring = type.startsWith("Spring");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                jar
                        + File.pathSeparator
                        + classPath(
                                spring
                                        ? entry -> !isOurTests(entry)
                                        : entry -> !isOurTests(entry) && !isOptional(entry) && !isSprings(entry)),
                "acme." + type));
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private void awaitDelivered(String envelopeId) {
        await().atMost(PATIENCE)
                .failFast(() -> assertThat(process.isAlive()).as(output()).isTrue())
                .untilAsserted(() -> assertThat(folder.resolve("delivered").resolve(envelopeId))
                        .as(output())
                        .exists());
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() throws Exception {
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(SIGTERM);
        assertThat(output()).doesNotContain("Exception", "ERROR", "StatusLogger");
        assertThat(folder.resolve("data/host.db-wal"))
                .as("the write-ahead log, which SQLite removes where the store is closed")
                .doesNotExist();
    }

    private List<String> answers() throws SQLException {
        return query(
                "jdbc:sqlite:" + folder.resolve("data/host.db"),
                "select json_extract(payload, '$.text') from outbox where state = 'delivered'");
    }

    private static List<String> query(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** With the peer in the benchmark, which would configure itself. */
    private static boolean isOurTests(String entry) {
        return entry.endsWith("test-classes") || name(entry).startsWith("namastack-");
    }

    /** What the pom marks as optional: who depends on the jar does not get it. */
    private static boolean isOptional(String entry) {
        return name(entry).startsWith("log4j-");
    }

    private static boolean isSprings(String entry) {
        return name(entry).startsWith("spring-boot")
                || name(entry).contains("-starter")
                || name(entry).startsWith("camel-spring");
    }

    private static String name(String entry) {
        return Path.of(entry).getFileName().toString();
    }

    private static String classPath(Predicate<String> which) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(which)
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String source(String type) throws IOException {
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page());
        while (blocks.find()) {
            if (blocks.group(1).contains("class " + type + " ")) {
                return blocks.group(1);
            }
        }
        throw new AssertionError("the page has no class " + type);
    }

    /** The first block of a language between two headings. */
    private static String block(String language, String after, String before) throws IOException {
        String part = page().substring(page().indexOf(after), page().indexOf(before));
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(part);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("src/main/docs/embedding.md"));
    }
}
