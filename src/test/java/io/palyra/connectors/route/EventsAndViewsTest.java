package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.events.EventsConstants;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code palyra-events}, {@code palyraStore}, and the examples that use them, in the real program, over a restart. */
class EventsAndViewsTest {

    private static final Path EXAMPLES = RoutesUnderTest.REAL.resolve("examples");

    @TempDir
    Path folder;

    private RoutesUnderTest routes;
    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void prepare() throws Exception {
        routes = RoutesUnderTest.copy(folder)
                .add(Path.of("src/test/resources/routes/sql.camel.yaml"))
                .add(EXAMPLES.resolve("dead-letters-to-mail.camel.yaml"))
                .add(EXAMPLES.resolve("delivered-to-warehouse.camel.yaml"));
        settings.put("palyra.store.read-timeout", "1s");
        settings.put("dead-letters-to-mail.to", "file:" + folder.resolve("mails"));
        settings.put("delivered-to-warehouse.url", "jdbc:sqlite:" + folder.resolve("warehouse.db"));
        execute(Files.readString(EXAMPLES.resolve("delivered-to-warehouse.camel.yaml"))
                .replaceAll("(?s).*(CREATE TABLE.*?;).*", "$1")
                .replace("#", ""));
    }

    private ProgramUnderTest start() throws Exception {
        return ProgramUnderTest.start(folder, routes.with(settings));
    }

    private Connection warehouse() throws SQLException {
        return DriverManager.getConnection(settings.get("delivered-to-warehouse.url"));
    }

    @Test
    void routesGoOnWhereTheyWereAndAReadOfTheStoreIsCut() throws Exception {
        try (ProgramUnderTest program = start()) {
            ProducerTemplate camel = program.application().context().createProducerTemplate();
            send(camel, "first", "hello");
            assertThat(happened(program)).isEqualTo("outbox.delivered first");
            send(camel, "second", "[permanent]");
            assertThat(happened(program)).isEqualTo("outbox.dead_letter second");
            await().untilAsserted(() -> assertThat(delivered()).isEqualTo(1));
            await().untilAsserted(() -> assertThat(mails()).singleElement().satisfies(mail -> assertThat(mail)
                    .contains("outbound, second")
                    .contains("\"text\":\"[permanent]\"")));
            aRouteThatFailsGetsItsEventAgain(program);
            aStreamIsCut(camel);
            stopped(program, "events-to-queue", "delivered-to-warehouse");
            send(camel, "third", "said while the routes were stopped");
            program.awaitState("third", OutboxState.DELIVERED);
        }
        try (ProgramUnderTest program = start()) {
            assertThat(happened(program)).isEqualTo("outbox.delivered third");
            await().untilAsserted(() -> assertThat(delivered()).isEqualTo(2));
            assertThat(mails()).hasSize(1);
        }
    }

    /** The table that the route writes to is made later. */
    private void aRouteThatFailsGetsItsEventAgain(ProgramUnderTest program) throws SQLException {
        program.program().supervision().queues().pause(ProgramUnderTest.ECHO, "a test");
        program.program().supervision().queues().resume(ProgramUnderTest.ECHO);
        execute("CREATE TABLE alarms (seq INTEGER PRIMARY KEY, event_type TEXT)");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(alarms()).containsExactly("queue.paused", "queue.resumed"));
    }

    private List<String> alarms() throws SQLException {
        List<String> alarms = new ArrayList<>();
        try (Connection connection = warehouse();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT event_type FROM alarms ORDER BY seq")) {
            while (rows.next()) {
                alarms.add(rows.getString(1));
            }
        }
        return alarms;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = warehouse();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void aStreamIsCut(ProducerTemplate camel) {
        assertThatThrownBy(() -> camel.requestBody("direct:stream", null, Object.class))
                .isInstanceOf(CamelExecutionException.class)
                .hasStackTraceContaining("the read was cut after 1 s")
                .hasStackTraceContaining("palyra.store.read-timeout");
        assertThatThrownBy(
                        () -> camel.requestBody("sql:SELECT * FROM outbox?dataSource=#palyraStore", null, List.class))
                .isInstanceOf(CamelExecutionException.class)
                .hasStackTraceContaining("palyraStore shows the views")
                .hasStackTraceContaining("no such table: outbox");
    }

    private static void stopped(ProgramUnderTest program, String... routeIds) throws Exception {
        for (String routeId : routeIds) {
            program.application().context().getRouteController().stopRoute(routeId);
        }
    }

    private static void send(ProducerTemplate camel, String envelopeId, String text) {
        camel.sendBodyAndHeader(
                "palyra-outbox:echo:default?conversationId=ops", text, PalyraConstants.ENVELOPE_ID, envelopeId);
    }

    private static String happened(ProgramUnderTest program) {
        Exchange exchange = program.application()
                .context()
                .createConsumerTemplate()
                .receive("seda:happened", Duration.ofSeconds(20).toMillis());
        JsonNode event = WireFormat.tree(exchange.getMessage().getBody(String.class));
        assertThat(exchange.getMessage().getHeader(EventsConstants.EVENT_ENVELOPE_ID))
                .isEqualTo(event.at("/details/envelope_id").asText());
        assertThat(exchange.getMessage().getHeader(EventsConstants.EVENT_ID))
                .isEqualTo(event.get("event_id").asLong());
        return event.get("event_type").asText() + " "
                + event.at("/details/envelope_id").asText();
    }

    private int delivered() throws SQLException {
        try (Connection connection = warehouse();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*) FROM delivered WHERE conversation_id = 'ops' AND attempts = 1")) {
            row.next();
            return row.getInt(1);
        }
    }

    private List<String> mails() throws Exception {
        Path mails = folder.resolve("mails");
        if (!Files.isDirectory(mails)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(mails)) {
            return files.map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
