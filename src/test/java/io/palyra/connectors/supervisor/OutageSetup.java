package io.palyra.connectors.supervisor;

import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.lane.Outage;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.RetryClass;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The real program with a platform that fails, on a clock that stands still unless the test moves it. */
abstract class OutageSetup {

    static final ConnectorId FLAKY = ConnectorId.of("flaky:ops");
    static final int CONVERSATIONS = 20;

    /** What waits so long has not waited for its own time when it goes on. */
    static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    final FlakyPlatform platform = FlakyPlatform.fresh(FLAKY);
    HttpDaemon daemon;
    ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        daemon = HttpDaemon.start();
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

    void resets() {
        platform.answers(request -> reset());
    }

    static DeliveryOutcome reset() {
        return reset(null);
    }

    /** @param wait for the next attempt of that message; null: what the policy says */
    static DeliveryOutcome reset(@Nullable Duration wait) {
        return new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "connection reset", wait);
    }

    /** Two messages for each conversation. */
    void enqueueEverywhere() {
        IntStream.range(0, CONVERSATIONS)
                .forEach(i -> program.enqueueAll("c" + i, "m" + i + "-first", "m" + i + "-second"));
    }

    void awaitClosed() {
        awaitClosed(CONVERSATIONS);
    }

    void awaitClosed(int conversations) {
        program.within().until(() -> outage() != null && outage().probing() && idle(FLAKY) == conversations);
    }

    Outage outage() {
        return outage(Direction.OUTBOUND);
    }

    Outage outage(Direction direction) {
        return program.supervision().reach().outage(direction, FLAKY).orElse(null);
    }

    /** Conversations of both directions that have something and are not in hand. */
    long idle(ConnectorId connectorId) {
        return program.supervision().queues().blocked(connectorId).count();
    }

    /** Moves the clock to the next probe, and waits for what comes of it. */
    void letOneTry() {
        letOneTry(Direction.OUTBOUND);
    }

    void letOneTry(Direction direction) {
        Outage before = outage(direction);
        clock.advance(Duration.ofMillis(Math.max(0, before.nextProbeUnixMs() - clock.millis())));
        claim(direction);
        awaitTried(direction);
        claim(direction);
    }

    void awaitTried(Direction direction) {
        program.within().until(() -> {
            Outage after = outage(direction);
            return after == null || !after.probeInHand() && after.nextProbeUnixMs() > clock.millis();
        });
    }

    /** Every lane that could be claimed by now has been. */
    void claim(Direction direction) {
        program.program().transactions().writeAndWait(transaction -> transaction.laneDue(direction, 0));
    }
}
