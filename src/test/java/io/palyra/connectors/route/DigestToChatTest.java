package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.test.PalyraExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.ValidationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example {@code digest-to-chat.camel.yaml}: what waits and what was seen are kept over a restart. */
class DigestToChatTest {

    /** With its own tables, in the database that the example names itself. */
    @RegisterExtension
    final PalyraExtension palyra = PalyraExtension.program()
            .routes("routes/examples/digest-to-chat.camel.yaml")
            .editRouteFile(
                    "digest-to-chat.camel.yaml",
                    text -> text.replace("sqlite:data/digest.db", "sqlite:{{test.folder}}/digest.db"))
            .prepareFolder(DigestToChatTest::createTables)
            .settings("digest-to-chat.size=4", "digest-to-chat.wait=600000");

    private static void createTables(Path folder) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("digest.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(Files.readString(Path.of("routes/examples/sql/digest.sqlite.sql")));
        }
    }

    @Test
    void gathersTextsOverARestartAndCountsEachOnce() throws Exception {
        say(1, 2, 2);

        palyra.restart();
        say(2, 1);
        say(3, 4, 5);

        palyra.assertDelivered("general", "text 1\ntext 2\ntext 3\ntext 4");
        assertThat(digests()).hasSize(1);
    }

    /** What the outbox refuses would be given again for ever, together with the texts beside it. */
    @Test
    void refusesWhatCanBePartOfNoDigest() {
        List<@Nullable Object> noKeys = Arrays.asList(null, "");
        noKeys.forEach(
                key -> assertThatThrownBy(() -> say("hello", key)).hasCauseInstanceOf(ValidationException.class));
        List<@Nullable Object> noTexts = Arrays.asList(null, "", " \n", "x".repeat(16_001));
        noTexts.forEach(text -> assertThatThrownBy(() -> say(text, "k")).hasCauseInstanceOf(ValidationException.class));

        String longest = "\u20ac".repeat(16_000);
        say("\u20ac".repeat(5_000), "k");
        say(longest, "l");
        await().untilAsserted(() -> assertThat(digests()).hasSize(1));
    }

    /** Those that read before they write do not wait for each other, and one of them fails. */
    @Test
    void takesTextsFromSeveralAtOnce() {
        List<CompletableFuture<Void>> given = IntStream.range(0, 8)
                .mapToObj(giver -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, 10).forEach(number -> say("text", giver + "-" + number))))
                .toList();

        given.forEach(CompletableFuture::join);

        await().untilAsserted(() -> assertThat(digests()).hasSize(20));
    }

    private void say(int... numbers) {
        IntStream.of(numbers).forEach(number -> say("text " + number, number));
    }

    private void say(@Nullable Object text, @Nullable Object key) {
        palyra.template().sendBodyAndHeader("direct:digest", text, "DigestKey", key);
    }

    private List<?> digests() {
        return palyra.store("SELECT envelope_id FROM palyra_outbox_v1 WHERE envelope_id LIKE 'digest-%'");
    }
}
