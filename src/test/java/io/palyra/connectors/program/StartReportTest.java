package io.palyra.connectors.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start says what is left from before. */
class StartReportTest {

    @TempDir
    private Path folder;

    @Test
    void whatWaitsAndWhatIsPausedIsSaidOnceAndNothingOfAStoreThatIsEmpty() throws Exception {
        try (LogLines lines = LogLines.of(StartReport.class);
                ProgramUnderTest program = ProgramUnderTest.start(folder, Map.of())) {
            program.supervision().queues().pause(ProgramUnderTest.ECHO, "maintenance");
            program.enqueue("m1", "c", "hello");
            program.enqueue("m2", "c", "hello");
            assertThat(lines.lines()).isEmpty();

            program.stop();
            program.startAgain();

            // What waits is said at INFO, which tests may not log
            await().until(() -> warnings(lines).size() == 1);
            assertThat(warnings(lines).get(0))
                    .matches("WARN The queue of echo:default has been paused since 20.*Z, maintenance;"
                            + " `channels queue-resume echo:default` ends that");
            assertThat(lines.lines())
                    .filteredOn(line -> line.startsWith("INFO"))
                    .allMatch(line -> line.contains("0 inbound and 2 outbound messages wait"));
        }
    }

    private static List<String> warnings(LogLines lines) {
        return lines.lines().stream().filter(line -> line.startsWith("WARN")).toList();
    }
}
