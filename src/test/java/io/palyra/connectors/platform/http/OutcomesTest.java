package io.palyra.connectors.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.DeliveryOutcome.Unknown;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each failure has its outcome, and none is forgotten. */
class OutcomesTest {

    private static final Duration WAIT = Duration.ofSeconds(3);

    private static Map<RequestFailure, DeliveryOutcome> table() {
        Map<RequestFailure, DeliveryOutcome> table = new LinkedHashMap<>();
        table.put(
                new RequestFailure.Limited("x", WAIT, LimitScope.BUCKET),
                new Retry(RetryClass.RATE_LIMIT, "x", WAIT, LimitScope.BUCKET));
        for (RefusalMeaning meaning : RefusalMeaning.values()) {
            table.put(
                    new RequestFailure.Refused(400, "code", meaning, "x"),
                    new PermanentFailure(
                            "x",
                            meaning == RefusalMeaning.TARGET ? Fault.TARGET : Fault.MESSAGE,
                            null,
                            meaning == RefusalMeaning.UNKNOWN));
        }
        table.put(new RequestFailure.Unauthorized("x"), connector(Readiness.AUTH_FAILED));
        table.put(new RequestFailure.Misconfigured("x"), connector(Readiness.MISCONFIGURED));
        table.put(new RequestFailure.Foreign("x"), connector(Readiness.MISCONFIGURED));
        table.put(new RequestFailure.Withheld("x"), connector(Readiness.MISCONFIGURED));
        table.put(new RequestFailure.Unavailable("x"), new Retry(RetryClass.TRANSIENT_NETWORK, "x", null));
        table.put(new RequestFailure.NotSent("x"), new Retry(RetryClass.TRANSIENT_NETWORK, "x", null));
        table.put(new RequestFailure.ServerFailed("x"), new Retry(RetryClass.TRANSIENT_NETWORK, "x", null, null, true));
        table.put(new RequestFailure.Stopped("x"), new Retry(RetryClass.CONNECTOR_RESTARTING, "x", null));
        table.put(new RequestFailure.Uncertain("x"), new Unknown("x"));
        return table;
    }

    private static DeliveryOutcome connector(Readiness readiness) {
        return new PermanentFailure("x", Fault.CONNECTOR, readiness);
    }

    @Test
    void everyFailureHasItsOutcome() {
        Map<RequestFailure, DeliveryOutcome> table = table();
        assertThat(table.keySet().stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(
                        Stream.of(RequestFailure.class.getPermittedSubclasses()).collect(Collectors.toSet()));
        table.forEach((failure, outcome) ->
                assertThat(Outcomes.of(failure)).as(failure.toString()).isEqualTo(outcome));
    }

    /** Opening its conversation failed, say: that does not make the outcome of the message unknown. */
    @Test
    void whatFailsBeforeTheSendLeavesTheMessageHere() {
        table().forEach((failure, outcome) -> {
            boolean mayHaveBeenDone =
                    failure instanceof RequestFailure.Uncertain || failure instanceof RequestFailure.ServerFailed;
            assertThat(Outcomes.beforeSend(failure))
                    .as(failure.toString())
                    .isEqualTo(mayHaveBeenDone ? new Retry(RetryClass.TRANSIENT_NETWORK, "x", null) : outcome);
        });
    }

    @Test
    void onlyWhatIsTheConnectorsFaultSaysSomethingOfIt() {
        table().forEach((failure, outcome) -> assertThat(Outcomes.readiness(failure))
                .as(failure.toString())
                .isEqualTo(
                        outcome instanceof PermanentFailure permanent && permanent.fault() == Fault.CONNECTOR
                                ? permanent.readiness()
                                : Readiness.READY));
    }

    @Test
    void aCodeHasOneMeaning() {
        CodeTable codes = CodeTable.of(Chatter.Code.values());
        assertThat(codes.meaning("TOO_LONG")).isEqualTo(CodeMeaning.MESSAGE);
        assertThat(codes.meaning("too_long")).isNull();
        assertThatIllegalStateException()
                .isThrownBy(() -> CodeTable.of(Chatter.Code.TOO_LONG, Chatter.Code.SLOWER, Chatter.Code.TOO_LONG));
    }
}
