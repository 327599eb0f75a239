package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InboundMessageEventBuilder;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.test.PalyraExtension.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A template of one's own for a kind of connector, tried on the shipped test kit. */
class KindOnTheKitTest {

    private static final InboundFacts MENTIONED = new InboundFacts(true, false);

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program()
            .connectors("discord:ops")
            .settings("palyra.connectors.discord.ops.access-pairing-text=Ask us, with {code}.")
            .routeFile("kind.camel.yaml", """
                    - routeTemplate:
                        id: palyra-inbound-discord
                        parameters:
                          - name: connectorId
                        from:
                          uri: palyra-{{connectorId}}
                          steps:
                            - filter:
                                simple: "${body.body} startsWith 'palyra,'"
                                steps:
                                  - to: palyra-access:{{connectorId}}
                                  - to: palyra-inbox:{{connectorId}}
                    """);

    @Test
    void itsFilterDecides() {
        assertThat(palyra.whenPlatformSays("301", "hello").admitted()).isFalse();
        assertThat(palyra.whenPlatformSays("301", "palyra, hello").admitted()).isTrue();

        palyra.assertDelivered("301", "echo: palyra, hello");
    }

    @Test
    void whoMayTalkIsDecidedBehindTheFilter() {
        assertThat(says("m1", "302", "palyra, hello", InboundFacts.NONE).reason())
                .contains("not_mentioned");
        assertThat(says("m2", "302", "hello", MENTIONED).reason()).contains("filtered");
        assertThat(says("m3", "302", "palyra, hello", MENTIONED).admitted()).isTrue();

        palyra.assertDelivered("302", "echo: palyra, hello");
    }

    @Test
    void aStrangerIsToldHowToBeLetIn() {
        Said said = palyra.whenPlatformSays(
                event("m4", "303", "palyra, hello").directMessage(true).build(), InboundFacts.NONE);

        assertThat(said.admitted()).isFalse();
        assertThat(said.reason()).contains("pairing_requested");
        await().untilAsserted(() ->
                assertThat(palyra.delivered("303")).singleElement().asString().matches("Ask us, with [0-9A-Z]{6}\\."));
    }

    private static Said says(String envelope, String conversation, String text, InboundFacts facts) {
        return palyra.whenPlatformSays(event(envelope, conversation, text).build(), facts);
    }

    private static InboundMessageEventBuilder event(String envelope, String conversation, String text) {
        return InboundMessageEvent.builder(
                new EnvelopeId(envelope),
                ConnectorId.of("discord:ops"),
                new ConversationId(conversation),
                new SenderId("ann"),
                text);
    }
}
