package io.palyra.connectors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstanceSecretsTest {

    private static final ConnectorInstanceSpec OPS = spec("discord:ops");

    private final List<String> asked = new ArrayList<>();
    private Optional<String> value = Optional.of("  secret\n");

    @Test
    void resolvesTheVaultRefAsAnEnvironmentVariable() {
        assertThat(secrets("env").token(OPS)).contains("secret");
        assertThat(secrets("env").token(spec("discord:default"))).contains("secret");

        assertThat(asked).containsExactly("{{env:GLOBAL_DISCORD_BOT_TOKEN_OPS}}", "{{env:GLOBAL_DISCORD_BOT_TOKEN}}");
    }

    @Test
    void resolvesTheVaultRefAsItIsWithAnotherFunction() {
        secrets("hashicorp").token(OPS);

        assertThat(asked).containsExactly("{{hashicorp:global/discord_bot_token.ops}}");
    }

    @Test
    void aDeclaredReferenceWinsAndIsResolvedEachTime() {
        InstanceSecrets secrets = secrets("env");
        secrets.declared(new Declaration(OPS, Map.of(), AccessRuleSet.NONE, Optional.of("{{file:/run/secrets/ops}}")));

        secrets.token(OPS);
        value = Optional.of("another");

        assertThat(secrets.token(OPS)).contains("another");
        assertThat(asked).containsOnly("{{file:/run/secrets/ops}}");
    }

    @Test
    void whatHasNoValueOrIsBlankIsMissing() {
        value = Optional.empty();
        assertThat(secrets("env").token(OPS)).isEmpty();
        value = Optional.of(" ");
        assertThat(secrets("env").token(OPS)).isEmpty();
    }

    private InstanceSecrets secrets(String function) {
        return new InstanceSecrets(function, text -> {
            asked.add(text);
            return value;
        });
    }

    private static ConnectorInstanceSpec spec(String connectorId) {
        ConnectorId id = ConnectorId.of(connectorId);
        return ConnectorInstanceSpec.forAccount(id.kind(), id.name());
    }
}
