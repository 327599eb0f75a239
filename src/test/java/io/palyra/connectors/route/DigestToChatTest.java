package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code digest-to-chat.camel.yaml}: what waits and what was seen are kept over a restart. */
class DigestToChatTest {

    @TempDir
    Path folder;

    private ProgramUnderTest start(RoutesUnderTest routes) throws Exception {
        return ProgramUnderTest.start(
                folder,
                routes.with(Map.of(
                        "digest-to-chat.url", url(),
                        "digest-to-chat.size", "4",
                        "digest-to-chat.wait", "600000")));
    }

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("digest.db") + "?journal_mode=WAL&busy_timeout=5000";
    }

    @Test
    void gathersTextsOverARestartAndCountsEachOnce() throws Exception {
        RoutesUnderTest routes =
                RoutesUnderTest.copy(folder).add(RoutesUnderTest.REAL.resolve("examples/digest-to-chat.camel.yaml"));
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(Files.readString(RoutesUnderTest.REAL.resolve("examples/sql/digest.sqlite.sql")));
        }
        try (ProgramUnderTest program = start(routes)) {
            say(program, 1, 2, 2);
        }
        try (ProgramUnderTest program = start(routes)) {
            say(program, 2, 1);
            say(program, 3, 4, 5);

            await().untilAsserted(() -> assertThat(digests(program)).hasSize(1));
            List<?> sent = digests(program);
            String id = String.valueOf(((Map<?, ?>) sent.get(0)).get("envelope_id"));
            program.awaitState(id, OutboxState.DELIVERED);
            assertThat(textOf(id)).isEqualTo("text 1\ntext 2\ntext 3\ntext 4");
        }
    }

    private String textOf(String envelopeId) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
                PreparedStatement query =
                        connection.prepareStatement("SELECT payload ->> 'text' FROM outbox WHERE envelope_id = ?")) {
            query.setString(1, envelopeId);
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }

    private static void say(ProgramUnderTest program, int... numbers) {
        ProducerTemplate camel = program.application().context().createProducerTemplate();
        IntStream.of(numbers)
                .forEach(number -> camel.sendBodyAndHeader("direct:digest", "text " + number, "DigestKey", number));
    }

    private static List<?> digests(ProgramUnderTest program) {
        return program.application()
                .context()
                .createProducerTemplate()
                .requestBody(
                        "sql:SELECT envelope_id FROM palyra_outbox_v1 WHERE envelope_id LIKE 'digest-%'"
                                + "?dataSource=#palyraStore",
                        null, List.class);
    }
}
