package io.palyra.connectors.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    @Test
    void derivesTheIdsOfRepliesAndParts() {
        EnvelopeId envelope = new EnvelopeId("E");
        assertThat(envelope.reply(0)).hasToString("E:0");
        assertThat(envelope.reply(12)).hasToString("E:12");
        assertThat(envelope.chunk(0)).isEqualTo(envelope);
        assertThat(envelope.reply(1).chunk(2)).hasToString("E:1:chunk2");
        assertThatThrownBy(() -> envelope.reply(-1)).isInstanceOf(InvalidEnvelopeException.class);
        assertThatThrownBy(() -> envelope.chunk(-1)).isInstanceOf(InvalidEnvelopeException.class);
    }

    @Test
    void longestInboundIdLeavesRoomForItsReplies() {
        EnvelopeId longest = new EnvelopeId("x".repeat(EnvelopeId.INBOUND_BYTES_MAX));
        assertThat(longest.reply(RouteInboundResult.OUTPUTS_MAX - 1)
                        .chunk(Integer.MAX_VALUE)
                        .value())
                .hasSizeLessThan(EnvelopeId.BYTES_MAX);
    }

    @Test
    void connectorIdIsKindAndAccountName() {
        ConnectorId id = ConnectorId.of("discord:Ops_1.EU-west");
        assertThat(id).hasToString("discord:ops_1.eu-west");
        assertThat(id.kind()).isEqualTo(new ConnectorKind("discord"));
        assertThat(id.name()).isEqualTo("ops_1.eu-west");
        assertThat(ConnectorId.of(new ConnectorKind("discord"), "OPS_1.eu-WEST"))
                .isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "discord", ":", "discord:", ":ops", "Discord:ops", "1d:ops", "-d:ops", "dis_cord:ops", "d:a:b", "d:.",
                "d:..", "d:a..b", "d:a/b", "d:a\\b", "d:a b", "d:é", "d:\u212a", "d:a%2f", "d: a", " d:a"
            })
    void refusesOddConnectorIds(String id) {
        assertThatThrownBy(() -> ConnectorId.of(id))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageStartingWith("connector_id: ")
                .hasMessageContaining(id);
    }

    @Test
    void connectorIdHasAtMost128Bytes() {
        assertThat(ConnectorId.of("d:" + "a".repeat(126)).name()).hasSize(126);
        assertThatThrownBy(() -> ConnectorId.of("d:" + "a".repeat(127)))
                .hasMessage("connector_id: value exceeds size limit (129 bytes, at most 128)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Discord", "1a", "-a", "a_b", "a.b", "é", "a b"})
    void refusesOddKinds(String kind) {
        assertThatThrownBy(() -> new ConnectorKind(kind))
                .hasMessage("kind: must be lower-case letters, digits and '-', a letter first (\"" + kind + "\")");
    }

    @Test
    void offendingValueIsShortenedInTheMessage() {
        assertThatThrownBy(() -> ConnectorId.of("A".repeat(100)))
                .hasMessage("connector_id: must be kind:name (\"" + "A".repeat(64) + "…\")");
    }

    @ParameterizedTest
    @CsvSource({
        "ops, channel:discord:ops, discord.ops, global/discord_bot_token.ops",
        "OPS, channel:discord:ops, discord.ops, global/discord_bot_token.ops",
        "default, channel:discord:default, discord.default, global/discord_bot_token"
    })
    void derivesWhatAnAccountGets(String name, String principal, String profile, String vaultRef) {
        var spec = ConnectorInstanceSpec.forAccount(new ConnectorKind("discord"), name);
        assertThat(spec.principal()).hasToString(principal);
        assertThat(spec.authProfileRef()).isEqualTo(profile);
        assertThat(spec.tokenVaultRef()).isEqualTo(vaultRef);
        assertThat(spec.enabled()).isFalse();
        assertThat(spec.egressAllowlist()).isEmpty();
    }

    @Test
    void kindAndPrincipalFollowFromTheConnectorId() {
        var spec = WireFormat.read("{\"connector_id\":\"slack:Eu\"}", ConnectorInstanceSpec.class);
        assertThat(spec.kind()).hasToString("slack");
        assertThat(spec.principal()).hasToString("channel:slack:eu");
        assertThatThrownBy(() -> WireFormat.read(
                        "{\"connector_id\":\"slack:eu\",\"kind\":\"echo\"}", ConnectorInstanceSpec.class))
                .hasMessage("kind: must be the kind in connector_id (\"echo\")");
    }

    @ParameterizedTest
    @CsvSource({"Discord.COM, discord.com", "*.Example.org, *.example.org", "localhost, localhost", "10.0.0.1, 10.0.0.1"
    })
    void keepsHostsInLowerCase(String host, String kept) {
        var spec = ConnectorInstanceSpec.forAccount(new ConnectorKind("discord"), "ops");
        assertThat(spec.withEgressAllowlist(java.util.List.of(host)).egressAllowlist())
                .containsExactly(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.",
                ".",
                "a.",
                ".a",
                "a..b",
                "*a.b",
                "a.*.b",
                "http://a",
                "a:443",
                "a/b",
                "a_b",
                "é.fr",
                "[::1]"
            })
    void refusesWhatIsNoHost(String host) {
        var spec = ConnectorInstanceSpec.forAccount(new ConnectorKind("discord"), "ops");
        assertThatThrownBy(() -> spec.withEgressAllowlist(java.util.List.of("a.example", host)))
                .hasMessage("egress_allowlist[1]: must be host or *.host (\"" + host + "\")");
    }
}
