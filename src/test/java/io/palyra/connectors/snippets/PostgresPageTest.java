package io.palyra.connectors.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.store.TestPostgres;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first minutes of the page postgresql.md, as they stand there but for the address and the place of the password. */
class PostgresPageTest {

    private static final String PAGE = "postgresql.md";
    private static final String SERVER = "db.example.org:5432";

    @TempDir
    private Path folder;

    @Test
    void theFirstMinutes() throws Exception {
        String administrator = TestPostgres.newDatabase();
        String server = administrator.replaceFirst("^jdbc:postgresql://([^/]+)/.*", "$1");
        run(administrator, texts("sql").get(0));
        TestPostgres.asksForPassword("palyra");
        Path password = Files.writeString(folder.resolve("password"), "chosen by you");
        String settings = texts("properties")
                .get(0)
                .replace(SERVER, server)
                .replace("{{env:STORE_PASSWORD}}", "{{file:" + password + "}}");

        starts(settings);

        run("jdbc:postgresql://" + server + "/palyra", texts("sql").get(1));
        starts(settings.replace("/palyra\n", "/palyra?currentSchema=connectors\n"));
        assertThat(Files.readString(Path.of("src/main/docs", PAGE)))
                .contains("`jdbc:postgresql://" + SERVER + "/palyra?currentSchema=connectors`");
    }

    private void starts(String settings) throws Exception {
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .settings(settings.lines().toArray(String[]::new))
                .start()) {
            program.enqueueAll("first", "one");
            program.awaitDelivered("one");
        }
    }

    private static List<String> texts(String language) {
        return Snippet.all().stream()
                .filter(snippet -> snippet.isOn(PAGE, language))
                .map(Snippet::text)
                .toList();
    }

    private static void run(String url, String sql) throws SQLException {
        try (Connection connection = StoreUnderTest.POSTGRESQL.connect(url);
                Statement statement = connection.createStatement()) {
            for (String one : sql.split(";", -1)) {
                statement.execute(one);
            }
        }
    }
}
