package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.outbox.RateLimit;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.LimitScope;
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
 * Goal: a limit that the platform states holds up what it limits, nothing else. One of the connector costs nobody an
 * attempt, a narrower one the message that met it. Method: the platform limits the first message that it sees for an hour; time is moved by the test.
 */
class StatedLimitsTest {

    private static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    private static final Duration WAIT = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private FlakyPlatform platform;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        platform = FlakyPlatform.fresh(FLAKY)
                .routes(conversation -> conversation.value().substring(0, 1));
        program = ProgramUnderTest.in(folder).about(FLAKY).time(clock).start();
        program.register();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void aLimitOfTheConnectorHoldsUpAllOfItsConversations() {
        limitOnce(LimitScope.CONNECTOR);
        program.enqueueAll("a1", "met-it");
        awaitLimited("met-it");

        program.enqueueAll("b1", "waits-1", "waits-2");
        program.awaitOthersDelivered("marker");

        assertThat(platform.sent()).containsExactly("met-it");
        assertThat(program.outbox("met-it").attempts())
                .as("it did nothing for it")
                .isZero();
        assertThat(program.program().supervision().rateLimits().active(FLAKY))
                .extracting(RateLimit::bucket)
                .containsExactly(RateLimit.EVERYTHING);

        clock.advance(WAIT);
        program.awaitDelivered("waits-2");
        program.awaitDelivered("met-it");
        assertThat(program.outbox("waits-1").attempts())
                .as("the attempt that delivered it is its first")
                .isEqualTo(1);
        assertThat(program.program().supervision().rateLimits().active(FLAKY)).isEmpty();
    }

    /** Ten in a row: nobody is charged, and no wait is stated, so they grow as the policy says, up to 60 s and 20 %. */
    @Test
    void aLimitOfTheConnectorWithoutAWaitGrowsAndIsNeverTooMuch() {
        platform.answers(
                request -> new DeliveryOutcome.Retry(RetryClass.RATE_LIMIT, "slow down", null, LimitScope.CONNECTOR));
        program.enqueueAll("a1", "a");
        for (int i = 0; i < 10; i++) {
            program.within().until(() -> !program.program()
                    .supervision()
                    .rateLimits()
                    .active(FLAKY)
                    .isEmpty());
            program.awaitOthersDelivered("marker-" + i);
            long wait = program.program()
                            .supervision()
                            .rateLimits()
                            .active(FLAKY)
                            .get(0)
                            .untilUnixMs()
                    - clock.millis();
            double exact = Math.min(60_000, 1_000L << i);
            assertThat((double) wait).as("wait %d", i).isBetween(exact * 0.79, exact * 1.21);
            clock.advance(Duration.ofMillis(wait));
        }
        assertThat(program.outbox("a").attempts()).isZero();

        platform.answers(FlakyPlatform::delivered);
        clock.advance(Duration.ofMinutes(2));
        program.awaitDelivered("a");
        assertThat(program.outbox("a").attempts()).isEqualTo(1);
    }

    @Test
    void aLimitOfARouteHoldsUpTheConversationsOfThatRoute() {
        limitOnce(LimitScope.BUCKET);
        program.enqueueAll("a1", "met-it");
        awaitLimited("met-it");

        program.enqueueAll("a2", "same-route");
        program.enqueueAll("b1", "other-route");

        program.awaitDelivered("other-route");
        assertThat(platform.sent()).containsExactly("met-it", "other-route");
        assertThat(program.outbox("same-route").attempts()).isZero();

        clock.advance(WAIT);
        program.awaitDelivered("same-route");
        program.awaitDelivered("met-it");
    }

    @Test
    void aLimitOfTheConversationHoldsUpNothingElse() {
        limitOnce(LimitScope.CONVERSATION);
        program.enqueueAll("a1", "met-it", "behind-it");
        awaitLimited("met-it");

        program.enqueueAll("a2", "same-route");

        program.awaitDelivered("same-route");
        assertThat(platform.sent()).containsExactly("met-it", "same-route");
        assertThat(program.program().supervision().rateLimits().active(FLAKY)).isEmpty();
        assertThat(program.outbox("behind-it").attempts()).isZero();
    }

    @Test
    void whatThePlatformHasSaidBeforehandCostsNobodyAnAttempt() {
        long until = clock.millis() + WAIT.toMillis();
        platform.waits(conversation -> conversation.value().equals("a1")
                ? Duration.ofMillis(Math.max(0, until - clock.millis()))
                : Duration.ZERO);
        program.enqueueAll("a1", "waits");
        program.enqueueAll("b1", "goes");
        program.awaitDelivered("goes");
        program.awaitOthersDelivered("marker");
        assertThat(platform.sent()).containsExactly("goes");
        assertThat(program.outbox("waits").attempts()).isZero();

        clock.advance(WAIT);

        program.awaitDelivered("waits");
        assertThat(program.outbox("waits").attempts()).isEqualTo(1);
        assertThat(program.eventTypes()).doesNotContain("outbox.retry");
    }

    @Test
    void aLimitOfTheConnectorSurvivesARestart() throws Exception {
        limitOnce(LimitScope.CONNECTOR);
        program.enqueueAll("a1", "met-it");
        awaitLimited("met-it");

        program.restart();
        program.enqueueAll("b1", "waits");
        program.awaitOthersDelivered("marker");

        assertThat(platform.sent()).containsExactly("met-it");
        clock.advance(WAIT);
        program.awaitDelivered("waits");
    }

    private void limitOnce(LimitScope scope) {
        platform.answers(request -> platform.sent().size() == 1 ? limited(scope) : FlakyPlatform.delivered(request));
    }

    private static DeliveryOutcome limited(LimitScope scope) {
        return new DeliveryOutcome.Retry(RetryClass.RATE_LIMIT, "slow down", WAIT, scope);
    }

    private void awaitLimited(String envelope) {
        program.within().untilAsserted(() -> {
            assertThat(program.outbox(envelope).state()).isEqualTo(OutboxState.PENDING);
            assertThat(program.outbox(envelope).nextAttemptUnixMs()).isEqualTo(clock.millis() + WAIT.toMillis());
        });
    }
}
