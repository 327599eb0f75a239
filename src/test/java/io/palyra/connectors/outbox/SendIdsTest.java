package io.palyra.connectors.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.EnvelopeId;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Which sends of an exchange are the same one again. What Camel does before a repetition, the test does by hand. */
class SendIdsTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);

    private List<EnvelopeId> send(String step) {
        List<EnvelopeId> ids = failingSend(step).ids();
        new Sent(last + 1, "answer", List.of()).keepIn(exchange.getMessage());
        return ids;
    }

    private int last;

    private SendIds.Send failingSend(String step) {
        exchange.getExchangeExtension().setHistoryNodeId(step);
        SendIds.Send send = SendIds.begin(exchange, 1);
        last = send.number();
        return send;
    }

    /** The message as it was; Camel adds that it is a repetition. */
    private void repeatFrom(Object sent) {
        exchange.getMessage().removeHeaders("*");
        if (sent != null) {
            exchange.getMessage().setHeader("CamelPalyraOutboxSent", sent);
        }
        exchange.getMessage().setHeader(Exchange.REDELIVERED, true);
    }

    private Object sent() {
        return exchange.getMessage().getHeader("CamelPalyraOutboxSent");
    }

    @Test
    void eachSendHasItsOwn() {
        assertThat(send("a")).isNotEqualTo(send("a"));
        exchange.getMessage().removeHeaders("*");
        assertThat(send("a")).isNotEqualTo(send("a"));
    }

    @Test
    void aRepeatedStepHasTheSameIdsInTheSameOrder() {
        send("before");
        Object before = sent();
        List<EnvelopeId> first = send("a");
        List<EnvelopeId> second = send("a");

        repeatFrom(before);

        assertThat(send("a")).isEqualTo(first);
        assertThat(send("a")).isEqualTo(second);
        assertThat(send("a")).isNotIn(first, second);
    }

    /** Whether it was stored is not known: its commit may have failed after it was done. */
    @Test
    void aSendThatFailedIsTheSameAgain() {
        SendIds.Send failed = failingSend("a");

        repeatFrom(null);

        assertThat(send("a")).isEqualTo(failed.ids());
    }

    @Test
    void whatFollowsARepetitionIsNone() {
        send("a");
        repeatFrom(null);
        List<EnvelopeId> repeated = send("a");

        // The header that says so stays for the rest of the route
        assertThat(send("a")).isNotEqualTo(repeated);
        assertThat(send("b")).isNotEqualTo(repeated);
    }

    @Test
    void whereAHeaderIsRemovedNothingIsTakenForARepetitionOfAnotherStepOrRound() {
        exchange.setProperty(ExchangePropertyKey.LOOP_INDEX, 0);
        List<EnvelopeId> first = send("a");

        repeatFrom(null);
        exchange.setProperty(ExchangePropertyKey.LOOP_INDEX, 1);

        assertThat(send("a")).isNotEqualTo(first);
        repeatFrom(null);
        exchange.setProperty(ExchangePropertyKey.LOOP_INDEX, 0);
        assertThat(send("b")).isNotEqualTo(first);
    }

    @Test
    void aCopyHasItsOwn() {
        List<EnvelopeId> first = send("a");
        Exchange copy = exchange.copy();
        copy.setExchangeId("copy");
        copy.getMessage().removeHeaders("*");
        copy.getMessage().setHeader(Exchange.REDELIVERED, true);
        copy.getExchangeExtension().setHistoryNodeId("a");

        assertThat(SendIds.begin(copy, 1).ids()).isNotEqualTo(first);
    }
}
