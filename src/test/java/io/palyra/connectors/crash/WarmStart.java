package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.Main;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * How processes with the test class path start in a fourth of the time: without the optimising compiler, with folders as
 * jars, and with an archive of the classes that a program has loaded. The first test that needs jars and archive makes
 * them, in {@code target}; the tests of all processes use them until a class changes.
 */
public final class WarmStart {

    private static final Path PLACE = Path.of("target", "warm-start").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static List<String> options = List.of();

    private WarmStart() {}

    /** Options of the JVM, among them the class path. Waits until the archive is there; a Java that makes none does without. */
    public static synchronized List<String> options() throws IOException {
        if (options.isEmpty()) {
            options = made();
        }
        return options;
    }

    private static List<String> made() throws IOException {
        Files.createDirectories(PLACE);
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
        Path folder = PLACE.resolve(state(classPath));
        Path archive = folder.resolve("classes.jsa");
        List<String> jars = new ArrayList<>();
        try (FileChannel channel =
                FileChannel.open(PLACE.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            Files.createDirectories(folder);
            for (Path entry : classPath) {
                jars.add(
                        Files.isDirectory(entry) ? jar(entry, folder.resolve(jars.size() + ".jar")) : entry.toString());
            }
            String joined = String.join(File.pathSeparator, jars);
            if (!Files.exists(archive)) {
                Path unfinished = folder.resolve("classes.unfinished");
                runProgram(folder, options("-XX:ArchiveClassesAtExit=" + unfinished, joined));
                if (Files.exists(unfinished)) {
                    Files.move(unfinished, archive);
                }
            }
            return options("-XX:SharedArchiveFile=" + archive, joined);
        }
    }

    /** Another one once a class or another file of a folder has changed. */
    private static String state(List<Path> classPath) throws IOException {
        List<Object> state = new ArrayList<>(classPath);
        for (Path entry : classPath) {
            if (Files.isDirectory(entry)) {
                try (Stream<Path> files = Files.walk(entry)) {
                    for (Path file : files.sorted().toList()) {
                        state.add(file);
                        state.add(Files.getLastModifiedTime(file));
                    }
                }
            }
        }
        return Integer.toHexString(state.hashCode());
    }

    private static String jar(Path folder, Path jar) {
        if (!Files.exists(jar)) {
            int exitCode = ToolProvider.findFirst("jar")
                    .orElseThrow()
                    .run(System.out, System.err, "-c", "-0", "-f", jar.toString(), "-C", folder.toString(), ".");
            assertThat(exitCode).as("jar of %s", folder).isZero();
        }
        return jar.toString();
    }

    private static List<String> options(String archive, String classPath) {
        return List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xlog:disable",
                archive,
                "-cp",
                classPath);
    }

    /** From its start to its end, with a message between. */
    private static void runProgram(Path folder, List<String> options) throws IOException {
        try (ForkedProgram program = ForkedProgram.start(folder, Map.of(), Main.class, options)) {
            program.post("/channels/echo:default/test", "{\"text\":\"hello\"}");
            assertThat(program.terminate(PATIENCE)).isTrue();
        } catch (InterruptedException e) {
            throw (InterruptedIOException) new InterruptedIOException().initCause(e);
        }
    }
}
