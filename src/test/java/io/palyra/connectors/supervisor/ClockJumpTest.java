package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.FastTime;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.fake.SettableMachine;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a clock that is set while the program runs, or while it does not, ends no wait early, holds none up, erases nothing,
 * and makes no second send look safe. Method: the test lets time pass and sets the clock; timers tick fifty times faster.
 */
class ClockJumpTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final Duration WINDOW = Duration.ofMinutes(3);
    private static final DeliveryOutcome DOWN = new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "down", null);

    @TempDir
    Path folder;

    private final SettableMachine machine = new SettableMachine(Instant.parse("2026-01-01T00:00:00Z"));
    private FlakyPlatform platform;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        platform = FlakyPlatform.fresh(FLAKY).resolvesUnknown(new UnknownResolution(WINDOW, true));
        program = ProgramUnderTest.in(folder)
                .about(FLAKY)
                .surroundings(real -> real.withClocks(machine::clock).withTimers(new FastTime(50)::timer))
                .start();
        program.register();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void aClockThatIsSetBackHoldsNoRetryUp() {
        failsFirst(DOWN);
        program.enqueueAll("c1", "m1");
        program.awaitEvent("outbox.retry");

        machine.setBack(Duration.ofHours(1));
        program.awaitEvent("clock.jumped");
        machine.pass(Duration.ofSeconds(2));

        program.awaitDelivered("m1");
        LoggedEvent jump = program.program().events().latest(FLAKY, 100).stream()
                .filter(event -> event.eventType().equals("clock.jumped"))
                .findFirst()
                .orElseThrow();
        assertThat(jump.details().path("jump_ms").asLong())
                .isEqualTo(Duration.ofHours(-1).toMillis());
        assertThat(program.outbox("m1").attempts()).isEqualTo(2);
    }

    @Test
    void aClockThatIsSetBackWhileTheProgramIsDownHoldsNoRetryUp() throws Exception {
        failsFirst(DOWN);
        program.enqueueAll("c1", "m1");
        program.awaitEvent("outbox.retry");
        program.close();
        machine.setBack(Duration.ofHours(1));

        program.restart();
        machine.pass(Duration.ofSeconds(2));

        program.awaitDelivered("m1");
        assertThat(program.eventTypes()).contains("clock.jumped");
    }

    @Test
    void aClockThatIsSetForwardEndsNoStatedLimit() {
        failsFirst(new DeliveryOutcome.Retry(
                RetryClass.RATE_LIMIT, "slow down", Duration.ofHours(1), LimitScope.CONNECTOR, false));
        program.enqueueAll("c1", "m1");
        program.awaitEvent("outbox.retry");

        machine.setForward(Duration.ofHours(2));
        program.awaitEvent("clock.jumped");
        program.enqueueAll("c2", "m2");
        machine.pass(Duration.ofMinutes(59));
        program.awaitOthersDelivered("marker");
        assertThat(platform.sent()).containsExactly("m1");

        machine.pass(Duration.ofMinutes(1));
        program.awaitDelivered("m1");
        program.awaitDelivered("m2");
    }

    /** The older message shows that a purge has been; it deletes both in one step, or only the one. */
    @Test
    void aClockThatIsSetForwardErasesNothing() {
        program.enqueueAll("c1", "old");
        program.awaitDelivered("old");
        machine.pass(Duration.ofDays(3));
        program.enqueueAll("c2", "new");
        program.awaitDelivered("new");
        platform.answers(request -> new DeliveryOutcome.PermanentFailure("no", Fault.MESSAGE, null));
        program.enqueueAll("c3", "dead");
        program.awaitState("dead", OutboxState.DEAD);

        machine.setForward(Duration.ofDays(1_000));
        program.awaitEvent("clock.jumped");
        machine.pass(Duration.ofDays(5));
        await().until(() -> program.program()
                .outboxStore()
                .find(FLAKY, new EnvelopeId("old"))
                .isEmpty());

        assertThat(program.outbox("new").state()).isEqualTo(OutboxState.DELIVERED);
        assertThat(program.status().queueDepth().deadLetters()).isEqualTo(1);
        assertThat(program.eventTypes()).contains("connector.registered");
    }

    /** Health goes by it. */
    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void anOutageHasLastedForAsLongAsBefore(Duration jump) {
        platform.answers(request -> DOWN);
        for (String conversation : List.of("c1", "c2", "c3")) {
            program.enqueueAll(conversation, "message in " + conversation);
        }
        program.awaitThat(() -> assertThat(lasted()).isZero());

        machine.setForward(jump);
        program.awaitEvent("clock.jumped");

        program.awaitThat(() -> assertThat(lasted()).isZero());
    }

    private @Nullable Duration lasted() {
        return program.supervision()
                .reach()
                .outage(Direction.OUTBOUND, FLAKY)
                .map(outage -> Duration.between(Instant.ofEpochMilli(outage.sinceUnixMs()), machine.now()))
                .orElse(null);
    }

    /** The send is on its way while the clock is set; its outcome is not known. */
    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H", "PT-1M"})
    void aJumpDuringASendDoesNotProlongTheWindowOfASecondOne(Duration jump) {
        isSentWhileTheClockJumps(jump);

        machine.pass(WINDOW);

        program.awaitDelivered("m1");
        assertThat(platform.lookedFor()).containsExactly("m1");
        assertThat(platform.sent()).containsExactly("m1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void aJumpDuringASendDoesNotEndTheWindowOfASecondOne(Duration jump) {
        isSentWhileTheClockJumps(jump);

        machine.pass(WINDOW.minusSeconds(1));

        program.awaitDelivered("m1");
        assertThat(platform.lookedFor()).isEmpty();
        assertThat(platform.sent()).containsExactly("m1", "m1");
    }

    private void isSentWhileTheClockJumps(Duration jump) {
        CountDownLatch jumped = new CountDownLatch(1);
        platform.answers(request -> {
            if (platform.sent().size() == 1) {
                awaitQuietly(jumped);
                return new DeliveryOutcome.Unknown("the line broke");
            }
            return FlakyPlatform.delivered(request);
        });
        platform.remembers(request -> new Finding.Found(new MessageId("in-history")));
        program.enqueueAll("c1", "m1");
        await().until(() -> platform.sent().size() == 1);
        machine.setForward(jump);
        program.awaitEvent("clock.jumped");
        jumped.countDown();
        program.awaitState("m1", OutboxState.UNKNOWN);
    }

    @Test
    void aJumpInsideTheWindowDoesNotEndIt() {
        failsFirst(new DeliveryOutcome.Unknown("the line broke"));
        program.enqueueAll("c1", "m1");
        program.awaitState("m1", OutboxState.UNKNOWN);

        machine.setForward(Duration.ofHours(1));
        program.awaitEvent("clock.jumped");
        machine.pass(WINDOW.minusSeconds(1));

        program.awaitDelivered("m1");
        assertThat(platform.lookedFor()).isEmpty();
        assertThat(platform.sent()).containsExactly("m1", "m1");
    }

    @Test
    void aStartWithAClockThatWentBackMakesNoSecondSendLookSafe() throws Exception {
        failsFirst(new DeliveryOutcome.Unknown("the line broke"));
        platform.remembers(request -> new Finding.Found(new MessageId("in-history")));
        program.enqueueAll("c1", "m1");
        program.awaitState("m1", OutboxState.UNKNOWN);
        program.close();
        machine.pass(Duration.ofMinutes(10));
        machine.setBack(Duration.ofHours(1));

        program.restart();
        machine.pass(Duration.ofSeconds(2));

        program.awaitDelivered("m1");
        assertThat(platform.lookedFor()).containsExactly("m1");
        assertThat(platform.sent()).containsExactly("m1");
    }

    @Test
    void sleepOfTheMachineHasPassed() {
        failsFirst(new DeliveryOutcome.Retry(RetryClass.RATE_LIMIT, "slow down", Duration.ofHours(1)));
        program.enqueueAll("c1", "m1");
        program.awaitEvent("outbox.retry");

        machine.sleep(Duration.ofHours(1));

        program.awaitDelivered("m1");
        assertThat(program.eventTypes()).doesNotContain("clock.jumped");
    }

    private void failsFirst(DeliveryOutcome outcome) {
        platform.answers(request -> platform.sent().size() == 1 ? outcome : FlakyPlatform.delivered(request));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
