package io.palyra.connectors.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.testkit.FreePort;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's kill -9, in a shell, with the jar, as in a clone; only the port is another one. */
@Timeout(180)
class KillItIT {

    private static final Pattern SHOWN = Pattern.compile("# (\\{\"envelope_id\".*)$", Pattern.MULTILINE);

    /** The page waits for as long as a start may take; here it is for as long as it does take. */
    private static final String SHELL = """
            export PALYRA_HTTP_PORT=%1$d JDK_JAVA_OPTIONS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'
            API=http://127.0.0.1:%1$d/admin/v1/channels
            sleep() {
              [ "$1" = 1 ] && { command sleep 1; return; }
              until curl -sf http://127.0.0.1:%1$d/observe/health/live > /dev/null; do command sleep 0.2; done
            }
            trap 'kill $PID; wait $PID' EXIT
            %2$s
            """;

    @TempDir
    Path folder;

    @Test
    void whatWasAcceptedIsThereAfterTheKill() throws Exception {
        Assumptions.assumeTrue(Shell.hasCurl(), "the README's commands need curl");
        Snippet block = Snippet.all().stream()
                .filter(snippet ->
                        snippet.isOn("README.md", "sh") && snippet.text().contains("kill -9 $PID"))
                .findFirst()
                .orElseThrow();
        List<String> shown = SHOWN.matcher(block.text())
                .results()
                .map(found -> found.group(1).replaceAll("…$", ""))
                .toList();
        assertThat(shown).hasSize(2);
        Files.copy(Path.of("application.properties"), folder.resolve("application.properties"));
        RoutesUnderTest.copy(folder);
        Files.createSymbolicLink(folder.resolve("target"), Path.of("target").toAbsolutePath());

        assertThat(bash(SHELL.formatted(FreePort.next(), block.text()))).contains(shown);
    }

    private String bash(String script) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as(Files.readString(folder.resolve("err")))
                    .isTrue();
            return Files.readString(folder.resolve("out"));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
