package io.palyra.connectors.access;

import static io.palyra.connectors.access.Door.IN;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told goes the way of every message: it waits where all wait, and fails for itself alone. */
class AccessAnswersTest {

    /** What is let in is logged on its way. */
    private static final String STEPS = """
                  steps:
                    - to: "palyra-access:{{connectorId}}"
                    - log: {message: "${body.body}", loggingLevel: WARN, logName: behind}
                    - to: "palyra-inbox:{{connectorId}}"
            """;

    @TempDir
    static Path folder;

    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));

    private static Doors doors;

    @BeforeAll
    static void start() throws Exception {
        RoutesUnderTest routes = RoutesUnderTest.copy(folder).withInboundSteps(STEPS);
        doors = Doors.start(ProgramUnderTest.in(folder).routes(routes).time(CLOCK), "ops", "refuses");
    }

    @AfterAll
    static void stop() throws Exception {
        doors.close();
    }

    @BeforeEach
    void anotherMinute() {
        CLOCK.advance(Duration.ofMinutes(1));
    }

    @Test
    void anAnswerWaitsWhileTheQueueIsPaused() {
        Door door = doors.door("ops");
        doors.program().supervision().queues().pause(door.id(), "a test");
        assertThat(door.says("ann", "hello")).isEqualTo("pairing_requested");
        door.desk().approve(door.id(), door.view().requests().get(0).code(), null, "olga");
        doors.program().awaitOthersDelivered("paused");
        assertThat(door.told("ann")).isEmpty();

        doors.program().supervision().queues().resume(door.id());

        doors.program().awaitThat(() -> assertThat(door.told("ann")).hasSize(2));
        assertThat(door.told("ann").get(1)).isEqualTo(Answers.LET_IN);
    }

    @Test
    void anAnswerWaitsWhileTheInstanceIsDisabled() {
        Door door = doors.door("ops");
        door.says("bea", "hello");
        String code = door.requestCode("bea");
        doors.program().supervisor().setEnabled(door.id(), false);
        door.desk().approve(door.id(), code, null, "olga");
        doors.program().awaitOthersDelivered("disabled");
        assertThat(door.told("bea")).hasSize(1);

        doors.program().supervisor().setEnabled(door.id(), true);

        doors.program().awaitThat(() -> assertThat(door.told("bea")).hasSize(2));
        assertThat(door.says("bea", "hello")).isEqualTo(IN);
    }

    /** Some platforms let a bot write only to those who have it among their contacts, say. */
    @Test
    void anAnswerThatThePlatformRefusesHoldsNobodyUp() {
        Door door = doors.door("refuses");
        door.platformAnswers(request -> request.conversationId().value().equals("dm-cid")
                ? new DeliveryOutcome.PermanentFailure("no direct messages", Fault.MESSAGE, null)
                : FlakyPlatform.delivered(request));
        var hello = door.direct("cid", "hello").build();

        assertThat(door.says(hello)).isEqualTo("pairing_requested");
        door.connector().awaitState(hello.envelopeId().accessAnswer().value(), OutboxState.DEAD);
        assertThat(door.says("cid", "hello?")).isEqualTo("pairing_pending");
        assertThat(door.says("dan", "hello")).isEqualTo("pairing_requested");
        doors.program().awaitThat(() -> assertThat(door.told("dan")).hasSize(1));
        door.desk()
                .approve(
                        door.id(),
                        door.view().requests().stream()
                                .filter(request -> request.senderId().value().equals("cid"))
                                .findFirst()
                                .orElseThrow()
                                .code(),
                        null,
                        "olga");
        assertThat(door.says("cid", "hello")).isEqualTo(IN);
        doors.program().awaitThat(() -> assertThat(
                        door.connector().status().queueDepth().deadLetters())
                .as("two answers, and the daemon's")
                .isEqualTo(3));
    }

    /** Where to answer is where the message came from, also in a thread. */
    @Test
    void anAnswerGoesToItsOwnConversation() {
        Door door = doors.door("ops");
        for (String sender : List.of("fay", "gil", "hal")) {
            door.says(sender, "hello");
        }
        for (String sender : List.of("fay", "gil", "hal")) {
            String code = door.requestCode(sender);
            assertThat(door.view().requests())
                    .filteredOn(request -> request.code().equals(code))
                    .singleElement()
                    .satisfies(request -> assertThat(request.senderId().value()).isEqualTo(sender));
        }
    }

    @Test
    void noStepBehindTheQuestionSeesWhatIsRefused() {
        Door door = doors.door("ops");
        try (LogLines behind = LogLines.of("behind")) {
            assertThat(door.says("ida", "refused")).isEqualTo("pairing_requested");
            assertThat(door.says("ida", "refused too")).isEqualTo("pairing_pending");
            door.desk().approve(door.id(), door.requestCode("ida"), null, "olga");
            assertThat(door.says("ida", "let in")).isEqualTo(IN);

            assertThat(behind.lines()).containsExactly("WARN let in");
        }
    }
}
