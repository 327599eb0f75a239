package io.palyra.connectors.platform.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.Sha256;
import org.junit.jupiter.api.Test;

/** Ids that are in people's stores: each is written out, as none may ever come out differently. */
class EnvelopesTest {

    private static final ConnectorId LONG = ConnectorId.of("discord:" + "a".repeat(110));

    private static String of(ConnectorId connectorId, String... parts) {
        return Envelopes.envelope(connectorId, parts).value();
    }

    @Test
    void theConnectorAndTheMessageAreReadable() {
        assertThat(of(ConnectorId.of("discord:ops"), "1234")).isEqualTo("discord:ops:1234");
        assertThat(of(ConnectorId.of("slack:ops"), "T1", "C1", "1700000000.000100"))
                .isEqualTo("slack:ops:T1:C1:1700000000.000100");
    }

    @Test
    void aLongConnectorIsADigest() {
        assertThat(of(LONG, "1234567890")).isEqualTo("discord:nx5yhH9wIfmaDxmN:1234567890");
        assertThat(of(LONG, "123456789")).isEqualTo(LONG + ":123456789").hasSize(EnvelopeId.INBOUND_BYTES_MAX);
    }

    @Test
    void aMessageIdOfAnySizeHasAnEnvelope() {
        assertThat(of(ConnectorId.of("slack:ops"), "x".repeat(200)))
                .isEqualTo("slack:W0IMAzhqzcWyxa6Q8qnzPdJnj10FZPCV")
                .isNotEqualTo(of(ConnectorId.of("slack:ops"), "x".repeat(201)));
        assertThat(of(ConnectorId.of("slack:ops"), "ö".repeat(100))).startsWith("slack:");
    }

    @Test
    void digestsAreThoseOfEveryOtherTool() {
        assertThat(Sha256.hex("kö")).isEqualTo("6b1062b4f595cefa9dad7c5bfeb6c9bda526e6424647114e7f4236db7a341745");
        assertThat(Sha256.base64(18, "key", "text")).isEqualTo("DAjqEqkFIKClOopRJgQRJxyL");
        assertThat(Sha256.of("a", "bc")).isNotEqualTo(Sha256.of("ab", "c"));
    }
}
