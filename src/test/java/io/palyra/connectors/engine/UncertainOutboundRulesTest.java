package io.palyra.connectors.engine;

import static io.palyra.connectors.engine.Given.BOTH;
import static io.palyra.connectors.engine.Given.FRESH;
import static io.palyra.connectors.engine.Given.LOOKS_UP;
import static io.palyra.connectors.engine.Given.waits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.adapter.UnknownResolution;
import io.palyra.connectors.engine.OutboundVerdict.AsksOperator;
import io.palyra.connectors.engine.OutboundVerdict.Dead;
import io.palyra.connectors.engine.OutboundVerdict.Delivered;
import io.palyra.connectors.engine.OutboundVerdict.LookUp;
import io.palyra.connectors.engine.OutboundVerdict.MaySend;
import io.palyra.connectors.protocol.MessageId;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same table, of what the platform may have: before it is sent again, and once the platform was asked. */
class UncertainOutboundRulesTest {

    private static final MessageId NATIVE = new MessageId("native");

    static Stream<Arguments> uncertainOnes() {
        Given lately = FRESH.uncertainFor(Duration.ofSeconds(59));
        Given longAgo = FRESH.uncertainFor(Duration.ofMinutes(1));
        return Stream.of(
                arguments(named("inside the window", lately.resolvedBy(BOTH)), new MaySend(false)),
                arguments(named("after it", longAgo.resolvedBy(BOTH)), new LookUp()),
                arguments(named("always recognised", longAgo.resolvedBy(UnknownResolution.RESEND)), new MaySend(false)),
                arguments(named("no attempt left", lately.resolvedBy(BOTH).after(5)), new LookUp()),
                arguments(
                        named("nobody can tell", lately.after(1)),
                        new AsksOperator(
                                1,
                                "an earlier attempt may have got through, and the platform would show a second one")));
    }

    @ParameterizedTest
    @MethodSource("uncertainOnes")
    void beforeTheSendOfWhatThePlatformMayHave(Given given, OutboundVerdict verdict) {
        assertThat(OutboundRules.beforeSend(given.situation(), Cause.UNKNOWN_OUTCOME)
                        .verdict())
                .isEqualTo(verdict);
    }

    static Stream<Arguments> findings() {
        Given before =
                FRESH.uncertainFor(Duration.ofHours(1)).resolvedBy(LOOKS_UP).after(2);
        return Stream.of(
                arguments(new Finding.Found(NATIVE), before, new Delivered(NATIVE, 2), FarSide.ANSWERED),
                arguments(new Finding.Found(NATIVE), before.after(0), new Delivered(NATIVE, 1), FarSide.ANSWERED),
                arguments(new Finding.Absent(), before, new MaySend(true), FarSide.UNKNOWN),
                arguments(
                        new Finding.Absent(),
                        before.after(5),
                        new Dead(5, "the platform does not have it (5 attempts)"),
                        FarSide.ANSWERED),
                arguments(new Finding.Undecided("r"), before, new AsksOperator(2, "r"), FarSide.ANSWERED),
                arguments(
                        new Finding.NotAsked("r"), before, waits(2, 1, 1, Cause.UNKNOWN_OUTCOME, true), FarSide.FAILED),
                arguments(
                        new Finding.NotAsked("r"),
                        before.after(5).afterFree(10_000),
                        waits(5, 10_001, 60, Cause.UNKNOWN_OUTCOME, true),
                        FarSide.FAILED));
    }

    @ParameterizedTest
    @MethodSource("findings")
    void aLookUpIsNoAttempt(Finding finding, Given given, OutboundVerdict verdict, FarSide farSide) {
        assertThat(OutboundRules.lookedUp(finding, given.situation(), Cause.UNKNOWN_OUTCOME))
                .isEqualTo(OutboundDecision.of(verdict, farSide));
    }
}
