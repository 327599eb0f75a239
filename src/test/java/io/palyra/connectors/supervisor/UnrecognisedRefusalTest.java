package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a refusal with a code that nobody knows ends the message or closes the connector, whichever it turns out to be
 * about. Method: the platform refuses some messages, or all; time is moved by the test.
 */
class UnrecognisedRefusalTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final DeliveryOutcome REFUSAL =
            new DeliveryOutcome.PermanentFailure("HTTP 400, code 987654", Fault.MESSAGE, null, true);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private FlakyPlatform platform;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        platform = FlakyPlatform.fresh(FLAKY);
        program = ProgramUnderTest.in(folder).about(FLAKY).time(clock).start();
        program.register();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void itIsTheMessageWhereOthersPass() {
        refuse(Set.of("bad"));
        program.enqueueAll("c1", "bad", "behind-it");
        awaitRefused("bad", 1);
        program.enqueueAll("c2", "good");
        program.awaitDelivered("good");
        clock.advance(Duration.ofSeconds(1));
        awaitRefused("bad", 2);
        assertThat(program.outbox("bad").attempts()).isZero();
        clock.advance(Duration.ofSeconds(2));

        program.awaitDelivered("behind-it");
        assertThat(program.outbox("bad").state()).isEqualTo(OutboxState.DEAD);
        assertThat(program.outbox("bad").reason()).contains("code 987654", "while others pass");
        assertThat(sends("bad")).isEqualTo(3);
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void itIsTheConnectorWhereThreeAreRefusedAndNonePasses() {
        refuse(Set.of("m1", "m2", "m3"));
        program.enqueueAll("c1", "m1");
        awaitRefused("m1", 1);
        program.enqueueAll("c2", "m2");
        awaitRefused("m2", 1);
        assertThat(program.status().readiness()).isEqualTo(Readiness.READY);
        program.enqueueAll("c3", "m3");

        program.within().until(() -> program.status().readiness() == Readiness.MISCONFIGURED);
        assertThat(program.status().lastError()).contains("none passes", "code 987654");
        for (String message : new String[] {"m1", "m2", "m3"}) {
            assertThat(program.outbox(message).state()).as(message).isEqualTo(OutboxState.PENDING);
            assertThat(program.outbox(message).attempts()).as(message).isZero();
        }

        refuse(Set.of());
        program.supervisor().setEnabled(FLAKY, true);
        clock.advance(Duration.ofMinutes(1));
        for (String message : new String[] {"m1", "m2", "m3"}) {
            program.awaitDelivered(message);
        }
    }

    /** Reading works while posting is refused: messages that are found are no proof that posts pass. */
    @Test
    void whatALookUpFindsDoesNotSpeakAgainstTheMessage() {
        platform.resolvesUnknown(new UnknownResolution(Duration.ZERO, true))
                .remembers(request -> new DeliveryLookup.Finding.Found(new MessageId("there")))
                .answers(request -> name(request).equals("m1") ? REFUSAL : new DeliveryOutcome.Unknown("cut"));
        program.enqueueAll("c1", "m1");
        awaitRefused("m1", 1);
        program.enqueueAll("c2", "found");
        program.awaitState("found", OutboxState.UNKNOWN);
        for (int i = 2; i <= 5; i++) {
            clock.advance(Duration.ofMinutes(1));
            awaitRefused("m1", i);
        }

        program.awaitDelivered("found");
        assertThat(program.outbox("m1").state()).isEqualTo(OutboxState.PENDING);
    }

    @Test
    void aloneItIsTriedForEverAndItsWaitSurvivesARestart() throws Exception {
        refuse(Set.of("m1"));
        program.enqueueAll("c1", "m1");
        for (int i = 1; i <= 8; i++) {
            awaitRefused("m1", i);
            long wait = program.outbox("m1").nextAttemptUnixMs() - clock.millis();
            assertThat(wait).as("wait %d", i).isEqualTo(Math.min(60_000, 1_000L << (i - 1)));
            if (i == 4) {
                program.restart();
            }
            clock.advance(Duration.ofMillis(wait));
        }
        refuse(Set.of());
        clock.advance(Duration.ofMinutes(1));

        program.awaitDelivered("m1");
        assertThat(program.outbox("m1").attempts()).isEqualTo(1);
    }

    private void refuse(Set<String> envelopes) {
        platform.answers(request -> envelopes.contains(name(request)) ? REFUSAL : FlakyPlatform.delivered(request));
    }

    private static String name(OutboundMessageRequest request) {
        return request.envelopeId().value();
    }

    private void awaitRefused(String envelope, int times) {
        program.within().until(() -> sends(envelope) == times);
        program.within().until(() -> {
            Long next = program.outbox(envelope).nextAttemptUnixMs();
            return next != null && next > clock.millis();
        });
    }

    private long sends(String envelope) {
        return platform.sent().stream().filter(envelope::equals).count();
    }
}
