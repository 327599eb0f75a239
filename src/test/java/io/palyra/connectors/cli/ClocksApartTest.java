package io.palyra.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.Command;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's clock is an hour behind that of the machine on which the commands are typed. */
class ClocksApartTest {

    private ProgramUnderTest program;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        program = ProgramUnderTest.in(folder)
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)))
                .admin()
                .start();
        program.client()
                .post(
                        "/admin/v1/channels/echo:default/test",
                        "{'envelope_id':'asked','conversation_id':'room','text':'[permanent] hello'}");
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    private Command type(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--url=http://127.0.0.1:" + program.port());
        return Command.run(all.toArray(String[]::new));
    }

    @Test
    void whatHappenedJustNowIsSeenAndSaidToBeSo() {
        assertThat(type("logs", "--since", "10m", "--event-type", "inbound.routed")
                        .out())
                .containsPattern("echo:default +\\d+ s ago ");
        assertThat(type("channels", "logs", "echo:default", "--since", "10m").out())
                .contains("inbound.routed");
    }

    @Test
    void whatIsYoungIsNotGivenUpAsOld() {
        assertThat(type("channels", "dead-letters", "echo:default").out()).containsPattern("\\d+ s ago");

        assertThat(type("channels", "dead-letter-discard", "echo:default", "--before", "30m", "--limit", "5", "--yes")
                        .out())
                .startsWith("0 ");
        assertThat(type("channels", "dead-letters", "echo:default", "--before", "30m")
                        .out())
                .doesNotContain("s ago");
    }
}
