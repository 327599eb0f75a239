package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SimulateCommandTest {

    private static final String IDEMPOTENT = "palyra.connectors.echo.second.idempotent";

    @TempDir
    Path folder;

    @AfterEach
    void forgetSettings() {
        System.clearProperty(IDEMPOTENT);
        System.clearProperty("palyra.store.url");
        System.clearProperty("palyra.store.username");
        System.clearProperty("palyra.store.password");
    }

    @Test
    void replaysJsonLinesAndTellsWhatBecameOfThem() throws Exception {
        Command run = simulate(event("m1", "c1", "one"), "", event("m2", "c1", "two"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .isEqualToIgnoringNewLines(
                        "{\"ingests\":[{\"envelope_id\":\"m1\",\"accepted\":true,\"enqueued_outbound\":1},"
                                + "{\"envelope_id\":\"m2\",\"accepted\":true,\"enqueued_outbound\":1}],"
                                + "\"attempts_per_envelope\":{\"m1:0\":1,\"m2:0\":1},\"delivered_count\":2,\"queue_pending\":0,"
                                + "\"queue_dead_letters\":0,\"restart_count\":0}");
    }

    /** It has a store of its own. */
    @Test
    void needsNoServerThatTheSettingsName() throws Exception {
        System.setProperty("palyra.store.url", "jdbc:postgresql://no-such-host.invalid/palyra");
        System.setProperty("palyra.store.username", "palyra");
        System.setProperty("palyra.store.password", "{{env:NOT_SET_ANYWHERE}}");

        assertThat(answer(simulate(event("m1", "c1", "one")))
                        .path("delivered_count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void replaysAJsonArray() throws Exception {
        JsonNode summary = answer(simulate("[", event("m1", "c1", "one") + ",", event("m2", "c2", "two"), "]"));

        assertThat(summary.path("ingests").findValuesAsText("envelope_id")).containsExactly("m1", "m2");
        assertThat(summary.path("delivered_count").asInt()).isEqualTo(2);
    }

    @Test
    void givesAnEventWithoutIdsAFreshEnvelopeAndTheEchoConnector() throws Exception {
        String bare = "{\"conversation_id\":\"c1\",\"sender_id\":\"u1\",\"body\":\"hello\"}";

        JsonNode summary = answer(simulate(bare, bare));

        assertThat(summary.path("ingests").findValuesAsText("envelope_id"))
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(summary.path("delivered_count").asInt()).isEqualTo(2);
    }

    @Test
    void countsADuplicateOnce() throws Exception {
        JsonNode summary = answer(simulate(event("m1", "c1", "one"), event("m1", "c1", "one")));

        assertThat(summary.path("ingests").findValuesAsText("accepted")).containsExactly("true", "true");
        assertThat(summary.path("ingests").findValuesAsText("enqueued_outbound"))
                .containsExactly("1", "0");
        assertThat(summary.path("delivered_count").asInt()).isEqualTo(1);
    }

    @Test
    void namesBadLinesAndReplaysTheRest() throws Exception {
        Command run = simulate(event("m1", "c1", "one"), "{broken", event("m2", "c1", ""), event("m3", "c1", "three"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("events.json:2: ").contains("JSON"))
                .anySatisfy(line -> assertThat(line).contains("events.json:3: ").contains("body"));
        assertThat(WireFormat.tree(run.out()).path("ingests").findValuesAsText("envelope_id"))
                .containsExactly("m1", "m3");
    }

    @Test
    void namesBadElementsOfAnArrayAndReplaysTheRest() throws Exception {
        Command run =
                simulate("[", event("m1", "c1", "one") + ",", "17,", event("m2", "c1", "two") + ",", "{\"half\":");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(2).anySatisfy(line -> assertThat(line)
                .contains("events.json:3: "));
        assertThat(WireFormat.tree(run.out()).path("delivered_count").asInt()).isEqualTo(2);
    }

    @Test
    void carriesOutTheMarkers() throws Exception {
        JsonNode summary = answer(simulate(
                event("m1", "c1", "one [connector-crash-once]"),
                event("m2", "c2", "two [permanent]"),
                event("m3", "c3", "three [network-once]"),
                event("m4", "c4", "four [unknown-once]")));

        assertThat(summary.path("attempts_per_envelope").toString())
                .isEqualTo("{\"m1:0\":2,\"m2:0\":1,\"m3:0\":2,\"m4:0\":2}");
        assertThat(summary.path("restart_count").asInt()).isEqualTo(1);
        assertThat(summary.path("queue_dead_letters").asInt()).isEqualTo(1);
        assertThat(summary.path("delivered_count").asInt()).isEqualTo(3);
        assertThat(summary.path("queue_pending").asInt()).isZero();
    }

    @Test
    void endsWithAnUnknownOutcomePendingWhereTheConnectorDoesNotRecogniseResends() throws Exception {
        System.setProperty(IDEMPOTENT, "false");

        JsonNode summary = answer(simulate(
                eventFor("echo:second", "m1", "c1", "one [unknown-once]"),
                eventFor("echo:second", "m2", "c1", "behind it"),
                eventFor("echo:default", "m3", "c1", "elsewhere")));

        assertThat(summary.path("queue_pending").asInt()).isEqualTo(2);
        assertThat(summary.path("delivered_count").asInt()).isEqualTo(1);
        assertThat(summary.path("attempts_per_envelope").toString()).isEqualTo("{\"m1:0\":1,\"m2:0\":0,\"m3:0\":1}");
    }

    @Test
    void endsWhereTheConnectorCannotDeliver() throws Exception {
        FlakyPlatform.fresh(ConnectorId.of("flaky:ops"))
                .answers(request ->
                        new DeliveryOutcome.PermanentFailure("no access", Fault.CONNECTOR, Readiness.AUTH_FAILED));

        JsonNode summary =
                answer(simulate(eventFor("flaky:ops", "m1", "c1", "one"), eventFor("flaky:ops", "m2", "c1", "two")));

        assertThat(summary.path("queue_pending").asInt()).isEqualTo(2);
        assertThat(summary.path("attempts_per_envelope").toString()).isEqualTo("{\"m1:0\":0,\"m2:0\":0}");
    }

    /** Its retries would last an hour. */
    @Test
    void endsWhereNothingMoreSettlesAndTellsWhatIsPending() throws Exception {
        FlakyPlatform.fresh(ConnectorId.of("flaky:ops"))
                .answers(request -> new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "down", null));
        Path file = write(eventFor("flaky:ops", "m1", "c1", "one"), event("m2", "c1", "two"));

        Command run = Command.run("simulate", file.toString(), "--json", "--wait-ms", "300");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("pending: 0 inbound, 1 outbound", "--wait-ms");
        JsonNode summary = WireFormat.tree(run.out());
        assertThat(summary.path("queue_pending").asInt()).isEqualTo(1);
        assertThat(summary.path("delivered_count").asInt()).isEqualTo(1);
        assertThat(summary.has("time_up")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"later:ops", "pigeon:ops"})
    void refusesAConnectorThatCannotRunWithItsReason(String connector) throws Exception {
        Command run = simulate(eventFor(connector, "m1", "c1", "one"), event("m2", "c1", "two"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).containsPattern("m1: not accepted: .*(planned|unknown)");
        JsonNode summary = WireFormat.tree(run.out());
        assertThat(summary.path("ingests").findValuesAsText("accepted")).containsExactly("false", "true");
        assertThat(summary.path("delivered_count").asInt()).isEqualTo(1);
    }

    @Test
    void anEmptyFileIsNothingToDo() throws Exception {
        JsonNode summary = answer(simulate());

        assertThat(summary.path("ingests")).isEmpty();
        assertThat(summary.path("delivered_count").asInt()).isZero();
    }

    @Test
    void aFileThatCannotBeReadIsOneSentence() {
        Command run = Command.run("simulate", folder.resolve("none.json").toString(), "--json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains("none.json", "cannot be read");
    }

    @Test
    void aFileThatIsNoTextIsOneSentence() throws Exception {
        Path file = Files.write(
                folder.resolve("events.json"), "{\"body\":\"gr\u00fc\u00dfe\"}".getBytes(StandardCharsets.ISO_8859_1));

        Command run = Command.run("simulate", file.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains("events.json", "UTF-8");
    }

    @Test
    void noFileIsWrongUsage() {
        assertThat(Command.run("simulate").exitCode()).isEqualTo(2);
    }

    @Test
    void thePlainSummaryTellsWhatBecameOfEachMessage() throws Exception {
        String lengthy = "three " + "x".repeat(80);
        Path file = write(
                event("m1", "c1", "one [permanent]"),
                eventFor("later:ops", "m2", "c1", "two"),
                event("m3", "c2", lengthy),
                event("m3", "c2", lengthy));

        Command run = Command.run("simulate", file.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("m1 c1: one [permanent]\n  accepted, 1 enqueued\n  m1:0 dead, 1 attempt (simulated permanent"
                        + " failure): echo: one [permanent]\n")
                .containsPattern("m2 c1: two\n  not accepted: .*planned.*\n")
                .contains("m3 c2: three x", "x…\n  accepted, 1 enqueued\n  m3:0 delivered, 1 attempt: echo: three x")
                .contains("\n  accepted, the same as an earlier one\n")
                .endsWith("delivered 1, pending 0, dead letters 1, restarts 0\n");
        assertThat(run.err()).isEmpty();
    }

    private JsonNode answer(Command run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return WireFormat.tree(run.out());
    }

    private Command simulate(String... lines) throws IOException {
        return Command.run("simulate", write(lines).toString(), "--json");
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("events.json"), List.of(lines));
    }

    private static String event(String envelope, String conversation, String body) {
        return eventFor("echo:default", envelope, conversation, body);
    }

    private static String eventFor(String connector, String envelope, String conversation, String body) {
        return "{\"connector_id\":\"%s\",\"envelope_id\":\"%s\",\"conversation_id\":\"%s\",\"sender_id\":\"u1\",\"body\":\"%s\"}"
                .formatted(connector, envelope, conversation, body);
    }
}
