package io.palyra.connectors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/** Somebody watches the log while things happen, of a real program over real sockets. */
class FollowedLogTest {

    private static final String ECHO = "/admin/v1/channels/echo:default";

    /** Two pauses, a stop and a start on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final List<JsonNode> shown = new CopyOnWriteArrayList<>();
    private final StringWriter told = new StringWriter();
    private ProgramUnderTest program;
    private Thread following;

    @BeforeEach
    void start() throws Exception {
        program = ProgramUnderTest.in(folder).admin().start();
    }

    @AfterEach
    void stop() throws Exception {
        if (following != null) {
            following.interrupt();
        }
        program.close();
    }

    private AdminApi api() {
        return new AdminApi(
                "http://127.0.0.1:" + program.port(),
                Optional.empty(),
                "test",
                new TypedCommand(CommandSpec.create()),
                new ProgramTime(Clock.systemUTC()));
    }

    private void follow(Map<String, String> filter) {
        follow(
                filter,
                api().get(AdminApi.events()).json().path("last_event_id").asText(),
                new PrintWriter(new StringWriter()));
    }

    private void follow(Map<String, String> filter, String end, PrintWriter out) {
        AdminApi api = api();
        following = new Thread(
                () -> new FollowedLog(api, filter, end, shown::add, out, new PrintWriter(told, true)).follow());
        following.start();
    }

    private void send(String envelope) {
        program.client()
                .post(
                        ECHO + "/messages/send",
                        "{'envelope_id':'%s','conversation_id':'c','text':'hello'}".formatted(envelope));
    }

    private boolean isShown(String envelope, String type) {
        return shown.stream()
                .anyMatch(event -> event.at("/details/envelope_id").asText().equals(envelope)
                        && event.path("event_type").asText().equals(type));
    }

    @Test
    void goesOnPastARestartWithoutAGap() throws Exception {
        follow(Map.of("connector_id", ""));
        send("before");
        await().atMost(PATIENCE).until(() -> isShown("before", "outbox.delivered"));

        program.restartWith("palyra.http.port=" + program.port());
        send("after");
        await().atMost(PATIENCE).until(() -> isShown("after", "outbox.delivered"));

        long[] ids = shown.stream()
                .filter(event -> event.path("connector_id").asText().equals("echo:default"))
                .mapToLong(event -> event.path("event_id").asLong())
                .toArray();
        assertThat(ids)
                .as("each once, in order")
                .containsExactly(LongStream.range(ids[0], ids[0] + ids.length).toArray());
        assertThat(told.toString()).contains("Tried again every 2 s").contains("The program answers again.");
    }

    @Test
    void showsWhatIsWantedAlone() {
        follow(Map.of("event_type", "outbox.delivered"));
        send("one");
        await().atMost(PATIENCE).until(() -> isShown("one", "outbox.delivered"));

        assertThat(shown).hasSize(1);
    }

    @Test
    void eventsThatWereMissedAreASentenceAndNoEvent() {
        follow(Map.of("event_type", "outbox.*"), "zzzzzz1", new PrintWriter(new StringWriter()));
        await().atMost(PATIENCE).until(() -> told.toString().contains("Events were missed"));
        send("one");
        await().atMost(PATIENCE).until(() -> isShown("one", "outbox.delivered"));

        assertThat(shown).allMatch(event -> event.hasNonNull("event_type"));
    }

    @Test
    void endsOnceNobodyReadsIt() throws Exception {
        String end = api().get(AdminApi.events()).json().path("last_event_id").asText();
        PrintWriter gone = new PrintWriter(Writer.nullWriter()) {
            @Override
            public boolean checkError() {
                return true;
            }
        };
        follow(Map.of(), end, gone);
        send("one");
        following.join(PATIENCE.toMillis());

        assertThat(following.isAlive()).isFalse();
        assertThat(shown).hasSize(1);
    }

    @Test
    void aConnectorThatIsNotThereIsNoReasonToTryAgain() throws Exception {
        follow(Map.of("connector_id", "echo:nobody"));
        following.join(PATIENCE.toMillis());

        assertThat(following.isAlive()).isFalse();
    }
}
