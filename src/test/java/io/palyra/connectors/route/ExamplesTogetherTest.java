package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.test.PalyraExtension;
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
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All of {@code routes/examples/} in one program: who copies one may copy the others. */
class ExamplesTogetherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OPTIONS = "?journal_mode=WAL&busy_timeout=5000";

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program()
            .routes("routes/examples")
            .prepareFolder(folder -> {
                createTables(folder.resolve("requests.db"), "chat_requests.sqlite.sql");
                createTables(folder.resolve("digest.db"), "digest.sqlite.sql");
            })
            .settings(
                    "webhook-to-chat.token=007",
                    "dead-letters-to-mail.to=seda:mails",
                    "files-to-chat.folder={{test.folder}}/to-chat",
                    "pictures-to-chat.folder={{test.folder}}/pictures",
                    "database-to-chat.url=jdbc:sqlite:{{test.folder}}/requests.db" + OPTIONS,
                    "digest-to-chat.url=jdbc:sqlite:{{test.folder}}/digest.db" + OPTIONS,
                    "delivered-to-warehouse.url=jdbc:sqlite:{{test.folder}}/warehouse.db");

    private static void createTables(Path database, String file) throws Exception {
        execute(
                "jdbc:sqlite:" + database + OPTIONS,
                Files.readString(Path.of("routes/examples/sql").resolve(file)));
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void allOfThemRun() {
        CamelContext context = palyra.context();
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
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(palyra.ingress("/hooks/chat"))
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
        palyra.template()
                .sendBodyAndHeader(
                        "palyra-outbox:echo:default?conversationId=ops",
                        "secret [permanent]",
                        PalyraConstants.ENVELOPE_ID,
                        "letter");

        Exchange mail = palyra.context().createConsumerTemplate().receive("seda:mails", PATIENCE.toMillis());

        assertThat(mail.getMessage().getBody(String.class)).contains("outbound, letter", "secret [permanent]");
        assertThat(mail.getMessage().getHeader("Subject", String.class)).matches("Dead letter \\d+ of echo:default");
        assertThat(mail.getMessage().getHeaders().toString()).doesNotContain("secret");
        assertThat(mail.getMessage().getHeader("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    }
}
