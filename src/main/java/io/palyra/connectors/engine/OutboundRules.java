package io.palyra.connectors.engine;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.engine.OutboundDecision.Limit;
import io.palyra.connectors.engine.OutboundVerdict.AsksOperator;
import io.palyra.connectors.engine.OutboundVerdict.ConnectorAtFault;
import io.palyra.connectors.engine.OutboundVerdict.Dead;
import io.palyra.connectors.engine.OutboundVerdict.Delivered;
import io.palyra.connectors.engine.OutboundVerdict.LookUp;
import io.palyra.connectors.engine.OutboundVerdict.MaySend;
import io.palyra.connectors.engine.OutboundVerdict.Waits;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import java.time.Duration;

/** The table of {@code core.md}, "Outcomes of an attempt", toward a platform. Pure. */
public final class OutboundRules {

    private OutboundRules() {}

    /**
     * The end of an attempt.
     *
     * @param refusal whose fault a refusal with an unknown code is; not looked at for anything else
     */
    public static OutboundDecision ended(DeliveryOutcome outcome, OutboundSituation now, Refusals.Fault refusal) {
        if (outcome instanceof DeliveryOutcome.Delivered delivered) {
            return OutboundDecision.of(
                    new Delivered(delivered.nativeMessageId(), now.tries().attempts() + 1), FarSide.ANSWERED);
        } else if (outcome instanceof DeliveryOutcome.Retry retry) {
            return retry.limit() == LimitScope.CONNECTOR ? limited(retry, now) : retry(retry, now);
        } else if (outcome instanceof DeliveryOutcome.PermanentFailure failure) {
            return failure.unrecognised() ? unrecognised(failure, now, refusal) : permanent(failure, now);
        }
        return unknown(((DeliveryOutcome.Unknown) outcome).reason(), now);
    }

    /** A step of the route failed, and nothing was sent. */
    public static OutboundDecision stepFailed(String reason, OutboundSituation now) {
        return OutboundDecision.of(
                Pause.counted(now.tries(), Cause.ROUTE_FAILURE, now.schedule(), null, reason)
                        .<OutboundVerdict>map(pause -> new Waits(pause, Cause.ROUTE_FAILURE, now.uncertain()))
                        .orElseGet(() -> usedUp(now, reason)),
                FarSide.UNKNOWN);
    }

    private static OutboundDecision retry(DeliveryOutcome.Retry retry, OutboundSituation now) {
        boolean limited = retry.retryClass() == RetryClass.RATE_LIMIT;
        boolean uncertain = now.uncertain() || retry.uncertain() && !limited;
        Cause cause = Cause.of(retry.retryClass());
        OutboundVerdict verdict = Pause.counted(now.tries(), cause, now.schedule(), retry.retryAfter(), retry.reason())
                .<OutboundVerdict>map(pause -> new Waits(pause, cause, uncertain))
                .orElseGet(() -> usedUp(now, retry.reason()));
        Duration wait = now.schedule().waitAfter(now.tries().oneMore(cause).of(cause), retry.retryAfter());
        return new OutboundDecision(
                verdict,
                limited ? FarSide.ANSWERED : FarSide.FAILED,
                retry.limit() == LimitScope.BUCKET ? new Limit(LimitScope.BUCKET, wait, retry.reason()) : null);
    }

    /** The message did nothing for it, so it costs none; the wait grows with each limit in a row. */
    private static OutboundDecision limited(DeliveryOutcome.Retry retry, OutboundSituation now) {
        Duration wait = now.schedule().waitAfter(now.limitsInARow() + 1, retry.retryAfter());
        Pause pause = new Pause(now.tries().oneMoreFree(), wait, retry.reason());
        return new OutboundDecision(
                new Waits(pause, Cause.RATE_LIMIT, now.uncertain()),
                FarSide.UNKNOWN,
                new Limit(LimitScope.CONNECTOR, wait, retry.reason()));
    }

    private static OutboundDecision permanent(DeliveryOutcome.PermanentFailure failure, OutboundSituation now) {
        if (failure.fault() == Fault.CONNECTOR) {
            Readiness readiness = failure.readiness() == null ? Readiness.MISCONFIGURED : failure.readiness();
            return OutboundDecision.of(new ConnectorAtFault(readiness, failure.reason()), FarSide.UNKNOWN);
        }
        return OutboundDecision.of(dead(now, failure.reason()), FarSide.ANSWERED);
    }

