package io.palyra.connectors.daemon;

import static io.palyra.connectors.test.HttpAnswer.accepted;
import static io.palyra.connectors.test.HttpAnswer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * An error handler whose own steps fail takes nothing back of what the call of the daemon said: its policy holds. Method: one
 * program, in which every handler of the daemon's failures fails, on a clock that the test moves.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailingDaemonHandlerTest {

    private static final int FIVE = 5;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private HttpDaemon daemon;
    private ProgramUnderTest program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        daemon = HttpDaemon.start();
        RoutesUnderTest routes = RoutesUnderTest.copy(folder)
                .edit(
                        "retries.camel.yaml",
                        "            - to: palyra-settle:inbox",
                        "            - throwException: {exceptionType: java.lang.IllegalStateException, message: no queue}\n"
                                + "            - to: palyra-settle:inbox");
        program = ProgramUnderTest.in(folder)
                .routes(routes)
                .settings("palyra.daemon.endpoint=" + daemon.uri())
                .time(clock)
                .start();
    }

    @AfterAll
    void stop() throws Exception {
        program.close();
        daemon.close();
    }

    @Test
    void whatWasNotTakenIsTriedForAnHour() throws Exception {
        ask("not-taken", status(503, "down"), 2 * FIVE, accepted());

        assertThat(entry("not-taken").state()).isEqualTo(InboxState.ROUTED);
        assertThat(entry("not-taken").attempts()).isEqualTo(2 * FIVE + 1);
    }

    @Test
    void whatMayHaveBeenWorkedOnIsTriedFiveTimes() throws Exception {
        ask("worked-on", status(500, "no"), FIVE, accepted());

        assertThat(entry("worked-on").state()).isEqualTo(InboxState.DEAD);
        assertThat(entry("worked-on").reason()).contains("500").doesNotContain("no queue");
    }

    /** After an outage the daemon is not well yet: that has five attempts of its own. */
    @Test
    void anOutageLeavesTheAttemptsOfOtherFailures() throws Exception {
        ask("unwell", status(503, "down"), 2 * FIVE, status(500, "no"), status(500, "no"), accepted());

        assertThat(entry("unwell").state()).isEqualTo(InboxState.ROUTED);
    }

    @Test
    void somebodyElsesAnswerCostsNothing() throws Exception {
        ask("page", status(403, "<html>no</html>"), FIVE + 1, accepted());

        assertThat(entry("page").state()).isEqualTo(InboxState.ROUTED);
        assertThat(entry("page").attempts()).isEqualTo(1);
    }

    @Test
    void aRefusalIsFinal() throws Exception {
        ask(
                "refused",
                status(422, "{\"title\":\"no\"}").header("Content-Type", "application/problem+json"),
                1,
                accepted());

        assertThat(entry("refused").state()).isEqualTo(InboxState.NOT_ROUTED);
        assertThat(daemon.questions("refused")).hasSize(1);
    }

    /** Has a message settled by so many of the first answer and then the others, however long that takes. */
    private void ask(String name, HttpAnswer first, int times, HttpAnswer... then) throws Exception {
        daemon.answers(
                name,
                Stream.concat(Collections.nCopies(times, first).stream(), Stream.of(then))
                        .toArray(HttpAnswer[]::new));
        program.receive(name, name, "hello");
        program.awaitSettled(name, clock);
    }

    private InboxEntry entry(String name) {
        return program.inbox(name).orElseThrow();
    }
}
