package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.test.PalyraExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A template of one's own for a kind of connector, tried on the shipped test kit. */
class KindOnTheKitTest {

    @RegisterExtension
    static final PalyraExtension palyra =
            PalyraExtension.program().connectors("discord:ops").routeFile("kind.camel.yaml", """
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
                                  - to: palyra-inbox:{{connectorId}}
                    """);

    @Test
    void itsFilterDecides() {
        assertThat(palyra.whenPlatformSays("301", "hello").admitted()).isFalse();
        assertThat(palyra.whenPlatformSays("301", "palyra, hello").admitted()).isTrue();

        palyra.assertDelivered("301", "echo: palyra, hello");
    }
}
