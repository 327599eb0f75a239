package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.testkit.FreePort;
import io.palyra.connectors.testkit.RoutesUnderTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the zip runs with Java alone. Method: unpack it, start its script, speak HTTP with it, stop it by SIGTERM. */
@Timeout(180)
class DistributionIT {

    private static final int SIGTERM_EXIT = 128 + 15;
    private static final Pattern BASE = Pattern.compile("Admin API: (http://\\S+)/admin/v1/channels");

    @TempDir
    Path folder;

    private Path installation = Path.of("");

    @BeforeEach
    void unpack() throws IOException {
        Path zip = Path.of(System.getProperty("distribution"));
        try (FileSystem content = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"));
                Stream<Path> files = Files.walk(content.getPath("/"))) {
            for (Path file : files.toList()) {
                Path target = folder.resolve(file.toString().substring(1));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(file));
                }
            }
        }
        try (Stream<Path> top = Files.list(folder)) {
            installation = top.findFirst().orElseThrow();
        }
    }

    @Test
    void runsInItsFolderWhenItIsCalledFromElsewhereThroughALink() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(
                elsewhere.resolve("connectors"), installation.resolve("bin/palyra-connectors"));

        aMessageGoesInAndOut(elsewhere, link);
        assertThat(installation.resolve("data/palyra-connectors.db")).exists();

        // The first run left an archive of its classes; the second one uses it, as quietly
        try (Stream<Path> archives = Files.list(installation.resolve("cache"))) {
            assertThat(archives).hasSize(1);
        }
        aMessageGoesInAndOut(elsewhere, link);
        assertThat(Files.readString(folder.resolve("out"))).isEmpty();

        Process backup = start(elsewhere, link, Map.of(), "store", "backup", "b.db");
        assertThat(backup.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(backup.exitValue()).as(err()).isZero();
        assertThat(elsewhere.resolve("b.db")).isRegularFile();
    }

    @Test
    void runsInTheCurrentFolderWhenThatHasSettings() throws Exception {
        Path own = Files.createDirectory(folder.resolve("own folder"));
        Files.copy(installation.resolve("application.properties"), own.resolve("application.properties"));
        RoutesUnderTest.copy(own);

        aMessageGoesInAndOut(own, installation.resolve("bin/palyra-connectors"));

        assertThat(own.resolve("data/palyra-connectors.db")).exists();
        assertThat(installation.resolve("data")).doesNotExist();
    }

    @Test
    void anArchiveOfClassesThatIsDamagedIsNoProblem() throws Exception {
        Path script = installation.resolve("bin/palyra-connectors");
        aMessageGoesInAndOut(installation, script);
        try (Stream<Path> archives = Files.list(installation.resolve("cache"))) {
            for (Path archive : archives.toList()) {
                assertThat(archive.toFile().setWritable(true)).isTrue();
                Files.writeString(archive, "cut short");
            }
        }

        aMessageGoesInAndOut(installation, script);

        assertThat(Files.readString(folder.resolve("out"))).isEmpty();
        assertThat(err()).doesNotContain("WARN", "warning", "archive");
    }

    @Test
    void aCommandLeavesAnArchiveOfItsOwnAndMakesOneAgainThatWasNotFinished() throws Exception {
        byte[] unfinished = new byte[10_000];

        Path archive = archiveOfACommand();
        assertThat(archive.getFileName().toString()).startsWith("client-");
        assertThat(archive.toFile().setWritable(true)).isTrue();
        Files.write(archive, unfinished);

        assertThat(archiveOfACommand()).isEqualTo(archive);
        assertThat(Files.size(archive)).isGreaterThan(unfinished.length);
    }

    private Path archiveOfACommand() throws Exception {
        Process command = start(
                installation,
                installation.resolve("bin/palyra-connectors"),
                Map.of(),
                "channels",
                "list",
                "--url=http://127.0.0.1:" + FreePort.next());
        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).as(err()).isEqualTo(3);
        try (Stream<Path> archives = Files.list(installation.resolve("cache"))) {
            return archives.toList().get(0);
        }
    }

    /** One route goes through a Kamelet, a component and a driver to a connector, each of a jar in ext/. */
    @Test
    void takesComponentsDriversConnectorsAndKameletsFromExt() throws Exception {
        Path ext = Files.createDirectory(installation.resolve("ext"));
        OwnJars.make(ext, installation.resolve("palyra-connectors.jar") + ":" + installation.resolve("lib") + "/*");
        Files.writeString(ext.resolve("broken.jar"), "no jar");
        Path ours = slf4j();
        Files.copy(ours, ext.resolve("slf4j-api-1.7.36.jar"));
        Path chat = Files.createDirectory(folder.resolve("chat"));
        try (EmbeddedPostgres shop = EmbeddedPostgres.start()) {
            Files.writeString(
                    installation.resolve("application.properties"),
                    """

                    palyra.connectors.tail.one.folder=%s
                    camel.beans.shop=#class:com.zaxxer.hikari.HikariDataSource
                    camel.beans.shop.jdbcUrl=jdbc:shop://localhost:%d/postgres
                    camel.beans.shop.username=postgres
                    """.formatted(chat, shop.getPort()),
                    StandardOpenOption.APPEND);
            Files.writeString(installation.resolve("routes/own.camel.yaml"), OwnJars.ROUTE);
            Files.writeString(chat.resolve("in.txt"), "ping\n");
            Process process = start(installation, installation.resolve("bin/palyra-connectors"), Map.of());
            try {
                Awaitility.await().atMost(90, TimeUnit.SECONDS).untilAsserted(() -> assertThat(chat.resolve("out.txt"))
                        .as(err())
                        .content()
                        .contains("HELLO EXT! 42", "echo: ping"));
                assertThat(err())
                        .contains(
                                "ext/broken.jar cannot be read as a jar",
                                "ext/slf4j-api-1.7.36.jar is not used: the program has " + ours.getFileName()
                                        + ", which is newer")
                        .doesNotContain("\tat ", "Exception");
            } finally {
                process.destroy();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(err()).isTrue();
            }
            Process check =
                    start(installation, installation.resolve("bin/palyra-connectors"), Map.of(), "store", "check");
            assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(check.exitValue()).as(err()).isZero();
        }
    }

    /** With the jars of the distribution, those of camel-test-junit5, and the files of the page. */
    @Test
    void routesAreTestedInAProjectOutsideThisOne() throws Exception {
        String said = new ScratchProject(folder.resolve("project"), installation).run();

        assertThat(said).contains("succeeded: 4\nfailed: 0\n");
    }

    private Path slf4j() throws IOException {
        try (Stream<Path> lib = Files.list(installation.resolve("lib"))) {
            return lib.filter(jar -> jar.getFileName().toString().startsWith("slf4j-api-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void saysWhichJavaItNeeds() throws Exception {
        Path old = Files.createDirectories(folder.resolve("old/bin")).getParent();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Files.copy(Path.of("/bin/sh"), old.resolve("bin/java"));

        Process refused =
                start(installation, installation.resolve("bin/palyra-connectors"), Map.of("JAVA_HOME", old.toString()));
        assertThat(refused.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(refused.exitValue()).isEqualTo(1);
        assertThat(err()).contains("Java 11.0.2", "Java 17 or later is needed");

        Process none = start(
                installation, installation.resolve("bin/palyra-connectors"), Map.of("JAVA_HOME", folder.toString()));
        assertThat(none.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(none.exitValue()).isEqualTo(1);
        assertThat(err()).contains("JAVA_HOME", "has no bin/java");
    }

    private void aMessageGoesInAndOut(Path from, Path script) throws Exception {
        Process process = start(from, script, Map.of());
        try {
            Matcher base =
                    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> BASE.matcher(err()), Matcher::find);
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(base.group(1) + "/admin/v1/channels/echo:default/test"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"hello\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"accepted\":true", "\"immediate_delivery\":1");

            process.destroy();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(err()).isTrue();
            assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
            assertThat(err()).contains("Stopped: ");
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(Path from, Path script, Map<String, String> environment, String... arguments)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of(script.toString()), List.of(arguments).stream())
                        .toList());
        builder.environment().remove("CACHE_DIRECTORY");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put("JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dpalyra.http.port=0");
        builder.environment().putAll(environment);
        return builder.directory(from.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }
}
