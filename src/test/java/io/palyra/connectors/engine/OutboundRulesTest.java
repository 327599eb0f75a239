package io.palyra.connectors.engine;

import static io.palyra.connectors.engine.Given.BOTH;
import static io.palyra.connectors.engine.Given.FRESH;
import static io.palyra.connectors.engine.Given.LAST;
import static io.palyra.connectors.engine.Given.LOOKS_UP;
import static io.palyra.connectors.engine.Given.REDELIVERIES;
import static io.palyra.connectors.engine.Given.WINDOW;
import static io.palyra.connectors.engine.Given.waits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.engine.OutboundDecision.Limit;
import io.palyra.connectors.engine.OutboundVerdict.AsksOperator;
import io.palyra.connectors.engine.OutboundVerdict.ConnectorAtFault;
import io.palyra.connectors.engine.OutboundVerdict.Dead;
import io.palyra.connectors.engine.OutboundVerdict.Delivered;
import io.palyra.connectors.engine.OutboundVerdict.MaySend;
import io.palyra.connectors.engine.OutboundVerdict.Waits;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A row for each line of the table "Outcomes of an attempt" in core.md, toward a platform. */
class OutboundRulesTest {

    private static final MessageId NATIVE = new MessageId("native");

    static Stream<Arguments> ends() {
        DeliveryOutcome network = retry(RetryClass.TRANSIENT_NETWORK, null, null);
        DeliveryOutcome uncertain = new DeliveryOutcome.Retry(RetryClass.TRANSIENT_NETWORK, "r", null, null, true);
        DeliveryOutcome unrecognised = new DeliveryOutcome.PermanentFailure("r", Fault.MESSAGE, null, true);
        DeliveryOutcome unknown = new DeliveryOutcome.Unknown("r");
        return Stream.of(
                row(
                        "delivered",
                        new DeliveryOutcome.Delivered(NATIVE),
                        FRESH.after(2),
                        new Delivered(NATIVE, 3),
                        FarSide.ANSWERED),
                row(
                        "not reached",
                        network,
                        FRESH.after(1),
                        waits(2, 0, 2, Cause.TRANSIENT_NETWORK, false),
                        FarSide.FAILED),
                row(
                        "free tries are forgotten",
                        network,
                        FRESH.afterFree(9),
                        waits(1, 0, 1, Cause.TRANSIENT_NETWORK, false),
                        FarSide.FAILED),
                row(
                        "not reached, after an unknown one",
                        network,
                        FRESH.uncertainFor(Duration.ofDays(1)),
                        waits(1, 0, 1, Cause.TRANSIENT_NETWORK, true),
                        FarSide.FAILED),
                row(
                        "failed, and has it perhaps",
                        uncertain,
                        FRESH,
                        waits(1, 0, 1, Cause.TRANSIENT_NETWORK, true),
                        FarSide.FAILED),
                row(
                        "restarting",
                        retry(RetryClass.CONNECTOR_RESTARTING, null, null),
                        FRESH,
                        waits(1, 0, 1, Cause.CONNECTOR_RESTARTING, false),
                        FarSide.FAILED),
                row("the last attempt", network, LAST, new Dead(5, "r (5 attempts)"), FarSide.FAILED),
                row(
                        "limited, nothing stated",
                        retry(RetryClass.RATE_LIMIT, null, null),
                        FRESH.after(2),
                        waits(3, 0, 3, Cause.RATE_LIMIT, false),
                        FarSide.ANSWERED),
                row(
                        "limited, stated",
                        retry(RetryClass.RATE_LIMIT, 90, null),
                        FRESH,
                        waits(1, 0, 90, Cause.RATE_LIMIT, false),
                        FarSide.ANSWERED),
                row(
                        "limited, stated short",
                        retry(RetryClass.RATE_LIMIT, 0, null),
                        FRESH.after(2),
                        waits(3, 0, 0.25, Cause.RATE_LIMIT, false),
                        FarSide.ANSWERED),
                row(
                        "limited, stated short too often",
                        retry(RetryClass.RATE_LIMIT, 0, null),
                        FRESH.after(3),
                        waits(4, 0, 4, Cause.RATE_LIMIT, false),
                        FarSide.ANSWERED),
                row(
                        "limited for the last time",
                        retry(RetryClass.RATE_LIMIT, 90, null),
                        LAST,
                        new Dead(5, "r (5 attempts)"),
                        FarSide.ANSWERED),
                row(
                        "limited, never unknown",
                        new DeliveryOutcome.Retry(RetryClass.RATE_LIMIT, "r", null, null, true),
                        FRESH,
                        waits(1, 0, 1, Cause.RATE_LIMIT, false),
                        FarSide.ANSWERED),
                row(
                        "a route limited",
                        retry(RetryClass.RATE_LIMIT, 90, LimitScope.BUCKET),
                        FRESH,
                        waits(1, 0, 90, Cause.RATE_LIMIT, false),
                        FarSide.ANSWERED,
                        limit(LimitScope.BUCKET, 90)),
                row(
                        "a route limited, nothing stated",
                        retry(RetryClass.RATE_LIMIT, null, LimitScope.BUCKET),
                        FRESH.after(2),
                        waits(3, 0, 3, Cause.RATE_LIMIT, false),
                        FarSide.ANSWERED,
                        limit(LimitScope.BUCKET, 3)),
                row(
                        "all of it limited",
                        retry(RetryClass.RATE_LIMIT, 90, LimitScope.CONNECTOR),
                        FRESH,
                        waits(0, 1, 90, Cause.RATE_LIMIT, false),
                        FarSide.UNKNOWN,
                        limit(LimitScope.CONNECTOR, 90)),
                row(
                        "all of it limited again, nothing stated",
                        retry(RetryClass.RATE_LIMIT, null, LimitScope.CONNECTOR),
                        LAST.limitedBefore(9),
                        waits(4, 1, 10, Cause.RATE_LIMIT, false),
                        FarSide.UNKNOWN,
                        limit(LimitScope.CONNECTOR, 10)),
                row(
                        "refused for good",
                        new DeliveryOutcome.PermanentFailure("r", Fault.MESSAGE, null),
                        FRESH,
                        new Dead(1, "r"),
                        FarSide.ANSWERED),
                row(
                        "no such place",
                        new DeliveryOutcome.PermanentFailure("r", Fault.TARGET, null),
                        FRESH.after(2),
                        new Dead(3, "r"),
                        FarSide.ANSWERED),
                row(
                        "token refused",
                        new DeliveryOutcome.PermanentFailure("r", Fault.CONNECTOR, Readiness.AUTH_FAILED),
                        FRESH,
                        new ConnectorAtFault(Readiness.AUTH_FAILED, "r"),
                        FarSide.UNKNOWN),
                row(
                        "not set up",
                        new DeliveryOutcome.PermanentFailure("r", Fault.CONNECTOR, null),
                        FRESH,
                        new ConnectorAtFault(Readiness.MISCONFIGURED, "r"),
                        FarSide.UNKNOWN),
                row(
                        "refused, nobody knows why",
                        unrecognised,
                        FRESH,
                        waits(0, 1, 1, Cause.UNRECOGNISED_REFUSAL, false),
                        FarSide.FAILED),
                row(
                        "and again",
                        unrecognised,
                        FRESH.after(2).afterFree(3),
                        waits(2, 4, 8, Cause.UNRECOGNISED_REFUSAL, false),
                        FarSide.FAILED),
                row(
                        "and for hours",
                        unrecognised,
                        FRESH.afterFree(500),
                        waits(0, 501, 60, Cause.UNRECOGNISED_REFUSAL, false),
                        FarSide.FAILED),
                row("unknown, nobody can tell", unknown, FRESH, new AsksOperator(1, "r"), FarSide.FAILED),
                row(
                        "unknown, recognised",
                        unknown,
                        FRESH.resolvedBy(UnknownResolution.RESEND),
                        waits(1, 0, 1, Cause.UNKNOWN_OUTCOME, true),
                        FarSide.FAILED),
                row(
                        "unknown, inside the window",
                        unknown,
                        FRESH.resolvedBy(WINDOW).after(2),
                        waits(3, 0, 3, Cause.UNKNOWN_OUTCOME, true),
                        FarSide.FAILED),
                row(
                        "unknown, the window ends before the next",
                        unknown,
                        FRESH.uncertainFor(Duration.ofSeconds(59)).resolvedBy(WINDOW),
                        new AsksOperator(1, "r"),
                        FarSide.FAILED),
                row(
                        "unknown, the window ends and it can look",
                        unknown,
                        FRESH.uncertainFor(Duration.ofHours(1)).resolvedBy(BOTH),
                        waits(1, 0, 1, Cause.UNKNOWN_OUTCOME, true),
                        FarSide.FAILED),
                row(
                        "unknown for the last time",
                        unknown,
                        LAST.resolvedBy(UnknownResolution.RESEND),
                        new AsksOperator(5, "r"),
                        FarSide.FAILED),
                row(
                        "unknown for the last time, and it can look",
                        unknown,
                        LAST.resolvedBy(LOOKS_UP),
                        waits(5, 0, 1, Cause.UNKNOWN_OUTCOME, true),
                        FarSide.FAILED));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void ended(DeliveryOutcome outcome, Given given, OutboundVerdict verdict, FarSide farSide, @Nullable Limit limit) {
        assertThat(OutboundRules.ended(outcome, given.situation(), Refusals.Fault.OPEN))
                .isEqualTo(new OutboundDecision(verdict, farSide, limit));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(
                        Refusals.Fault.MESSAGE,
                        new Dead(1, "code 7 (refused again and again, while others pass)"),
                        FarSide.ANSWERED),
                arguments(
                        Refusals.Fault.CONNECTOR,
                        new ConnectorAtFault(
                                Readiness.MISCONFIGURED, "different messages are refused and none passes: code 7"),
                        FarSide.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalThatNobodyKnowsIsWhoseItTurnsOutToBe(Refusals.Fault fault, OutboundVerdict verdict, FarSide farSide) {
        DeliveryOutcome refusal = new DeliveryOutcome.PermanentFailure("code 7", Fault.MESSAGE, null, true);

        assertThat(OutboundRules.ended(refusal, FRESH.situation(), fault))
                .isEqualTo(OutboundDecision.of(verdict, farSide));
    }

    static Stream<Arguments> failedSteps() {
        return Stream.of(
                arguments(FRESH, waits(1, 0, 1, Cause.ROUTE_FAILURE, false)),
                arguments(FRESH.uncertainFor(Duration.ZERO), waits(1, 0, 1, Cause.ROUTE_FAILURE, true)),
                arguments(LAST, new Dead(5, "r (5 attempts)")));
    }

    @ParameterizedTest
    @MethodSource("failedSteps")
    void aFailedStepTellsNothingAboutThePlatform(Given given, OutboundVerdict verdict) {
        assertThat(OutboundRules.stepFailed("r", given.situation()))
                .isEqualTo(OutboundDecision.of(verdict, FarSide.UNKNOWN));
    }

    /** Long unreachable, and then a step fails: that is the first failure of a step. */
    @Test
    void eachCauseHasItsOwnAttempts() {
        Tries unreachable = new Tries(80, 0, Map.of(Cause.TRANSIENT_NETWORK, 80));
        OutboundSituation now =
                new OutboundSituation(unreachable, false, Duration.ZERO, LOOKS_UP, new FixedSchedule(REDELIVERIES), 0);

        assertThat(OutboundRules.stepFailed("r", now).verdict())
                .isEqualTo(new Waits(
                        new Pause(unreachable.oneMore(Cause.ROUTE_FAILURE), Duration.ofSeconds(1), "r"),
                        Cause.ROUTE_FAILURE,
                        false));
        assertThat(OutboundRules.lookedUp(new Finding.Absent(), now, Cause.UNKNOWN_OUTCOME)
                        .verdict())
                .isEqualTo(new MaySend(true));
        assertThat(OutboundRules.ended(retry(RetryClass.TRANSIENT_NETWORK, null, null), now, Refusals.Fault.OPEN)
                        .verdict())
                .isEqualTo(new Dead(81, "r (81 attempts)"));
    }

    private static DeliveryOutcome retry(RetryClass type, @Nullable Integer statedS, @Nullable LimitScope limit) {
        return new DeliveryOutcome.Retry(type, "r", statedS == null ? null : Duration.ofSeconds(statedS), limit);
    }

    private static Limit limit(LimitScope scope, int seconds) {
        return new Limit(scope, Duration.ofSeconds(seconds), "r");
    }

    private static Arguments row(
            String name, DeliveryOutcome outcome, Given given, OutboundVerdict verdict, FarSide farSide) {
        return row(name, outcome, given, verdict, farSide, null);
    }

    private static Arguments row(
            String name,
            DeliveryOutcome outcome,
            Given given,
            OutboundVerdict verdict,
            FarSide farSide,
            @Nullable Limit limit) {
        Named<DeliveryOutcome> named = named(name, outcome);
        return arguments(named, given, verdict, farSide, limit);
    }
}
