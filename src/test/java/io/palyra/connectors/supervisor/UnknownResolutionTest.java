package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.lane.storage.BlockedLanes;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: an unknown outcome is resolved the way the connector can: by a second send inside a window, by a look into the
 * platform's history, or by an operator; never by a blind second send. Method: the outcome of the first send is unknown;
 * time is moved by the test.
 */
class UnknownResolutionTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final Duration WINDOW = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private FlakyPlatform platform;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        platform = FlakyPlatform.fresh(FLAKY)
                .resolvesUnknown(new UnknownResolution(WINDOW, true))
                .answers(request -> platform.sent().size() == 1
                        ? new DeliveryOutcome.Unknown("the line broke")
                        : FlakyPlatform.delivered(request));
        program = ProgramUnderTest.in(folder).about(FLAKY).time(clock).start();
        program.register();
        program.enqueueAll("c1", "m1", "m2");
        program.awaitState("m1", OutboxState.UNKNOWN);
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void insideTheWindowItIsSentAgain() {
        clock.advance(WINDOW.minusSeconds(1));

        program.awaitDelivered("m2");
        assertThat(platform.sent()).containsExactly("m1", "m1", "m2");
        assertThat(platform.lookedFor()).isEmpty();
    }

    @Test
    void afterTheWindowItIsLookedForAndNotSentAgainWhereItIsFound() {
        platform.remembers(request -> new Finding.Found(new MessageId("in-history")));
        clock.advance(WINDOW);

        program.awaitDelivered("m2");
        assertThat(program.outbox("m1").nativeMessageId()).isEqualTo(new MessageId("in-history"));
        assertThat(platform.lookedFor()).containsExactly("m1");
        assertThat(platform.sent()).containsExactly("m1", "m2");
    }

    @Test
    void whatThePlatformCertainlyDoesNotHaveIsSentAgain() {
        platform.remembers(request -> new Finding.Absent());
        clock.advance(WINDOW);

        program.awaitDelivered("m2");
        assertThat(platform.lookedFor()).containsExactly("m1");
        assertThat(platform.sent()).containsExactly("m1", "m1", "m2");
    }

    @Test
    void whereNobodyCanTellTheOperatorLearnsWhatToLookFor() {
        platform.resolvesUnknown(new UnknownResolution(WINDOW, false));
        clock.advance(WINDOW);

        program.within().untilAsserted(() -> assertThat(program.outbox("m1").reason())
                .startsWith("an earlier attempt may have got through")
                .contains("look in c1 for a text of ", " characters", " from 2026-01-01T00:00:00Z (UTC)"));
        assertThat(platform.sent()).containsExactly("m1");
    }

    @Test
    void whatAHistoryThatWasReadDoesNotTellWaitsForTheOperator() {
        platform.remembers(request -> new Finding.Undecided("the history is gone"));

        program.within().untilAsserted(() -> {
            clock.advance(WINDOW);
            assertThat(program.outbox("m1").nextAttemptUnixMs()).isNull();
        });

        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.UNKNOWN);
        assertThat(platform.sent()).containsExactly("m1");
        assertThat(platform.lookedFor()).containsExactly("m1");
        BlockedLanes.Blocked blocked =
                program.supervision().queues().blocked(FLAKY).oldest();
        assertThat(blocked.direction()).isEqualTo(Direction.OUTBOUND);
        assertThat(blocked.conversationId()).isEqualTo(new ConversationId("c1"));
        assertThat(blocked.envelopeId().value()).isEqualTo("m1");
        assertThat(blocked.why()).isEqualTo(BlockedLanes.Why.HELD_BY_UNKNOWN_OUTCOME);
        assertThat(blocked.untilUnixMs()).isNull();
        assertThat(blocked.reason()).isEqualTo("the history is gone");
    }

    /** An hour in which nobody can look: no attempt, no operator, and then the answer counts. */
    @Test
    void aLookUpThatCannotBeMadeIsNoAttempt() {
        platform.remembers(request -> new Finding.NotAsked("nobody answers"));
        clock.advance(WINDOW);
        for (int i = 1; i <= 20; i++) {
            int asked = i;
            program.within().until(() -> platform.lookedFor().size() == asked);
            program.within()
                    .until(() -> program.outbox("m1").nextAttemptUnixMs() != null
                            && program.outbox("m1").nextAttemptUnixMs() > clock.millis());
            long wait = program.outbox("m1").nextAttemptUnixMs() - clock.millis();
            assertThat(wait).isEqualTo(Math.min(60_000, 1_000L << (i - 1)));
            clock.advance(Duration.ofMillis(wait));
        }
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.UNKNOWN);
        assertThat(program.outbox("m1").attempts()).isEqualTo(1);
        assertThat(program.outbox("m1").reason()).isEqualTo("nobody answers");

        platform.remembers(request -> new Finding.Found(new MessageId("there all the time")));
        clock.advance(Duration.ofMinutes(1));

        program.awaitDelivered("m2");
        assertThat(platform.sent()).containsExactly("m1", "m2");
    }

    @Test
    void anAttemptThatCertainlyFailedDoesNotMakeTheEarlierOneCertain() {
        platform.answers(request -> new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "down", WINDOW));
        clock.advance(Duration.ofSeconds(10));
        program.within().until(() -> platform.sent().size() == 2);
        platform.remembers(request -> new Finding.Found(new MessageId("the first one")))
                .answers(FlakyPlatform::delivered);
        program.within().until(() -> program.outbox("m1").attempts() == 2);
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.UNKNOWN);

        clock.advance(WINDOW);

        program.awaitDelivered("m2");
        assertThat(platform.sent()).containsExactly("m1", "m1", "m2");
        assertThat(platform.lookedFor()).containsExactly("m1");
    }

    @Test
    void theTimeOfTheFirstSendSurvivesARestart() throws Exception {
        platform.remembers(request -> new Finding.Found(new MessageId("in-history")));
        // With a session it is tried again at once, and inside the window it would be sent
        platform.opens(() -> clock.advance(WINDOW));
        program.restart();

        program.awaitDelivered("m2");
        assertThat(platform.lookedFor()).containsExactly("m1");
        assertThat(platform.sent()).containsExactly("m1", "m2");
    }
}
