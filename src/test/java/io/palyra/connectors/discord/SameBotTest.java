package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of the real program with tokens of one bot: it works, and operators are told what comes of it. */
class SameBotTest {

    private static final ConnectorId TWIN = ConnectorId.of("discord:twin");

    @TempDir
    private Path folder;

    @Test
    void healthAndRuntimeNameTheOtherInstance() throws Exception {
        try (FakeDiscord discord = FakeDiscord.start();
                ProgramUnderTest program = ProgramUnderTest.in(folder)
                        .discord(discord)
                        .settings(new LoopbackDiscord(TWIN, discord).settings(folder))
                        .startAnyway()) {
            program.within().untilAsserted(() -> assertThat(program.runtimeOf("identity"))
                    .containsEntry("same_bot_as", List.of(TWIN.value())));
            assertThat(bot(program))
                    .singleElement()
                    .extracting(HealthReport.Check::message)
                    .asString()
                    .contains(TWIN.value(), "answers every message");

            program.supervisor().setEnabled(TWIN, false);

            assertThat(program.runtimeOf("identity")).doesNotContainKey("same_bot_as");
            assertThat(bot(program)).isEmpty();
        }
    }

    private static List<HealthReport.Check> bot(ProgramUnderTest program) {
        return program.supervision().calls().checkHealth(LoopbackDiscord.OPS, null).checks().stream()
                .filter(check -> check.name().equals("bot"))
                .toList();
    }
}
