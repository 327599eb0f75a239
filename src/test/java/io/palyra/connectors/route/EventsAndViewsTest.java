package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.events.EventsConstants;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.testkit.AdminClient;
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
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code palyra-events}, {@code palyraStore}, and the examples that use them, in the real program, over a restart. */
class EventsAndViewsTest {

    private static final Path EXAMPLES = Path.of("routes/examples");

    private final PalyraExtension palyra = PalyraExtension.program()
            .routes(
                    "src/test/resources/routes/sql.camel.yaml",
                    "routes/examples/dead-letters-to-mail.camel.yaml",
                    "routes/examples/delivered-to-warehouse.camel.yaml")
            .settings(
                    "palyra.store.read-timeout=1s",
                    "dead-letters-to-mail.to=file:{{test.folder}}/mails",
                    "delivered-to-warehouse.url=jdbc:sqlite:{{test.folder}}/warehouse.db")
            .prepareFolder(folder -> execute(
                    folder,
                    Files.readString(EXAMPLES.resolve("delivered-to-warehouse.camel.yaml"))
                            .replaceAll("(?s).*(CREATE TABLE.*?;).*", "$1")
                            .replace("#", "")));

    private static Connection warehouse(Path folder) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("warehouse.db"));
    }

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        palyra.close();
    }

    @ParameterizedTest
    @EnumSource
    void routesGoOnWhereTheyWereAndAReadOfTheStoreIsCut(StoreUnderTest database) throws Exception {
        database.settings(folder).forEach((key, value) -> palyra.settings(key + "=" + value));
        palyra.start();
        send("first", "hello");
        assertThat(happened()).isEqualTo("outbox.delivered first");
        send("second", "[permanent]");
        assertThat(happened()).isEqualTo("outbox.dead_letter second");
        await().untilAsserted(() -> assertThat(delivered()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail).contains("outbound, second").contains("\"text\":\"[permanent]\"")));
        aRouteThatFailsGetsItsEventAgain();
        aStreamIsCut(palyra.template(), database);
        stopped("events-to-queue", "delivered-to-warehouse");
        send("third", "said while the routes were stopped");
        palyra.assertDelivered("ops", "hello", "said while the routes were stopped");

        palyra.restart();

        assertThat(happened()).isEqualTo("outbox.delivered third");
        await().untilAsserted(() -> assertThat(delivered()).isEqualTo(2));
        assertThat(mails()).hasSize(1);
    }

    /** The table that the route writes to is made later. */
    private void aRouteThatFailsGetsItsEventAgain() throws SQLException {
        AdminClient operator = new AdminClient(palyra.admin("/").getPort());
        for (String action : List.of("pause", "resume")) {
            assertThat(operator.post("/admin/v1/channels/echo:default/operations/queue/" + action)
                            .status())
                    .isEqualTo(200);
        }
        execute(palyra.folder(), "CREATE TABLE alarms (seq INTEGER PRIMARY KEY, event_type TEXT)");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(alarms()).containsExactly("queue.paused", "queue.resumed"));
    }

    private List<String> alarms() throws SQLException {
        List<String> alarms = new ArrayList<>();
        try (Connection connection = warehouse(palyra.folder());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT event_type FROM alarms ORDER BY seq")) {
            while (rows.next()) {
                alarms.add(rows.getString(1));
            }
        }
        return alarms;
    }

    private static void execute(Path folder, String sql) throws SQLException {
        try (Connection connection = warehouse(folder);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void aStreamIsCut(ProducerTemplate camel, StoreUnderTest database) {
        assertThatThrownBy(() -> camel.requestBody("direct:stream", null, Object.class))
                .isInstanceOf(CamelExecutionException.class)
                .hasStackTraceContaining("the read was cut after 1 s")
                .hasStackTraceContaining("palyra.store.read-timeout");
        assertThatThrownBy(
                        () -> camel.requestBody("sql:SELECT * FROM outbox?dataSource=#palyraStore", null, List.class))
                .isInstanceOf(CamelExecutionException.class)
                .hasStackTraceContaining("palyraStore shows the views")
                .hasStackTraceContaining(
                        database == StoreUnderTest.SQLITE ? "no such table: outbox" : "it reads outbox");
    }

    private void stopped(String... routeIds) throws Exception {
        for (String routeId : routeIds) {
            palyra.context().getRouteController().stopRoute(routeId);
        }
    }

    private void send(String envelopeId, String text) {
        palyra.template()
                .sendBodyAndHeader(
                        "palyra-outbox:echo:default?conversationId=ops", text, PalyraConstants.ENVELOPE_ID, envelopeId);
    }

    private String happened() {
        Exchange exchange = palyra.context()
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
        try (Connection connection = warehouse(palyra.folder());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*) FROM delivered WHERE conversation_id = 'ops' AND attempts = 1")) {
            row.next();
            return row.getInt(1);
        }
    }

    private List<String> mails() throws Exception {
        Path mails = palyra.folder().resolve("mails");
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
