package io.palyra.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palyra.connectors.Command;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps are there with the program and without it, and say the same. */
class SetupCommandTest {

    private static ProgramUnderTest program;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("token"), "123456:" + "A".repeat(35));
        String gone = "palyra.connectors.telegram.gone.";
        program = ProgramUnderTest.in(folder)
                .settings(
                        gone + "enabled=false",
                        gone + "api-url=" + nowhere(),
                        gone + "egress-allow-loopback=true",
                        gone + "token={{file:" + folder.resolve("token") + "}}")
                .admin()
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    private static Command type(String... arguments) {
        return at("http://127.0.0.1:" + program.port(), arguments);
    }

    private static Command at(String url, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "channels";
        all[1] = "setup";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[all.length - 1] = "--url=" + url;
        return Command.run(all);
    }

    /** Where nobody listens. */
    private static String nowhere() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + free.getLocalPort();
        }
    }

    private static JsonNode json(Command command) throws IOException {
        return new ObjectMapper().readTree(command.out());
    }

    @Test
    void saysTheStepsAndWhatIsMissing() {
        Command discord = type("discord", "ops");

        assertThat(discord.exitCode()).isEqualTo(1);
        assertThat(discord.out())
                .contains(
                        "1. Discord Developer Portal",
                        "permissions=274878024768",
                        "Read Message History",
                        "{{env:GLOBAL_DISCORD_BOT_TOKEN_OPS}}",
                        "palyra.connectors.discord.ops.enabled=true",
                        "missing_credential",
                        "What to do: keep the token");
        assertThat(discord.err()).contains("Next: palyra-connectors channels setup discord ops");
    }

    @Test
    void endsWellWhereNothingIsWrong() {
        Command echo = type("echo", "more");

        assertThat(echo.exitCode()).isZero();
        assertThat(echo.out()).contains("there is nothing to set up").doesNotContain("SECRET");
        assertThat(echo.err()).contains("Next: palyra-connectors channels add echo:more");
    }

    @Test
    void saysNothingOfReadinessWhereThePlatformIsNotReached() {
        Command telegram = type("telegram", "gone");

        assertThat(telegram.exitCode()).isEqualTo(1);
        assertThat(telegram.out())
                .contains("was not reached", "reaches the platform")
                .doesNotContain("readiness");
    }

    @Test
    void hasTheSameStepsWithoutTheProgram() throws Exception {
        Command without = at(nowhere(), "slack");

        assertThat(without.exitCode()).isEqualTo(3);
        assertThat(without.err()).contains("palyra-connectors run", "palyra-connectors channels setup slack default");
        assertThat(without.out()).contains("      socket_mode_enabled: true".strip(), "- chat:write");
        assertThat(type("slack").out()).startsWith(without.out());
    }

    @Test
    void printsOneDocument() throws Exception {
        JsonNode with = json(type("telegram", "ops", "--json"));
        JsonNode without = json(at(nowhere(), "telegram", "ops", "--json"));

        assertThat(with.at("/probe/readiness").asText()).isEqualTo("missing_credential");
        assertThat(with.at("/setup")).isEqualTo(without.at("/setup"));
        assertThat(without.has("probe")).isFalse();
        assertThat(with.at("/setup/connector_id").asText()).isEqualTo("telegram:ops");
    }

    @Test
    void namesAKindThatThereIsNot() throws Exception {
        assertThat(type("icq").exitCode()).isEqualTo(2);
        assertThat(type("icq").err()).contains("KIND", "discord, ");
        assertThat(at(nowhere(), "icq").exitCode()).isEqualTo(2);
        assertThat(at(nowhere(), "icq").err()).contains("KIND", "ext/");
        assertThat(at(nowhere(), "echo", "a b").err()).contains("NAME", "a b");
        assertThat(type().exitCode()).isEqualTo(2);
    }

    @Test
    void aTokenIsNoName() throws Exception {
        String token = "xoxb-" + "123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx";
        for (Command command : List.of(type("slack", token), at(nowhere(), "slack", token))) {
            assertThat(command.exitCode()).isEqualTo(2);
            assertThat(command.err()).contains("NAME: has the form of a secret");
            assertThat(command.out() + command.err()).doesNotContainIgnoringCase(token);
        }
    }

    @Test
    void completesKinds() {
        assertThat(Command.run("completion").out()).containsPattern("\"discord\" \"echo\".*\"slack\"");
    }
}
