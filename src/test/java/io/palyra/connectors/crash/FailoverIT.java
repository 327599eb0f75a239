package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.store.OwnPostgres;
import io.palyra.connectors.testkit.FreePort;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: where the primary of a PostgreSQL server dies under load and its synchronous standby takes its place, nothing that
 * was accepted is lost and nothing doubled, and the program follows by the hosts that its URL names.
 *
 * <p>Method: the standby ceases to listen at a random moment, so that a commit is on the primary and not on the standby; then
 * the primary is killed with SIGKILL and the standby promoted; a new standby is made in the old primary's place, and so on.
 */
@EnabledIfSystemProperty(named = "soak", matches = "true", disabledReason = "mvn -Psoak verify")
class FailoverIT {

    private static final int ROUNDS = 5;
    private static final int MESSAGES = 500;
    private static final int MESSAGES_SPREAD = 2_000;

    @TempDir
    Path folder;

    @Test
    void losesAndDoublesNothing() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        System.out.println("FailoverIT seed " + seed);
        Random random = new Random(seed);
        OwnPostgres primary = OwnPostgres.start(
                folder.resolve("data0"), Map.of("wal_keep_size", "1GB", "wal_retrieve_retry_interval", "200ms"));
        OwnPostgres standby = primary.standby(folder.resolve("data1"), FreePort.next());
        String url = "jdbc:postgresql://localhost:" + primary.port() + ",localhost:" + standby.port() + "/postgres";
        try (LoadedProgram program = LoadedProgram.start(folder, url)) {
            for (int round = 2; round < 2 + ROUNDS; round++) {
                program.awaitAccepted(MESSAGES + random.nextInt(MESSAGES_SPREAD));
                int formerPort = primary.port();
                standby.stopListening();
                primary.awaitUnconfirmedCommit();
                primary.kill();
                program.awaitReadiness(503);
                standby.promote();
                program.awaitReadiness(200);
                primary = standby;
                standby = primary.standby(folder.resolve("data" + round), formerPort);
            }
            program.awaitAccepted(MESSAGES);
            program.endsWithNothingLostOrDoubled();
            assertThat(primary.ask("SELECT pg_is_in_recovery()")).isEqualTo("f");
        } finally {
            primary.close();
            standby.close();
        }
    }

    /** What was accepted meanwhile is lost: nobody can bring it back. */
    @Test
    void saysWhereAStandbyThatTakesOverHasNotHadTheLastCommits() throws Exception {
        OwnPostgres primary = OwnPostgres.start(
                folder.resolve("data0"), Map.of("wal_keep_size", "1GB", "wal_retrieve_retry_interval", "200ms"));
        OwnPostgres standby = primary.standby(folder.resolve("data1"), FreePort.next());
        primary.execute("ALTER SYSTEM RESET synchronous_standby_names");
        primary.execute("SELECT pg_reload_conf()");
        String url = "jdbc:postgresql://localhost:" + primary.port() + ",localhost:" + standby.port() + "/postgres";
        try (LoadedProgram program = LoadedProgram.start(folder, url)) {
            program.awaitAccepted(MESSAGES);
            assertThat(program.events("store.commits_lost")).contains("\"events\":[]");
            standby.stopListening();
            program.awaitAccepted(MESSAGES);
            primary.kill();
            program.awaitReadiness(503);
            standby.promote();
            program.awaitReadiness(200);
            program.awaitAccepted(MESSAGES);

            Awaitility.await().atMost(LoadedProgram.PATIENCE).untilAsserted(() -> assertThat(
                            program.events("store.commits_lost"))
                    .contains("\"level\":\"error\"", "misses its last"));
        } finally {
            primary.close();
            standby.close();
        }
    }
}
