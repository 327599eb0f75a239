package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: what an operator decides about an unknown outcome stays decided, also where the message is in hand meanwhile, which in
 * an outage it often is. Method: the real program, with a platform that answers when the test lets it.
 */
class DecisionInHandTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final EnvelopeId MESSAGE = new EnvelopeId("m1");
    private static final Duration WINDOW = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final CountDownLatch decided = new CountDownLatch(1);
    private FlakyPlatform platform;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        platform = FlakyPlatform.fresh(FLAKY)
                .resolvesUnknown(new UnknownResolution(WINDOW, true))
                .answers(request -> new DeliveryOutcome.Unknown("the line broke"));
        program = ProgramUnderTest.in(folder).about(FLAKY).time(clock).start();
        program.register();
        program.enqueueAll("c1", "m1", "m2");
        program.awaitState("m1", OutboxState.UNKNOWN);
    }

    @AfterEach
    void stop() throws Exception {
        decided.countDown();
        program.close();
    }

    private static Stream<Finding> findings() {
        return Stream.of(
                new Finding.NotAsked("nobody answers"),
                new Finding.Undecided("the history is gone"),
                new Finding.Absent());
    }

    @ParameterizedTest
    @MethodSource("findings")
    void whatIsGivenUpWhileItIsLookedForIsNotSentAndHoldsNobodyUp(Finding finding) {
        isLookedFor(finding);

        assertThat(program.program().unknownOutcomes().discard(FLAKY, MESSAGE)).isTrue();
        decided.countDown();

        program.awaitDelivered("m2");
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.DEAD);
        assertThat(platform.sent()).containsExactly("m1", "m2");
    }

    @ParameterizedTest
    @MethodSource("findings")
    void whatIsToBeSentAgainWhileItIsLookedForIsSentAtOnce(Finding finding) {
        isLookedFor(finding);

        assertThat(program.program().unknownOutcomes().resend(FLAKY, MESSAGE)).isTrue();
        decided.countDown();

        program.awaitDelivered("m2");
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.DELIVERED);
        assertThat(platform.sent()).containsExactly("m1", "m1", "m2");
    }

    @Test
    void whatIsGivenUpWhileItIsSentAgainStaysSoWhereTheSendFails() {
        isSentAgain(new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "down", null));

        assertThat(program.program().unknownOutcomes().discard(FLAKY, MESSAGE)).isTrue();
        decided.countDown();

        await().until(() -> platform.sendsInHand() == 0);
        program.awaitOthersDelivered("marker");
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.DEAD);
        assertThat(program.eventTypes())
                .as("what was decided is the last that is said of it")
                .endsWith("outbox.dead_letter");
        clock.advance(Duration.ofMinutes(2));
        program.awaitDelivered("m2");
        assertThat(platform.sent()).containsExactly("m1", "m1", "m2");
    }

    @Test
    void whatIsGivenUpWhileItIsSentAgainIsOneDeadLetterWhereThePlatformRefusesIt() {
        isSentAgain(new DeliveryOutcome.PermanentFailure("no", Fault.MESSAGE, null));

        assertThat(program.program().unknownOutcomes().discard(FLAKY, MESSAGE)).isTrue();
        decided.countDown();

        program.awaitDelivered("m2");
        assertThat(program.events("outbox.dead_letter")).hasSize(1);
    }

    /** The window ends while it is in hand, so an operator would be asked next, and the conversation held for him. */
    @Test
    void whatIsGivenUpBeforeTheOperatorIsAskedHoldsNobodyUp() {
        Duration shorterThanALease = Duration.ofSeconds(30);
        platform.resolvesUnknown(new UnknownResolution(shorterThanALease, false));
        isSentAgain(new DeliveryOutcome.Unknown("the line broke again"));
        clock.advance(shorterThanALease);

        assertThat(program.program().unknownOutcomes().discard(FLAKY, MESSAGE)).isTrue();
        decided.countDown();

        program.awaitDelivered("m2");
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.DEAD);
        assertThat(platform.sent()).containsExactly("m1", "m1", "m2");
    }

    /** It is there: what was decided without knowing that is over. */
    @Test
    void whatIsGivenUpWhileItIsSentAgainIsDeliveredWhereThePlatformTakesIt() {
        isSentAgain(null);

        assertThat(program.program().unknownOutcomes().discard(FLAKY, MESSAGE)).isTrue();
        decided.countDown();

        await().until(() -> program.outbox("m1").state() == OutboxState.DELIVERED);
        program.awaitDelivered("m2");
    }

    private void isLookedFor(Finding finding) {
        platform.answers(FlakyPlatform::delivered).remembers(request -> {
            awaitDecision();
            return finding;
        });
        clock.advance(WINDOW);
        await().until(() -> platform.lookedFor().size() == 1);
    }

    /** @param outcome null: it is delivered */
    private void isSentAgain(DeliveryOutcome outcome) {
        platform.answers(request -> {
            if (!request.envelopeId().equals(MESSAGE)) {
                return FlakyPlatform.delivered(request);
            }
            awaitDecision();
            return outcome == null ? FlakyPlatform.delivered(request) : outcome;
        });
        clock.advance(Duration.ofSeconds(2));
        await().until(() -> platform.sendsInHand() == 1);
    }

    private void awaitDecision() {
        try {
            decided.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
