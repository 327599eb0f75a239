package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All of {@code routes/examples/} in one program: who copies one may copy the others. */
class ExamplesTogetherTest {

    private static final Path EXAMPLES = RoutesUnderTest.REAL.resolve("examples");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static ProgramUnderTest program;

    @BeforeAll
    static void start() throws Exception {
        RoutesUnderTest routes = RoutesUnderTest.copy(folder);
        for (Path example : RoutesUnderTest.yamlFiles(EXAMPLES)) {
            routes.add(example);
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("palyra.ingress.port", "0");
        settings.put("webhook-to-chat.token", "007");
        settings.put("dead-letters-to-mail.to", "seda:mails");
        settings.put("files-to-chat.folder", folder.resolve("to-chat").toString());
        settings.put("pictures-to-chat.folder", folder.resolve("pictures").toString());
        settings.put("database-to-chat.url", database("requests", "sql/chat_requests.sqlite.sql"));
        settings.put("digest-to-chat.url", database("digest", "sql/digest.sqlite.sql"));
        settings.put("delivered-to-warehouse.url", "jdbc:sqlite:" + folder.resolve("warehouse.db"));
        program = ProgramUnderTest.start(folder, routes.with(settings));
    }

    private static String database(String name, String table) throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve(name + ".db") + "?journal_mode=WAL&busy_timeout=5000";
        execute(url, Files.readString(EXAMPLES.resolve(table)));
        return url;
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    @Test
    void allOfThemRun() {
        CamelContext context = program.application().context();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(context.getRoutes())
                .allSatisfy(route -> assertThat(context.getRouteController().getRouteStatus(route.getRouteId()))
                        .as(route.getRouteId())
                        .isEqualTo(ServiceStatus.Started)));
        assertThat(context.getRoutes())
                .extracting(Route::getRouteId)
                .contains("files-to-chat", "webhook-to-chat", "database-to-chat", "digest-to-chat", "inbound-to-http");
    }

    /** Camel's == compares two texts of digits as numbers. */
    @ParameterizedTest
    @CsvSource({"007, 202", "7, 401", "0007, 401", "7.0, 401"})
    void aSecretOfDigitsIsAText(String token, int expected) throws Exception {
        URI webhook = URI.create("http://127.0.0.1:"
                + program.application().ingress().orElseThrow().port() + "/hooks/chat");

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(webhook)
                                .header("X-Webhook-Token", token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"id\":\"digits\",\"text\":\"hello\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
    }

    /** A mail takes the message's headers, so they must not have what its text says. */
    @Test
    void aMailHasItsSubjectAndNoHeaderOfTheQuery() {
        program.application()
                .context()
                .createProducerTemplate()
                .sendBodyAndHeader(
                        "palyra-outbox:echo:default?conversationId=ops",
                        "secret [permanent]",
                        PalyraConstants.ENVELOPE_ID,
                        "letter");

        Exchange mail =
                program.application().context().createConsumerTemplate().receive("seda:mails", PATIENCE.toMillis());

        assertThat(mail.getMessage().getBody(String.class)).contains("outbound, letter", "secret [permanent]");
        assertThat(mail.getMessage().getHeader("Subject", String.class)).matches("Dead letter \\d+ of echo:default");
        assertThat(mail.getMessage().getHeaders().toString()).doesNotContain("secret");
        assertThat(mail.getMessage().getHeader("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    }
}
