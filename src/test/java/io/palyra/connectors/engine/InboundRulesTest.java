package io.palyra.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palyra.connectors.engine.InboundEnd.Answered;
import io.palyra.connectors.engine.InboundEnd.Failed;
import io.palyra.connectors.engine.InboundEnd.Rejected;
import io.palyra.connectors.engine.InboundEnd.StepFailed;
import io.palyra.connectors.engine.InboundVerdict.Dead;
import io.palyra.connectors.engine.InboundVerdict.NotRouted;
import io.palyra.connectors.engine.InboundVerdict.Routed;
import io.palyra.connectors.engine.InboundVerdict.Waits;
import io.palyra.connectors.protocol.RouteInboundResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A row for each line of the table "Outcomes of an attempt" in core.md, toward the daemon. */
class InboundRulesTest {

    private static final int REDELIVERIES = 4;
    private static final Tries FRESH = new Tries(0, 0);
    private static final Tries LAST = new Tries(REDELIVERIES, 0);

    static Stream<Arguments> ends() {
        RouteInboundResult accepted = RouteInboundResult.accepted("r", List.of());
        Duration stated = Duration.ofMinutes(2);
        return Stream.of(
                row("accepted", new Answered(accepted), new Tries(2, 7), new Routed(3, accepted), FarSide.ANSWERED),
                row("refused", new Answered(refused("r", false)), FRESH, new NotRouted(1, "r"), FarSide.ANSWERED),
                row("rejected", new Rejected("r"), FRESH, new NotRouted(1, "r"), FarSide.ANSWERED),
                row(
                        "queued",
                        new Answered(refused("r", true)),
                        FRESH,
                        counted(1, Cause.DAEMON_NOT_TAKEN, 1_000),
                        FarSide.ANSWERED),
                row(
                        "no room now",
                        new Answered(refused("backpressure_x", true)),
                        new Tries(4, 2),
                        waits(4, 3, 1_000, "backpressure_x"),
                        FarSide.ANSWERED),
                row(
                        "not taken",
                        failed(DaemonFault.NOT_TAKEN),
                        FRESH,
                        counted(1, Cause.DAEMON_NOT_TAKEN, 1_000),
                        FarSide.FAILED),
                row(
                        "not taken, with a wait",
                        new Failed(DaemonFault.NOT_TAKEN, "r", stated),
                        FRESH,
                        counted(1, Cause.DAEMON_NOT_TAKEN, 120_000),
                        FarSide.FAILED),
                row(
                        "no usable answer",
                        failed(DaemonFault.NO_USABLE_ANSWER),
                        new Tries(1, 9),
                        counted(2, Cause.DAEMON_UNAVAILABLE, 2_000),
                        FarSide.FAILED),
                row(
                        "no usable answer, for the last time",
                        failed(DaemonFault.NO_USABLE_ANSWER),
                        LAST,
                        new Dead(5, "r (5 attempts)"),
                        FarSide.FAILED),
                row("busy", failed(DaemonFault.BUSY), LAST, waits(4, 1, 250, "r"), FarSide.ANSWERED),
                row(
                        "busy, again",
                        failed(DaemonFault.BUSY),
                        new Tries(0, 3),
                        waits(0, 4, 2_000, "r"),
                        FarSide.ANSWERED),
                row(
                        "busy, for hours",
                        failed(DaemonFault.BUSY),
                        new Tries(0, 999),
                        waits(0, 1000, 2_000, "r"),
                        FarSide.ANSWERED),
                row("somebody else", failed(DaemonFault.MISCONFIGURED), LAST, waits(4, 1, 1_000, "r"), FarSide.FAILED),
                row(
                        "somebody else, for hours",
                        failed(DaemonFault.MISCONFIGURED),
                        new Tries(0, 99),
                        waits(0, 100, 60_000, "r"),
                        FarSide.FAILED),
                row(
                        "a step failed",
                        new StepFailed("r"),
                        FRESH,
                        counted(1, Cause.ROUTE_FAILURE, 1_000),
                        FarSide.UNKNOWN),
                row(
                        "a step failed, for the last time",
                        new StepFailed("r"),
                        LAST,
                        new Dead(5, "r (5 attempts)"),
                        FarSide.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void ended(InboundEnd end, Tries before, InboundVerdict verdict, FarSide farSide) {
        assertThat(InboundRules.ended(end, before, new FixedSchedule(REDELIVERIES)))
                .isEqualTo(new InboundDecision(verdict, farSide));
    }

    /** The daemon is away for a while, and is not well when it comes back: each has its own attempts. */
    @Test
    void eachCauseHasItsOwnAttempts() {
        Tries away = new Tries(80, 0, Map.of(Cause.DAEMON_NOT_TAKEN, 80));
        Tries unwell = away.oneMore(Cause.DAEMON_UNAVAILABLE);

        assertThat(verdict(failed(DaemonFault.NO_USABLE_ANSWER), away)).isEqualTo(waits(unwell, 1_000));
        assertThat(verdict(failed(DaemonFault.NO_USABLE_ANSWER), unwell))
                .isEqualTo(waits(unwell.oneMore(Cause.DAEMON_UNAVAILABLE), 2_000));
        assertThat(verdict(new StepFailed("r"), unwell)).isEqualTo(waits(unwell.oneMore(Cause.ROUTE_FAILURE), 1_000));
        assertThat(verdict(failed(DaemonFault.NOT_TAKEN), unwell)).isEqualTo(new Dead(82, "r (82 attempts)"));
    }

    private static InboundVerdict verdict(InboundEnd end, Tries before) {
        return InboundRules.ended(end, before, new FixedSchedule(REDELIVERIES)).verdict();
    }

    private static Waits counted(int attempts, Cause cause, long delayMs) {
        return waits(new Tries(attempts - 1, 0).oneMore(cause), delayMs);
    }

    private static Waits waits(Tries tries, long delayMs) {
        return new Waits(new Pause(tries, Duration.ofMillis(delayMs), "r"));
    }

    private static InboundEnd failed(DaemonFault fault) {
        return new Failed(fault, "r", null);
    }

    private static RouteInboundResult refused(String reason, boolean queued) {
        return new RouteInboundResult(false, queued, reason, null, 0, null, List.of());
    }

    private static Waits waits(int attempts, int free, long delayMs, String reason) {
        return new Waits(new Pause(new Tries(attempts, free), Duration.ofMillis(delayMs), reason));
    }

    private static Arguments row(String name, InboundEnd end, Tries before, InboundVerdict verdict, FarSide farSide) {
        return arguments(named(name, end), before, verdict, farSide);
    }
}
