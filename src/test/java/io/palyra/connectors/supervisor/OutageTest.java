package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.fake.DaemonAnswer;
import io.palyra.connectors.fake.FakeDaemon;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.lane.BlockedLanes;
import io.palyra.connectors.lane.LaneSurvey;
import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: while nothing gets through, one message at a time tries, never the same twice while others are due; once one gets
 * through, everything flows, without any other wait. Method: the real program on a clock that stands still unless the test
 * moves it, so what flows then has not waited for its own time.
 */
class OutageTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final int CONVERSATIONS = 20;

    /** What waits so long has not waited for its own time when it goes on. */
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final FlakyPlatform platform = FlakyPlatform.fresh(FLAKY);
    private FakeDaemon daemon;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        daemon = FakeDaemon.start();
        program = ProgramUnderTest.in(folder)
                .about(FLAKY)
                .time(clock)
                .settings("palyra.daemon.endpoint=" + daemon.uri())
                .start();
        program.register();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        daemon.close();
    }

    @Test
    void oneMessageAtATimeTriesAndThenEverythingFlowsInOrder() {
        resets();
        enqueueEverywhere();
        awaitClosed();
        int burst = platform.sent().size();
        assertThat(burst).isBetween(3, CONVERSATIONS);

        platform.answers(request -> reset(LONG));
        for (int probe = 1; probe <= 6; probe++) {
            letOneTry();
            assertThat(platform.sent()).hasSize(burst + probe);
        }

        List<String> probes = platform.sent().subList(burst, burst + 6);
        assertThat(probes).doesNotHaveDuplicates();
        assertThat(program.program().outboxStore().depth(FLAKY, clock.millis()).deadLetters())
                .isZero();

        platform.answers(FlakyPlatform::delivered);
        letOneTry();
        for (int i = 0; i < CONVERSATIONS; i++) {
            program.awaitDelivered("m" + i + "-second");
        }
        assertThat(platform.taken()).hasSize(2 * CONVERSATIONS);
        for (int i = 0; i < CONVERSATIONS; i++) {
            assertThat(platform.taken()).containsSubsequence("m" + i + "-first", "m" + i + "-second");
        }
    }

    /** It is due before the others each time. */
    @Test
    void aMessageThatNeverPassesIsNotTheOnlyProbe() {
        platform.answers(
                request -> isPoison(request) ? reset(Duration.ofMillis(250)) : reset(Duration.ofMillis(1_500)));
        program.enqueueAll("poison", "poison");
        program.enqueueAll("c1", "m1");
        program.enqueueAll("c2", "m2");
        awaitClosed(3);
        letOneTry();
        assertThat(platform.sent()).endsWith("poison");
        platform.answers(
                request -> isPoison(request) ? reset(Duration.ofMillis(250)) : FlakyPlatform.delivered(request));

        letOneTry();

        program.awaitDelivered("m1");
        program.awaitDelivered("m2");
    }

    /** Bad messages have closed it and made the probes rare: a good one of another conversation waits five seconds at most. */
    @Test
    void badMessagesDoNotHoldUpAGoodOneForLong() {
        platform.answers(request -> request.envelopeId().value().startsWith("m")
                ? reset(Duration.ofMillis(250))
                : FlakyPlatform.delivered(request));
        enqueueEverywhere();
        awaitClosed();
        for (int probe = 0; probe < 5; probe++) {
            letOneTry();
        }
        assertThat(outage().nextProbeUnixMs() - clock.millis()).isGreaterThan(20_000);

        program.enqueueAll("good", "good");
        clock.advance(Duration.ofSeconds(5));
        claim(Direction.OUTBOUND);

        program.awaitDelivered("good");
    }

    private static boolean isPoison(OutboundMessageRequest request) {
        return request.envelopeId().value().equals("poison");
    }

    @Test
    void anAnswerToAnythingElseBringsTheProbeForward() {
        resets();
        enqueueEverywhere();
        awaitClosed();
        letOneTry();
        letOneTry();
        letOneTry();
        platform.answers(FlakyPlatform::delivered);

        program.supervisor().host().answered(FLAKY);

        program.awaitDelivered("m0-second");
        program.awaitDelivered("m19-second");
    }

    /** A proxy's page has closed it; the first of its probes would go after 30 s of real time. */
    @Test
    void anAnswerBringsTheProbeOfAMisconfiguredConnectorForward() {
        platform.answers(request ->
                new DeliveryOutcome.PermanentFailure("403 text/html", Fault.CONNECTOR, Readiness.MISCONFIGURED));
        enqueueEverywhere();
        program.within().until(() -> program.status().readiness() == Readiness.MISCONFIGURED);
        platform.answers(FlakyPlatform::delivered);

        program.supervisor().host().answered(FLAKY);

        program.awaitDelivered("m0-second");
        program.awaitDelivered("m19-second");
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void aTokenThatWasRefusedIsNotTriedAgainForAnAnswer() {
        platform.answers(
                request -> new DeliveryOutcome.PermanentFailure("401", Fault.CONNECTOR, Readiness.AUTH_FAILED));
        program.enqueueAll("c1", "m1");
        program.within().until(() -> program.status().readiness() == Readiness.AUTH_FAILED);
        platform.answers(FlakyPlatform::delivered);

        program.supervisor().host().answered(FLAKY);

        program.awaitOthersDelivered("marker");
        assertThat(platform.sent()).containsExactly("m1");
    }

    @Test
    void aNewSessionHasUnknownOutcomesLookedForAtOnce() {
        platform.resolvesUnknown(new UnknownResolution(Duration.ZERO, true))
                .answers(request -> new DeliveryOutcome.Unknown("cut"));
        program.enqueueAll("c1", "m1", "m2");
        program.awaitState("m1", OutboxState.UNKNOWN);
        platform.remembers(request -> new Finding.Found(new MessageId("in-history")))
                .answers(FlakyPlatform::delivered);

        program.supervisor().host().sessionLost(FLAKY, "the gateway closed");

        program.awaitDelivered("m2");
        assertThat(platform.lookedFor()).containsExactly("m1");
    }

    @Test
    void onlyOneMessageGoesIntoABan() {
        platform.answers(request -> new DeliveryOutcome.Retry(
                RetryClass.RATE_LIMIT, "1015", Duration.ofHours(1), LimitScope.CONNECTOR, false));
        enqueueEverywhere();
        program.within().until(() -> outage() != null && idle(FLAKY) == CONVERSATIONS);
        int burst = platform.sent().size();
        assertThat(outage().kind()).isEqualTo(Outage.Kind.LIMITED);

        clock.advance(Duration.ofHours(1).minusMillis(1));
        claim(Direction.OUTBOUND);
        assertThat(platform.sent()).hasSize(burst);
        letOneTry();
        assertThat(platform.sent()).hasSize(burst + 1);

        platform.answers(FlakyPlatform::delivered);
        letOneTry();
        clock.advance(Duration.ofHours(1));
        program.awaitDelivered("m19-second");
    }

    @Test
    void aBanIsKeptToAfterARestart() throws Exception {
        platform.answers(request -> new DeliveryOutcome.Retry(
                RetryClass.RATE_LIMIT, "1015", Duration.ofHours(1), LimitScope.CONNECTOR, false));
        enqueueEverywhere();
        program.within().until(() -> outage() != null && idle(FLAKY) == CONVERSATIONS);
        int burst = platform.sent().size();

        program.restart();
        claim(Direction.OUTBOUND);
        assertThat(platform.sent()).hasSize(burst);
        letOneTry();

        assertThat(platform.sent()).hasSize(burst + 1);
    }

    @Test
    void operatorsSeeWhatWaitsAndWhenTheNextOneTries() {
        resets();
        enqueueEverywhere();
        awaitClosed();

        assertThat(outage().reason()).isEqualTo("connection reset");
        assertThat(outage().nextProbeUnixMs()).isEqualTo(clock.millis() + 1_000);
        BlockedLanes blocked =
                program.program().laneSurvey().blocked(FLAKY, new LaneSurvey.Closed(false, true), clock.millis());
        assertThat(blocked.count()).isEqualTo(CONVERSATIONS);
        assertThat(program.program()
                        .laneSurvey()
                        .blocked(FLAKY, LaneSurvey.Closed.NONE, clock.millis())
                        .count())
                .isLessThanOrEqualTo(CONVERSATIONS);
    }

    @Test
    void aDrainOfAPausedQueueIsMadeOfProbesWhileNothingGetsThrough() {
        resets();
        enqueueEverywhere();
        awaitClosed();
        program.supervisor().pause(FLAKY, null);
        int before = platform.sent().size();
        clock.advance(Duration.ofSeconds(1));
        claim(Direction.OUTBOUND);
        assertThat(platform.sent()).as("paused").hasSize(before);

        program.supervisor().drain(FLAKY);
        awaitTried(Direction.OUTBOUND);
        claim(Direction.OUTBOUND);
        assertThat(platform.sent()).hasSize(before + 1);

        platform.answers(FlakyPlatform::delivered);
        letOneTry();
        program.awaitDelivered("m0-second");
        program.awaitDelivered("m19-second");
    }

    @Test
    void enablingAgainOpensAtOnceAndEndsTheWaits() {
        platform.answers(request -> reset(LONG));
        enqueueEverywhere();
        awaitClosed();
        platform.answers(FlakyPlatform::delivered);

        program.supervisor().setEnabled(FLAKY, true);

        assertThat(program.supervisor().reach().isClosed(Direction.OUTBOUND, FLAKY))
                .isFalse();
        for (int i = 0; i < CONVERSATIONS; i++) {
            program.awaitDelivered("m" + i + "-second");
        }
    }

    /** One conversation alone closes nothing, and has a wait of its own. */
    @Test
    void enablingAgainEndsTheWaitOfASingleConversation() {
        platform.answers(request -> reset(LONG));
        program.enqueueAll("c1", "m1");
        program.awaitEvent("outbox.retry");
        platform.answers(FlakyPlatform::delivered);

        program.supervisor().setEnabled(FLAKY, true);

        program.awaitDelivered("m1");
    }

    @Test
    void oneQuestionAtATimeGoesToADaemonThatIsDown() throws Exception {
        for (int i = 0; i < CONVERSATIONS; i++) {
            daemon.answers("c" + i, DaemonAnswer.status(503, "down"));
        }
        for (int i = 0; i < CONVERSATIONS; i++) {
            receive("m" + i + "-first", "c" + i);
            receive("m" + i + "-second", "c" + i);
        }
        program.within()
                .until(() -> outage(Direction.INBOUND) != null
                        && outage(Direction.INBOUND).probing()
                        && idle(ProgramUnderTest.ECHO) == CONVERSATIONS);
        int burst = daemon.questions().size();
        for (int i = 0; i < CONVERSATIONS; i++) {
            daemon.answers("c" + i, DaemonAnswer.status(503, "down").header("Retry-After", "" + LONG.toSeconds()));
        }
        for (int probe = 1; probe <= 5; probe++) {
            letOneTry(Direction.INBOUND);
            assertThat(daemon.questions()).hasSize(burst + probe);
        }
        assertThat(daemon.questions().subList(burst, burst + 5))
                .extracting(question -> question.event().envelopeId())
                .doesNotHaveDuplicates();

        for (int i = 0; i < CONVERSATIONS; i++) {
            daemon.answers("c" + i, DaemonAnswer.accepted());
        }
        letOneTry(Direction.INBOUND);
        program.within().until(() -> program.program().inboxStore().pending(ProgramUnderTest.ECHO) == 0);
        for (int i = 0; i < CONVERSATIONS; i++) {
            assertThat(daemon.questions("c" + i))
                    .extracting(question -> question.event().envelopeId().value())
                    .endsWith("m" + i + "-first", "m" + i + "-second");
        }
    }

    private void receive(String envelope, String conversation) throws Exception {
        program.supervisor().emit(ProgramUnderTest.echoEvent(envelope, conversation, "hello"));
    }

    private void resets() {
        platform.answers(request -> reset());
    }

    private static DeliveryOutcome reset() {
        return reset(null);
    }

    /** @param wait for the next attempt of that message; null: what the policy says */
    private static DeliveryOutcome reset(@Nullable Duration wait) {
        return new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "connection reset", wait);
    }

    /** Two messages for each conversation. */
    private void enqueueEverywhere() {
        IntStream.range(0, CONVERSATIONS)
                .forEach(i -> program.enqueueAll("c" + i, "m" + i + "-first", "m" + i + "-second"));
    }

    private void awaitClosed() {
        awaitClosed(CONVERSATIONS);
    }

    private void awaitClosed(int conversations) {
        program.within().until(() -> outage() != null && outage().probing() && idle(FLAKY) == conversations);
    }

    private Outage outage() {
        return outage(Direction.OUTBOUND);
    }

    private Outage outage(Direction direction) {
        return program.supervisor().reach().outage(direction, FLAKY).orElse(null);
    }

    /** Conversations of both directions that have something and are not in hand. */
    private long idle(ConnectorId connectorId) {
        return program.program()
                .laneSurvey()
                .blocked(connectorId, new LaneSurvey.Closed(true, true), clock.millis())
                .count();
    }

    /** Moves the clock to the next probe, and waits for what comes of it. */
    private void letOneTry() {
        letOneTry(Direction.OUTBOUND);
    }

    private void letOneTry(Direction direction) {
        Outage before = outage(direction);
        clock.advance(Duration.ofMillis(Math.max(0, before.nextProbeUnixMs() - clock.millis())));
        claim(direction);
        awaitTried(direction);
        claim(direction);
    }

    private void awaitTried(Direction direction) {
        program.within().until(() -> {
            Outage after = outage(direction);
            return after == null || !after.probeInHand() && after.nextProbeUnixMs() > clock.millis();
        });
    }

    /** Every lane that could be claimed by now has been. */
    private void claim(Direction direction) {
        program.program().transactions().writeAndWait(transaction -> transaction.laneDue(direction, 0));
    }
}
