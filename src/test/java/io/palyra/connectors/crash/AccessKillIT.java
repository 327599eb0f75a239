package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.LedgerConnector;
import io.palyra.connectors.fake.SyncedLines;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: wherever the program dies while somebody asks to be let in, and another one is by a code, each is told once and
 * the code lets in once. Method: as {@link CrashMatrixIT}; the platform gives a message again that the cursor was not past.
 */
class AccessKillIT {

    private static final String RULES = "palyra.connectors.ledger.default.access-";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "before commit: .*INSERT INTO access_requests [^\\n]*dm-ann",
                "after commit: .*INSERT INTO access_requests [^\\n]*dm-ann",
                "feed: taken ask-1",
                "feed: moved past ask-1",
                "platform: asked to send ask-1:access",
                "platform: took ask-1:access",
                "before commit: .*INSERT INTO access_wrong_codes [^\\n]*wrong-1",
                "after commit: .*INSERT INTO access_wrong_codes [^\\n]*wrong-1",
                "feed: taken wrong-1",
                "before commit: .*INSERT INTO access_grants [^\\n]*dm-bob",
                "after commit: .*INSERT INTO access_grants [^\\n]*dm-bob",
                "feed: taken pair-1",
                "platform: took pair-1:access",
            })
    void toldOnceAndLetInOnce(String point) throws Exception {
        check(StoreUnderTest.ofPrograms(), point);
    }

    /** One of each kind: what was committed is known, and what was not is as if it had not been. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "after commit: .*INSERT INTO access_requests [^\\n]*dm-ann",
                "before commit: .*INSERT INTO access_grants [^\\n]*dm-bob",
            })
    void soOnPostgresql(String point) throws Exception {
        check(StoreUnderTest.POSTGRESQL, point);
    }

    private void check(StoreUnderTest database, String point) throws Exception {
        CrashRun run = new CrashRun(folder, database).with(RULES + "dm", "pairing");
        String code = mint(database);
        try (SyncedLines lines = new SyncedLines(folder.resolve("inbound.txt"))) {
            lines.add("dm-ann", "ask-1", "hello");
            lines.add("dm-bob", "wrong-1", "pair 22222222");
            lines.add("dm-bob", "pair-1", "pair " + code);
            lines.add("dm-bob", "talk-1", "who is on call?");
            lines.add("dm-ann", "ask-2", "hello?");
        }

        run.halt(point);
        run.finish();

        Map<String, List<String>> taken =
                Ledger.read(folder.resolve("platform.txt")).firstTaken();
        assertThat(taken.get("dm-ann")).containsExactly("ask-1:access");
        assertThat(taken.get("dm-bob")).containsExactly("wrong-1:access", "pair-1:access", "talk-1:0");
        assertThat(count(database, "access_requests")).isEqualTo(1);
        assertThat(count(database, "access_grants")).isEqualTo(1);
        assertThat(count(database, "access_codes")).isZero();
        assertThat(count(database, "access_wrong_codes")).isEqualTo(1);
        assertThat(count(database, "inbound")).as("what reached the daemon").isEqualTo(1);
        assertThat(count(database, "dead_letters")).isZero();
        assertThat(count(database, "connector_events WHERE event_type = 'access.requested'"))
                .isEqualTo(1);
        assertThat(count(database, "connector_events WHERE event_type = 'access.paired'"))
                .isEqualTo(1);
    }

    private String mint(StoreUnderTest database) throws Exception {
        try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                .on(database)
                .settings(Map.of(
                        "palyra.connectors.ledger.default.file",
                        folder.resolve("platform.txt").toString(),
                        RULES + "dm",
                        "pairing"))
                .start()) {
            return program.program()
                    .access()
                    .desk()
                    .mint(LedgerConnector.DEFAULT, null, "olga")
                    .code();
        }
    }

    private long count(StoreUnderTest database, String from) throws SQLException {
        try (Connection connection = database.connect(folder);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
            row.next();
            return row.getLong(1);
        }
    }
}
