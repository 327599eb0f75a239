package io.palyra.connectors;

import io.palyra.connectors.crash.WarmStart;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program in a process of its own, with the test class path, in a folder of its own. */
final class Launch {

    private static final long PATIENCE_S = 60;

    /** What the process left. */
    record Ended(int exitCode, String out, String err) {

        /** What stands on standard error besides the log. */
        List<String> sentences() {
            return err.lines()
                    .filter(line -> !line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO|WARN) .*"))
                    .toList();
        }
    }

    private final Path folder;
    private final Path outputs;
    private Path out;
    private final List<String> options = new ArrayList<>(List.of("-Dpalyra.http.port=0"));

    private Launch(Path folder, Path outputs) {
        this.folder = folder;
        this.outputs = outputs;
        this.out = outputs.resolve("out");
    }

    /** In {@code parent/work}, which has the real settings and routes unless it was made before. */
    static Launch in(Path parent) throws IOException {
        Path folder = parent.resolve("work");
        if (!Files.exists(folder)) {
            Files.createDirectory(folder);
            Files.copy(Path.of("application.properties"), folder.resolve("application.properties"));
            RoutesUnderTest.copy(folder);
        }
        return new Launch(folder, parent);
    }

    Launch option(String key, Object value) {
        options.add("-D" + key + "=" + value);
        return this;
    }

    /** Where standard output goes, in place of a file. */
    Launch out(Path device) {
        out = device;
        return this;
    }

    Path folder() {
        return folder;
    }

    /** The program's standard error so far. */
    String err() throws IOException {
        return Files.readString(outputs.resolve("err"));
    }

    /** Everything in the folder, by its path in there. */
    List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(folder::relativize).map(Path::toString).sorted().toList();
        }
    }

    /** Runs to the end. */
    Ended run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still runs: " + err());
            }
            return new Ended(process.exitValue(), Files.readString(outputs.resolve("out")), err());
        } finally {
            process.destroyForcibly();
        }
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
        command.addAll(options);
        command.addAll(WarmStart.options());
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(outputs.resolve("err").toFile())
                .start();
    }
}
