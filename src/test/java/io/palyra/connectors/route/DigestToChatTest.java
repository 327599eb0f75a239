package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.ValidationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code digest-to-chat.camel.yaml}: what waits and what was seen are kept over a restart. */
class DigestToChatTest {

    @TempDir
    Path folder;

    /** With its own tables, in the database that the example names itself. */
    private RoutesUnderTest routes() throws Exception {
        Path database = folder.resolve("digest.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(Files.readString(RoutesUnderTest.REAL.resolve("examples/sql/digest.sqlite.sql")));
        }
        return RoutesUnderTest.copy(folder)
                .add(RoutesUnderTest.REAL.resolve("examples/digest-to-chat.camel.yaml"))
                .edit("digest-to-chat.camel.yaml", "sqlite:data/digest.db", "sqlite:" + database);
    }

    private ProgramUnderTest start(RoutesUnderTest routes) throws Exception {
        return ProgramUnderTest.start(
                folder, routes.with(Map.of("digest-to-chat.size", "4", "digest-to-chat.wait", "600000")));
    }

    @Test
    void gathersTextsOverARestartAndCountsEachOnce() throws Exception {
        RoutesUnderTest routes = routes();
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

    /** What the outbox refuses would be given again for ever, together with the texts beside it. */
    @Test
    void refusesWhatCanBePartOfNoDigest() throws Exception {
        try (ProgramUnderTest program = start(routes())) {
            List<@Nullable Object> noKeys = Arrays.asList(null, "");
            noKeys.forEach(key ->
                    assertThatThrownBy(() -> say(program, "hello", key)).hasCauseInstanceOf(ValidationException.class));
            List<@Nullable Object> noTexts = Arrays.asList(null, "", " \n", "x".repeat(16_001));
            noTexts.forEach(text ->
                    assertThatThrownBy(() -> say(program, text, "k")).hasCauseInstanceOf(ValidationException.class));

            String longest = "\u20ac".repeat(16_000);
            say(program, "\u20ac".repeat(5_000), "k");
            say(program, longest, "l");
            await().untilAsserted(() -> assertThat(digests(program)).hasSize(1));
        }
    }

    /** Those that read before they write do not wait for each other, and one of them fails. */
    @Test
    void takesTextsFromSeveralAtOnce() throws Exception {
        try (ProgramUnderTest program = start(routes())) {
            List<CompletableFuture<Void>> given = IntStream.range(0, 8)
                    .mapToObj(giver -> CompletableFuture.runAsync(
                            () -> IntStream.range(0, 10).forEach(number -> say(program, "text", giver + "-" + number))))
                    .toList();

            given.forEach(CompletableFuture::join);

            await().untilAsserted(() -> assertThat(digests(program)).hasSize(20));
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
        IntStream.of(numbers).forEach(number -> say(program, "text " + number, number));
    }

    private static void say(ProgramUnderTest program, @Nullable Object text, @Nullable Object key) {
        program.application()
                .context()
                .createProducerTemplate()
                .sendBodyAndHeader("direct:digest", text, "DigestKey", key);
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
