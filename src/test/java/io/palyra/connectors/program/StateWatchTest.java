package io.palyra.connectors.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.store.StatementWatch;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.ConnectorUnderTest;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a connector tells when something about it has changed. */
class StateWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final HttpDaemon daemon = HttpDaemon.start();
    private final AtomicBoolean full = new AtomicBoolean();
    private FakeDiscord discord;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings("palyra.daemon.endpoint=" + daemon.uri())
                .store(new StatementWatch() {
                    @Override
                    public void beforeCommit(String statements) throws SQLException {
                        if (full.get()) {
                            throw new SQLException("database or disk is full", "", 13);
                        }
                    }
                })
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        discord.close();
        daemon.close();
    }

    private List<LoggedEvent> events(String... types) {
        return Stream.of(types).flatMap(type -> program.events(type).stream()).toList();
    }

    private static String fact(LoggedEvent event, String field) {
        return event.details().path(field).asText();
    }

    @Test
    void aTokenThatIsRevokedAndTheSessionThatIsLostByIt() {
        // What it was before depends on when it was looked at
        await().atMost(PATIENCE).until(() -> events("connector.liveness_changed").stream()
                .anyMatch(event ->
                        fact(event, "to").equals("running") && event.level().equals("info")));

        discord.revokeToken(true);
        program.enqueue("m1", discord.channel().id(), "hello");

        await().atMost(PATIENCE)
                .until(() -> !events("connector.readiness_changed").isEmpty());
        LoggedEvent changed = events("connector.readiness_changed").get(0);
        assertThat(changed.level()).isEqualTo("warn");
        assertThat(changed.message()).isEqualTo("it is auth_failed, and was ready");
        assertThat(fact(changed, "reason")).contains("401");

        discord.revokeToken(false);
        program.supervisor().setEnabled(program.id(), true);
        await().atMost(PATIENCE).until(() -> events("connector.readiness_changed").stream()
                .anyMatch(event ->
                        fact(event, "to").equals("ready") && event.level().equals("info")));
    }

    /** What it was left with is no news, until it is enabled. */
    @Test
    void aConnectorThatIsDisabledIsToldNothingOfAtAStart() throws Exception {
        discord.revokeToken(true);
        program.enqueue("m1", discord.channel().id(), "hello");
        await().atMost(PATIENCE)
                .until(() -> !events("connector.readiness_changed").isEmpty());
        program.supervisor().setEnabled(program.id(), false);
        awaitALook();
        int before = events("connector.readiness_changed").size();

        program.restart();
        awaitALook();
        assertThat(events("connector.readiness_changed")).hasSize(before);
    }

    /** What has changed about another connector meanwhile is told. */
    private void awaitALook() {
        ConnectorUnderTest other = program.connector(ProgramUnderTest.ECHO);
        int before = other.events("connector.liveness_changed").size();
        boolean enabled =
                program.supervision().roster().spec(ProgramUnderTest.ECHO).enabled();
        program.supervisor().setEnabled(ProgramUnderTest.ECHO, !enabled);
        await().atMost(PATIENCE)
                .until(() -> other.events("connector.liveness_changed").size() > before);
    }

    /** Nothing can be told while it lasts. */
    @Test
    void aStoreThatHadNoRoomForAWhile() {
        full.set(true);
        long begin = System.nanoTime();
        // Shorter ones are no news
        await().atMost(PATIENCE).until(() -> {
            assertThatThrownBy(this::write).hasCauseInstanceOf(StoreUnavailableException.class);
            return System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(8);
        });
        assertThat(events("store.recovered")).isEmpty();

        full.set(false);
        await().atMost(PATIENCE).until(() -> {
            write();
            return !events("store.recovered").isEmpty();
        });
        LoggedEvent recovered = events("store.recovered").get(0);
        assertThat(fact(recovered, "reason")).contains("full");
        assertThat(recovered.details().path("since_unix_ms").asLong()).isLessThan(recovered.createdAtUnixMs() - 1_000);
    }

    private void write() {
        program.enqueue("m" + System.nanoTime(), discord.channel().id(), "hello");
    }

    @Test
    void aDaemonThatFailsAndAnswersAgain() {
        daemon.stop();
        discord.userSays(discord.channel(), discord.user(), "one");
        discord.userSays(discord.direct(discord.user()), discord.user(), "two");

        await().atMost(PATIENCE).until(() -> events("daemon.failing").size() == 1);
        assertThat(fact(events("daemon.failing").get(0), "reason")).contains("refused");
        assertThat(events("daemon.answers")).isEmpty();

        daemon.startAgain();
        await().atMost(PATIENCE).until(() -> events("daemon.answers").size() == 1);
        assertThat(events("daemon.failing")).hasSize(1);
    }
}
