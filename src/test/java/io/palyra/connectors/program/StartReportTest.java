package io.palyra.connectors.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start says what is left from before. */
class StartReportTest {

    @TempDir
    private Path folder;

    @Test
    void whatWaitsAndWhatIsPausedIsSaidOnceAndNothingOfAStoreThatIsEmpty() throws Exception {
        try (LogLines lines = LogLines.of(StartReport.class, Level.INFO);
                ProgramUnderTest program = ProgramUnderTest.start(folder, Map.of())) {
            program.supervision().queues().pause(ProgramUnderTest.ECHO, "maintenance");
            program.enqueue("m1", "c", "hello");
            program.enqueue("m2", "c", "hello");

            program.stop();
            assertThat(lines.lines()).isEmpty();
            program.startAgain();

            assertThat(lines.lines().get(0))
                    .isEqualTo("INFO In the store from before: 0 inbound and 2 outbound messages wait;"
                            + " 0 dead letters wait for a decision");
            assertThat(lines.lines().get(1))
                    .matches("WARN The queue of echo:default has been paused since 20.*Z, maintenance;"
                            + " `channels queue-resume echo:default` ends that");
            assertThat(lines.lines()).hasSize(2);
        }
    }
}