    private static OutboundDecision unrecognised(
            DeliveryOutcome.PermanentFailure failure, OutboundSituation now, Refusals.Fault fault) {
        return switch (fault) {
            case OPEN ->
                OutboundDecision.of(
                        new Waits(
                                Pause.free(now.tries(), Backoff.PROBE, failure.reason()),
                                Cause.UNRECOGNISED_REFUSAL,
                                now.uncertain()),
                        FarSide.FAILED);
            case MESSAGE ->
                OutboundDecision.of(
                        dead(now, failure.reason() + " (refused again and again, while others pass)"),
                        FarSide.ANSWERED);
            case CONNECTOR ->
                OutboundDecision.of(
                        new ConnectorAtFault(
                                Readiness.MISCONFIGURED,
                                "different messages are refused and none passes: " + failure.reason()),
                        FarSide.UNKNOWN);
        };
    }

    private static OutboundDecision unknown(String reason, OutboundSituation now) {
        int attempts = now.tries().attempts() + 1;
        Cause cause = Cause.UNKNOWN_OUTCOME;
        UnknownResolution resolution = now.resolution();
        OutboundVerdict verdict = Pause.counted(now.tries(), cause, now.schedule(), null, reason)
                .filter(pause -> resolution.isPossibleAfter(now.sinceFirstSend().plus(pause.delay())))
                // No attempt is left, but a look-up is none
                .or(() -> Pause.counted(now.tries(), cause, LOOK_UPS_ONLY, null, reason)
                        .filter(pause -> resolution.lookUp()))
                .<OutboundVerdict>map(pause -> new Waits(pause, cause, true))
                .orElseGet(() -> new AsksOperator(attempts, reason));
        return OutboundDecision.of(verdict, FarSide.FAILED);
    }

    private static final RetrySchedule LOOK_UPS_ONLY = new RetrySchedule() {
        @Override
        public boolean allowsAfter(int attempts) {
            return true;
        }

        @Override
        public Duration delayAfter(int attempts) {
            return Backoff.PROBE.first();
        }
    };

    /**
     * Before the send of a message that the platform may have.
     *
     * @param failedFor why the last attempt failed
     */
    public static OutboundDecision beforeSend(OutboundSituation now, Cause failedFor) {
        if (!isUsedUp(now, failedFor) && now.resolution().resendIsSafeAfter(now.sinceFirstSend())) {
            return OutboundDecision.of(new MaySend(false), FarSide.UNKNOWN);
        } else if (now.resolution().lookUp()) {
            return OutboundDecision.of(new LookUp(), FarSide.UNKNOWN);
        }
        return OutboundDecision.of(
                new AsksOperator(
                        now.tries().attempts(),
                        "an earlier attempt may have got through, and the platform would show a second one"),
                FarSide.UNKNOWN);
    }

    /**
     * The platform's history was asked, or could not be. Never an attempt.
     *
     * @param failedFor why the last attempt failed
     */
    public static OutboundDecision lookedUp(Finding finding, OutboundSituation now, Cause failedFor) {
        if (finding instanceof Finding.Found found) {
            int attempts = Math.max(1, now.tries().attempts());
            return OutboundDecision.of(new Delivered(found.nativeMessageId(), attempts), FarSide.ANSWERED);
        } else if (finding instanceof Finding.NotAsked notAsked) {
            Pause pause = Pause.free(now.tries(), Backoff.PROBE, notAsked.reason());
            return OutboundDecision.of(new Waits(pause, Cause.UNKNOWN_OUTCOME, true), FarSide.FAILED);
        } else if (finding instanceof Finding.Undecided undecided) {
            return OutboundDecision.of(new AsksOperator(now.tries().attempts(), undecided.reason()), FarSide.ANSWERED);
        } else if (isUsedUp(now, failedFor)) {
            int attempts = now.tries().attempts();
            return OutboundDecision.of(
                    new Dead(attempts, "the platform does not have it (" + attempts + " attempts)"), FarSide.ANSWERED);
        }
        return OutboundDecision.of(new MaySend(true), FarSide.UNKNOWN);
    }

    private static boolean isUsedUp(OutboundSituation now, Cause failedFor) {
        return !now.schedule().allowsAfter(now.tries().of(failedFor));
    }

    private static OutboundVerdict usedUp(OutboundSituation now, String reason) {
        return dead(now, Pause.usedUp(now.tries(), reason));
    }

    private static OutboundVerdict dead(OutboundSituation now, String reason) {
        return new Dead(now.tries().attempts() + 1, reason);
    }
}
