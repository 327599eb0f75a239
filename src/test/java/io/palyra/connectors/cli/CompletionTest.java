package io.palyra.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in a real bash, and in place of the program one that answers at once. */
class CompletionTest {

    private static final String CONNECTORS =
            "{\"connectors\":[{\"connector_id\":\"discord:default\"},{\"connector_id\":\"discord:ops\"},"
                    + "{\"connector_id\":\"echo:default\"}]}";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeScript() throws IOException {
        Files.writeString(
                folder.resolve("completion"), Command.run("completion").out());
        programSays(CONNECTORS, 0);
    }

    /** To who asks it for the list of connectors. */
    private void programSays(String json, int exitCode) throws IOException {
        Path program = folder.resolve("palyra-connectors");
        Files.writeString(
                program,
                "#!/bin/sh\n[ \"$*\" = 'channels list --json' ] && echo '" + json + "'\nexit " + exitCode + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    /** What bash would offer behind the line; its words are those that bash makes of it. */
    private List<String> offered(String line, String... words) throws Exception {
        String script = """
                source ./completion
                COMP_LINE="$1"; shift
                COMP_POINT=${#COMP_LINE}
                COMP_WORDS=("$@")
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _complete_connectors_of_palyra 2> /dev/null
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash", line));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        List<String> said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(word -> !word.isEmpty())
                .toList();
        assertThat(bash.waitFor()).as("%s", said).isZero();
        return said;
    }

    @Test
    void namesTheConnectorsThatBeginAsTyped() throws Exception {
        assertThat(offered("./palyra-connectors channels status ", "./palyra-connectors", "channels", "status", ""))
                .containsExactly("discord:default", "discord:ops", "echo:default");
        assertThat(offered("./palyra-connectors message send disc", "./palyra-connectors", "message", "send", "disc"))
                .containsExactly("discord:default", "discord:ops");
        assertThat(offered(
                        "./palyra-connectors access show discord:o",
                        "./palyra-connectors",
                        "access",
                        "show",
                        "discord",
                        ":",
                        "o"))
                .as("bash has the rest already")
                .containsExactly("ops");
    }

    @Test
    void completesTheRestAsBefore() throws Exception {
        assertThat(offered(
                        "./palyra-connectors channels status --wa",
                        "./palyra-connectors",
                        "channels",
                        "status",
                        "--wa"))
                .containsExactly("--watch");
        assertThat(offered("./palyra-connectors channels dead", "./palyra-connectors", "channels", "dead"))
                .contains("dead-letter-show");
        assertThat(offered("./palyra-connectors channels add ", "./palyra-connectors", "channels", "add", ""))
                .isEmpty();
    }

    @Test
    void namesNothingWhereTheProgramDoesNotAnswer() throws Exception {
        programSays("nobody answers", 3);
        assertThat(offered("./palyra-connectors channels status ", "./palyra-connectors", "channels", "status", ""))
                .isEmpty();
    }
}
