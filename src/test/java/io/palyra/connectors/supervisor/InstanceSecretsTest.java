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
        assertThat(secrets("env").secret(OPS, "token")).contains("secret");
        assertThat(secrets("env").secret(spec("discord:default"), "token")).contains("secret");

        assertThat(asked).containsExactly("{{env:GLOBAL_DISCORD_BOT_TOKEN_OPS}}", "{{env:GLOBAL_DISCORD_BOT_TOKEN}}");
    }

    @Test
    void resolvesTheVaultRefAsItIsWithAnotherFunction() {
        secrets("hashicorp").secret(OPS, "token");

        assertThat(asked).containsExactly("{{hashicorp:global/discord_bot_token.ops}}");
    }

    @Test
    void aDeclaredReferenceWinsAndIsResolvedEachTime() {
        InstanceSecrets secrets = secrets("env");
        secrets.declared(
                new Declaration(OPS, Map.of(), AccessRuleSet.NONE, Map.of("token", "{{file:/run/secrets/ops}}")));

        secrets.secret(OPS, "token");
        value = Optional.of("another");

        assertThat(secrets.secret(OPS, "token")).contains("another");
        assertThat(asked).containsOnly("{{file:/run/secrets/ops}}");
    }

    @Test
    void anotherSecretOfTheInstanceHasAVaultRefOfItsOwn() {
        InstanceSecrets secrets = secrets("env");
        secrets.declared(new Declaration(
                spec("slack:eu"), Map.of(), AccessRuleSet.NONE, Map.of("app-token", "{{file:/run/secrets/app}}")));

        secrets.secret(spec("slack:ops"), "app-token");
        secrets.secret(spec("slack:default"), "app-token");
        secrets.secret(spec("slack:eu"), "app-token");
        secrets.secret(spec("slack:eu"), "token");

        assertThat(asked)
                .containsExactly(
                        "{{env:GLOBAL_SLACK_APP_TOKEN_OPS}}",
                        "{{env:GLOBAL_SLACK_APP_TOKEN}}",
                        "{{file:/run/secrets/app}}",
                        "{{env:GLOBAL_SLACK_BOT_TOKEN_EU}}");
    }

    @Test
    void whatHasNoValueOrIsBlankIsMissing() {
        value = Optional.empty();
        assertThat(secrets("env").secret(OPS, "token")).isEmpty();
        value = Optional.of(" ");
        assertThat(secrets("env").secret(OPS, "token")).isEmpty();
    }

    @Test
    void saysOfTheReferenceWhyItHasNoValue() {
        InstanceSecrets secrets = secrets("env");
        assertThat(secrets.trouble(OPS, "token")).isEmpty();
        value = Optional.empty();
        assertThat(secrets.trouble(OPS, "token")).contains("{{env:GLOBAL_DISCORD_BOT_TOKEN_OPS}}: no such file");
    }

    private InstanceSecrets secrets(String function) {
        return new InstanceSecrets(
                function,
                text -> {
                    asked.add(text);
                    return value;
                },
                reference -> value.isPresent() ? Optional.empty() : Optional.of(reference + ": no such file"));
    }

    private static ConnectorInstanceSpec spec(String connectorId) {
        ConnectorId id = ConnectorId.of(connectorId);
        return ConnectorInstanceSpec.forAccount(id.kind(), id.name());
    }
}
