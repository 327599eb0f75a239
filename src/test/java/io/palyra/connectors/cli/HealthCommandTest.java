package io.palyra.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.Command;
import io.palyra.connectors.events.ConnectorEvent;
import io.palyra.connectors.events.EventLevel;
import io.palyra.connectors.events.EventType;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.FreePort;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One connector lacks its token; it is disabled where all is to be well. */
class HealthCommandTest {

    private static final String WITHOUT_TOKEN = "discord:ops";

    private ProgramUnderTest program;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        program = ProgramUnderTest.in(folder)
                .settings("palyra.connectors.discord.ops.enabled=true")
                .admin()
                .startAnyway();
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

    private void send(String envelope, String conversation, String text) {
        program.client()
                .post(
                        "/admin/v1/channels/echo:default/messages/send",
                        "{'envelope_id':'%s','conversation_id':'%s','text':'%s'}"
                                .formatted(envelope, conversation, text));
    }

    @Test
    void whatNeedsTheTokenSaysThatItIsMissingAndWhereItGoes() {
        Command ended = type("message", "read", WITHOUT_TOKEN, "--conversation-id", "301");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains(": no bot token: ", "set palyra.connectors.discord.ops.token", "enable the connector again")
                .doesNotContain("transient_network");
    }

    @Test
    void saysFirstWhatIsDownSinceWhenAndWhatToDo() {
        Command ended = type("health");

        assertThat(ended.exitCode()).isEqualTo(1);
        List<String> lines = ended.out().lines().toList();
        assertThat(lines.get(0)).matches("1 of \\d+ checks are down\\.");
        assertThat(lines.get(1)).startsWith("CHECK");
        assertThat(lines.get(2))
                .matches("connector:discord:ops +DOWN +\\d+ s ago +readiness is missing_credential: no bot token: .*");
        assertThat(lines.get(3)).containsPattern(" UP +-$");
        assertThat(ended.err()).isEqualTo("Next: palyra-connectors channels status discord:ops\n");

        assertThat(type("channels", "disable", WITHOUT_TOKEN).exitCode()).isZero();
        Command well = type("health");
        assertThat(well.exitCode()).as(well.out()).isZero();
        assertThat(well.out()).startsWith("Everything works.\n").doesNotContain("WORTH A LOOK");
        assertThat(well.err()).isEmpty();
    }

    @Test
    void tellsWhatIsWorthALookThoughNothingIsDown() {
        type("channels", "disable", WITHOUT_TOKEN);
        type("channels", "queue-pause", "echo:default", "--reason", "maintenance");
        for (int n = 0; n < 100; n++) {
            send("flood-" + n, "flooded", "hello");
        }
        Command paused = type("health");

        assertThat(paused.exitCode()).isZero();
        assertThat(paused.out())
                .startsWith("Nothing is down; see what is worth a look.\n")
                .containsPattern("echo:default +paused +the queue is paused")
                .containsPattern("echo:default +deepest +flooded has 100 outbound messages, the oldest \\d+ s ago");

        type("channels", "queue-resume", "echo:default");
        send("hopeless", "c", "[permanent]");
        program.awaitThat(() -> assertThat(type("health").out())
                .containsPattern("echo:default +dead_lettered +1 dead letter waits for a decision")
                .containsPattern("echo:default +dead +1 outbound, such as hopeless: simulated"));
    }

    /** Of what happened lately: not that of who is disabled, the same words once, and not what a check says beside it. */
    @Test
    void tellsWhatHappenedLatelyOnceAndOnlyWhereNothingElseDoes() {
        program.awaitThat(() -> assertThat(
                        program.connector(ConnectorId.of(WITHOUT_TOKEN)).events("connector.readiness_changed"))
                .isNotEmpty());
        happens(WITHOUT_TOKEN, EventType.STORE_RECOVERED, "the store takes writes again");
        happens("echo:default", EventType.STORE_RECOVERED, "the store takes writes again");

        assertThat(looks(type("health")))
                .hasSize(1)
                .first()
                .asString()
                .matches(
                        "(echo:default|discord:ops) and 1 more +store.recovered +\\d+ s ago: the store takes writes again");

        type("channels", "disable", WITHOUT_TOKEN);
        assertThat(looks(type("health"))).hasSize(1).first().asString().startsWith("echo:default  ");
    }

    private void happens(String connector, EventType type, String words) {
        program.program().transactions().writeAndWait(transaction -> program.program()
                .events()
                .append(transaction, ConnectorEvent.of(ConnectorId.of(connector), type, EventLevel.WARN, words)));
    }

    /** The lines about events. */
    private static List<String> looks(Command health) {
        return health.out()
                .lines()
                .dropWhile(line -> !line.startsWith("WORTH A LOOK"))
                .filter(line -> line.contains(" ago: "))
                .toList();
    }

    @Test
    void printsTheAnswerOfTheProgramAsJson() {
        Command ended = type("health", "--json");

        assertThat(ended.exitCode()).isEqualTo(1);
        JsonNode health = WireFormat.tree(ended.out());
        assertThat(health.path("status").asText()).isEqualTo("DOWN");
        assertThat(health.path("checks"))
                .filteredOn(check -> check.has("since_unix_ms"))
                .extracting(check -> check.path("name").asText())
                .containsExactly("connector:discord:ops");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void saysWhereNobodyListens() throws Exception {
        assertThat(Command.run("health", "--url=http://127.0.0.1:" + FreePort.next())
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void theListHasOneLineOfItBesideItsTable() {
        Command ended = type("channels", "list");

        assertThat(ended.out()).doesNotContain("Down:");
        assertThat(ended.err())
                .startsWith("Down: connector:discord:ops. Why, and what to do: palyra-connectors health\n");
        assertThat(type("channels", "list", "--json").err()).isEmpty();
        type("channels", "disable", WITHOUT_TOKEN);
        assertThat(type("channels", "list").err()).doesNotContain("Down:");
    }

    @Test
    void aRefreshWithACheckThatFailsHasFailed() {
        Command ended = type("channels", "health-refresh", WITHOUT_TOKEN);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out())
                .containsPattern("readiness +missing_credential\n")
                .containsPattern(
                        "session +failed +no bot token: .*\n +What to do: set the token, then enable the connector again");
    }
}
