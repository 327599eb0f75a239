package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.lane.storage.BlockedLanes;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: while nothing gets through, one message at a time tries, never the same twice while others are due; once one gets
 * through, everything flows, without any other wait. Method: the real program on a clock that stands still unless the test
 * moves it, so what flows then has not waited for its own time.
 */
class OutageTest extends OutageSetup {

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
        assertThat(program.supervision().queues().state(FLAKY).deadLetters()).isZero();

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
        BlockedLanes blocked = program.supervision().queues().blocked(FLAKY);
        assertThat(blocked.count()).isEqualTo(CONVERSATIONS);
    }

    @Test
    void aDrainOfAPausedQueueIsMadeOfProbesWhileNothingGetsThrough() {
        resets();
        enqueueEverywhere();
        awaitClosed();
        program.supervision().queues().pause(FLAKY, null);
        int before = platform.sent().size();
        clock.advance(Duration.ofSeconds(1));
        claim(Direction.OUTBOUND);
        assertThat(platform.sent()).as("paused").hasSize(before);

        program.supervision().queues().drain(FLAKY);
        awaitTried(Direction.OUTBOUND);
        claim(Direction.OUTBOUND);
        assertThat(platform.sent()).hasSize(before + 1);

        platform.answers(FlakyPlatform::delivered);
        letOneTry();
        program.awaitDelivered("m0-second");
        program.awaitDelivered("m19-second");
    }

    @Test
    void oneQuestionAtATimeGoesToADaemonThatIsDown() throws Exception {
        for (int i = 0; i < CONVERSATIONS; i++) {
            daemon.answers("c" + i, HttpAnswer.status(503, "down"));
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
            daemon.answers("c" + i, HttpAnswer.status(503, "down").header("Retry-After", "" + LONG.toSeconds()));
        }
        for (int probe = 1; probe <= 5; probe++) {
            letOneTry(Direction.INBOUND);
            assertThat(daemon.questions()).hasSize(burst + probe);
        }
        assertThat(daemon.questions().subList(burst, burst + 5))
                .extracting(question -> question.event().envelopeId())
                .doesNotHaveDuplicates();

        for (int i = 0; i < CONVERSATIONS; i++) {
            daemon.answers("c" + i, HttpAnswer.accepted());
        }
        letOneTry(Direction.INBOUND);
        program.within()
                .until(() -> program.supervision()
                                .queues()
                                .state(ProgramUnderTest.ECHO)
                                .inbound()
                                .pending()
                        == 0);
        for (int i = 0; i < CONVERSATIONS; i++) {
            assertThat(daemon.questions("c" + i))
                    .extracting(question -> question.event().envelopeId().value())
                    .endsWith("m" + i + "-first", "m" + i + "-second");
        }
    }

    private void receive(String envelope, String conversation) throws Exception {
        program.supervision().calls().emit(ProgramUnderTest.echoEvent(envelope, conversation, "hello"));
    }
}
