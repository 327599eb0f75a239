package io.palyra.connectors.engine;

import io.palyra.connectors.engine.InboundVerdict.Dead;
import io.palyra.connectors.engine.InboundVerdict.NotRouted;
import io.palyra.connectors.engine.InboundVerdict.Routed;
import io.palyra.connectors.engine.InboundVerdict.Waits;
import io.palyra.connectors.protocol.RouteInboundResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The table of {@code core.md}, "Outcomes of an attempt", toward the daemon. Pure. */
public final class InboundRules {

    /** How the reason begins by which a daemon says that it has no room now. */
    private static final String BACKPRESSURE = "backpressure";

    private InboundRules() {}

    /** What an answer means that is neither taken nor refused; null where it is one of those. */
    public static @Nullable DaemonFault faultOf(RouteInboundResult result) {
        if (result.accepted() || !result.queuedForRetry()) {
            return null;
        }
        return result.decisionReason().startsWith(BACKPRESSURE) ? DaemonFault.BUSY : DaemonFault.POSTPONED;
    }

    /**
     * The end of a call.
     *
     * @param before tries before this one
     * @param schedule of the handler that runs for this failure; not asked where there was none
     */
    public static InboundDecision ended(InboundEnd end, Tries before, RetrySchedule schedule) {
        if (end instanceof InboundEnd.Answered answered) {
            return answered(answered.result(), before, schedule);
        } else if (end instanceof InboundEnd.Rejected rejected) {
            return new InboundDecision(new NotRouted(before.attempts() + 1, rejected.reason()), FarSide.ANSWERED);
        } else if (end instanceof InboundEnd.Failed failed) {
            return failed(failed, before, schedule);
        }
        String reason = ((InboundEnd.StepFailed) end).reason();
        return new InboundDecision(again(before, Cause.ROUTE_FAILURE, schedule, null, reason), FarSide.UNKNOWN);
    }

    private static InboundDecision answered(RouteInboundResult result, Tries before, RetrySchedule schedule) {
        int attempts = before.attempts() + 1;
        DaemonFault fault = faultOf(result);
        if (fault != null) {
            return failed(new InboundEnd.Failed(fault, result.decisionReason(), null), before, schedule);
        }
        return new InboundDecision(
                result.accepted() ? new Routed(attempts, result) : new NotRouted(attempts, result.decisionReason()),
                FarSide.ANSWERED);
    }

    private static InboundDecision failed(InboundEnd.Failed failed, Tries before, RetrySchedule schedule) {
        return switch (failed.fault()) {
            case NOT_TAKEN ->
                new InboundDecision(again(before, Cause.DAEMON_NOT_TAKEN, schedule, failed), FarSide.FAILED);
            case NO_USABLE_ANSWER ->
                new InboundDecision(again(before, Cause.DAEMON_UNAVAILABLE, schedule, failed), FarSide.FAILED);
            case POSTPONED ->
                new InboundDecision(again(before, Cause.DAEMON_NOT_TAKEN, schedule, failed), FarSide.ANSWERED);
            case BUSY ->
                new InboundDecision(new Waits(Pause.free(before, Backoff.BUSY, failed.reason())), FarSide.ANSWERED);
            case MISCONFIGURED ->
                new InboundDecision(new Waits(Pause.free(before, Backoff.PROBE, failed.reason())), FarSide.FAILED);
        };
    }

    private static InboundVerdict again(Tries before, Cause cause, RetrySchedule schedule, InboundEnd.Failed failed) {
        return again(before, cause, schedule, failed.stated(), failed.reason());
    }

    private static InboundVerdict again(
            Tries before, Cause cause, RetrySchedule schedule, @Nullable Duration stated, String reason) {
        return Pause.counted(before, cause, schedule, stated, reason)
                .<InboundVerdict>map(Waits::new)
                .orElseGet(() -> new Dead(before.attempts() + 1, Pause.usedUp(before, reason)));
    }
}
