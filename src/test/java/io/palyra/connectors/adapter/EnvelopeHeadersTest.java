package io.palyra.connectors.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InboundMessageEventBuilder;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.SenderId;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;

/** What a route can filter by. */
class EnvelopeHeadersTest {

    private static InboundMessageEventBuilder event() {
        return InboundMessageEvent.builder(
                new EnvelopeId("m1"),
                ConnectorId.of("echo:default"),
                new ConversationId("c1"),
                new SenderId("ada"),
                "hello");
    }

    private static Message headersOf(InboundMessageEvent event) {
        Message message = new DefaultMessage(new DefaultCamelContext());
        EnvelopeHeaders.of(event, message);
        return message;
    }

    @Test
    void aBotsAnswer() {
        assertThat(headersOf(event().senderIsBot(true)
                                .inReplyTo(new MessageId("m0"), "who?")
                                .build())
                        .getHeaders())
                .containsEntry("CamelPalyraSenderIsBot", true)
                .containsEntry("CamelPalyraInReplyTo", "m0");
    }

    @Test
    void aPersonsMessage() {
        assertThat(headersOf(event().build()).getHeaders())
                .containsEntry("CamelPalyraSenderIsBot", false)
                .containsEntry("CamelPalyraConversationId", "c1")
                .doesNotContainKey("CamelPalyraInReplyTo");
    }
}
