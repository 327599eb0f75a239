package io.palyra.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.Command;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationCommandTest {

    private ProgramUnderTest program;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        program = ProgramUnderTest.in(folder).admin().start();
        assertThat(program.client()
                        .post(
                                "/admin/v1/channels/echo:default/test",
                                "{'envelope_id':'asked','conversation_id':'room','text':'hello'}")
                        .status())
                .isEqualTo(200);
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    private Command type(String... more) {
        List<String> command = new ArrayList<>(List.of("channels", "conversation", "echo:default"));
        command.addAll(List.of(more));
        command.add("--url=http://127.0.0.1:" + program.port());
        return Command.run(command.toArray(String[]::new));
    }

    @Test
    void saysWhatCameInAndWhatWentOutInItsOrder() {
        Command ended = type("room");

        assertThat(ended.exitCode()).isZero();
        List<String> lines = ended.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("WHEN").contains("DIRECTION").doesNotContain("TEXT");
        assertThat(lines.get(1)).contains(" inbound ", " asked ");
        assertThat(lines.get(2)).contains(" outbound ", " delivered ");
        assertThat(ended.out()).doesNotContain("hello");
        assertThat(type("room", "--text").out()).contains("TEXT", "hello", "echo: hello");
    }

    @Test
    void ofAnotherConversationThereIsNothing() {
        Command ended = type("elsewhere");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out().lines()).hasSize(1);
    }
}
