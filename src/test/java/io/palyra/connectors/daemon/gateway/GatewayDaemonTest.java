package io.palyra.connectors.daemon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.palyra.connectors.fake.FakeGateway;
import io.palyra.connectors.fake.FakeGateway.Answer;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.inbox.InboxEntry;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The program with the daemon's gateway behind it: one program, on a clock that the test moves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayDaemonTest {

    private static final int MANY = 8;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private FakeGateway gateway;
    private ProgramUnderTest program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        gateway = FakeGateway.start();
        program = ProgramUnderTest.in(folder)
                .settings(
                        "palyra.daemon.endpoint=" + gateway.uri() + "?labels=json_mode&maxPayloadBytes=9000",
                        "camel.component.palyra-gateway.token=sesame")
                .time(clock)
                .start();
    }

    @AfterAll
    void stop() throws Exception {
        program.close();
        gateway.close();
    }

    @Test
    void aMessageGoesInAndItsAnswerComesOut() throws Exception {
        program.receive("hello", "hello", "hi");

        program.awaitDelivered("hello:0");
        FakeGateway.Question question = gateway.questions("hello").get(0);
        assertThat(question.header("authorization")).isEqualTo("Bearer sesame");
        assertThat(question.header("x-palyra-principal")).isEqualTo("channel:echo:default");
        assertThat(question.request().getRetryAttempt()).isZero();
        assertThat(question.request().getEnvelope().getSecurity().getLabelsList())
                .containsExactly("json_mode");
        assertThat(question.request().getEnvelope().getMaxPayloadBytes()).isEqualTo(9000);
    }

    @Test
    void noRoomCostsNoAttempt() throws Exception {
        ask("busy", Answer.refused("backpressure_queue_full", true), MANY, Answer.text("at last"));

        assertThat(entry("busy").state()).isEqualTo(InboxState.ROUTED);
        assertThat(entry("busy").attempts()).isEqualTo(1);
    }

    @Test
    void wrongCredentialsCostNoAttempt() throws Exception {
        ask("locked", Answer.status(Status.PERMISSION_DENIED.withDescription("token")), MANY, Answer.text("welcome"));

        assertThat(entry("locked").state()).isEqualTo(InboxState.ROUTED);
        assertThat(entry("locked").attempts()).isEqualTo(1);
    }

    @Test
    void whatMayHaveRunIsAskedFiveTimesAndSaysHowOften() throws Exception {
        ask("failing", Answer.status(Status.INTERNAL), MANY, Answer.text("never"));

        assertThat(entry("failing").state()).isEqualTo(InboxState.DEAD);
        assertThat(gateway.questions("failing"))
                .extracting(question -> question.request().getRetryAttempt())
                .containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void whatItCannotReadItRefuses() throws Exception {
        ask("invalid", Answer.status(Status.INVALID_ARGUMENT.withDescription("no envelope")), 1, Answer.text("never"));

        assertThat(entry("invalid").state()).isEqualTo(InboxState.NOT_ROUTED);
        assertThat(entry("invalid").reason()).contains("no envelope");
    }

    /** More would only be told that there is no room. */
    @Test
    void twoMessagesOfAConnectorAreAskedAboutAtOnce() throws Exception {
        CountDownLatch thought = new CountDownLatch(1);
        String[] names = {"a", "b", "c", "d", "e", "f"};
        for (String name : names) {
            gateway.answers(name, Answer.after(thought, Answer.text("done")));
            program.receive(name, name, "hi");
        }
        await().until(() -> gateway.mostAtOnce() == 2);

        thought.countDown();

        for (String name : names) {
            program.awaitDelivered(name + ":0");
        }
        assertThat(gateway.mostAtOnce()).isEqualTo(2);
    }

    /** The daemon does not work on for nobody; the message is asked about again after the next start. */
    @Test
    void aStopCancelsWhatTheDaemonIsAsked(@TempDir Path folder) throws Exception {
        gateway.answers("thinking", Answer.never());
        int before = gateway.cancelled();
        ProgramUnderTest other = ProgramUnderTest.in(folder)
                .settings("palyra.daemon.endpoint=" + gateway.uri(), "palyra.shutdown.deadline=1s")
                .start();
        other.receive("thinking", "thinking", "hi");
        await().until(() -> gateway.questions("thinking").size() == 1);

        other.close();

        await().until(() -> gateway.cancelled() == before + 1);
        gateway.answers("thinking", Answer.text("here I am"));
        try (ProgramUnderTest again = ProgramUnderTest.in(folder)
                .settings("palyra.daemon.endpoint=" + gateway.uri())
                .start()) {
            again.awaitDelivered("thinking:0");
            assertThat(again.inbox("thinking").orElseThrow().attempts()).isEqualTo(1);
        }
    }

    /** Has a message settled by so many of the first answer and then the others, however long that takes. */
    private void ask(String name, Answer first, int times, Answer then) throws Exception {
        gateway.answers(
                name,
                Stream.concat(Collections.nCopies(times, first).stream(), Stream.of(then))
                        .toArray(Answer[]::new));
        program.receive(name, name, "hello");
        program.awaitSettled(name, clock);
    }

    private InboxEntry entry(String name) {
        return program.inbox(name).orElseThrow();
    }
}
