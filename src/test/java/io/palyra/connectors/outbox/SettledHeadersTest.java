package io.palyra.connectors.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.engine.Cause;
import io.palyra.connectors.engine.OutboundVerdict;
import io.palyra.connectors.engine.Pause;
import io.palyra.connectors.engine.Tries;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettledHeadersTest {

    static Stream<Arguments> verdicts() {
        Pause pause = new Pause(new Tries(3, 0), Duration.ofSeconds(1), "not reached");
        return Stream.of(
                arguments(new OutboundVerdict.Delivered(new MessageId("native"), 2), "delivered", "ack", 2),
                arguments(new OutboundVerdict.Waits(pause, Cause.TRANSIENT_NETWORK, false), "retry", "unknown", 3),
                arguments(new OutboundVerdict.Dead(5, "used up"), "dead_letter", "nack", 5),
                arguments(new OutboundVerdict.AsksOperator(4, "cut"), "unknown", "unknown", 4),
                arguments(
                        new OutboundVerdict.ConnectorAtFault(Readiness.AUTH_FAILED, "refused"),
                        "given_back",
                        "unknown",
                        1));
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void sayWhatBecomesOfTheMessage(OutboundVerdict verdict, String word, String state, int attempts) {
        for (RetryClass failedAs : new @Nullable RetryClass[] {null, RetryClass.RATE_LIMIT}) {
            Message message = new DefaultMessage(new DefaultCamelContext());
            message.setHeader(PalyraConstants.RETRY_CLASS, "connector_restarting");

            SettledHeaders.set(message, verdict, failedAs, 1);

            assertThat(message.getHeader(PalyraConstants.VERDICT)).isEqualTo(word);
            assertThat(message.getHeader(PalyraConstants.RECEIPT_STATE)).isEqualTo(state);
            assertThat(message.getHeader(PalyraConstants.ATTEMPT)).isEqualTo(attempts);
            assertThat(message.getHeader(PalyraConstants.RETRY_CLASS))
                    .isEqualTo(failedAs == null ? null : failedAs.wireName());
            assertThat(message.getHeader(PalyraConstants.NATIVE_MESSAGE_ID))
                    .isEqualTo(verdict instanceof OutboundVerdict.Delivered ? "native" : null);
        }
    }
}
