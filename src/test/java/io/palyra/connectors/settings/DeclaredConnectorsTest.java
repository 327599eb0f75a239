package io.palyra.connectors.settings;

import static io.palyra.connectors.settings.SettingsUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.access.DirectRule;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.Principal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredConnectorsTest {

    @TempDir
    private Path folder;

    @Test
    void gatherTheirOptionsFromAllSources() {
        Settings settings = settings()
                .file(
                        folder,
                        "palyra.connectors.discord.Ops.enabled=true",
                        "palyra.connectors.discord.ops.principal=channel:discord:ops",
                        "palyra.connectors.discord.ops.egress-allowlist=Discord.com, *.discord.gg",
                        "palyra.connectors.discord.ops.rest-url=https://discord.com/api",
                        "palyra.connectors.discord.ops.access-dm=allowlist",
                        "palyra.connectors.discord.ops.access-allow-from=discord:user:7, 42,7,42",
                        "palyra.connectors.echo.second.enabled=false")
                .variable("PALYRA_CONNECTORS_DISCORD_OPS_TOKEN", "{{env:DISCORD_TOKEN}}")
                .variable("PALYRA_CONNECTORS_DISCORD_OPS_ACCESS_MENTION_PATTERNS", "palyra,@crew")
                .option("palyra.connectors.discord.OPS.rest-url", "http://127.0.0.1:1")
                .option("palyra.connectors.discord.ops.access-dm", "open")
                .load();

        assertThat(settings.connectors())
                .containsExactly(
                        new DeclaredConnector(
                                ConnectorId.of("discord:ops"),
                                Optional.of(true),
                                Optional.of(new Principal("channel:discord:ops")),
                                Map.of("token", new SecretReference("{{env:DISCORD_TOKEN}}")),
                                List.of("discord.com", "*.discord.gg"),
                                new AccessRuleSet(
                                        DirectRule.OPEN,
                                        null,
                                        List.of("discord:user:7", "42", "7"),
                                        null,
                                        null,
                                        List.of("palyra", "@crew"),
                                        null),
                                Map.of("rest-url", "http://127.0.0.1:1")),
                        new DeclaredConnector(
                                ConnectorId.of("echo:second"),
                                Optional.of(false),
                                Optional.empty(),
                                Map.of(),
                                List.of(),
                                AccessRuleSet.NONE,
                                Map.of()));
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void areDeclaredByAnEmptyOptionToo() {
        List<DeclaredConnector> connectors = settings()
                .option("palyra.connectors.discord.ops.token", "")
                .load()
                .connectors();

        assertThat(connectors).singleElement().satisfies(connector -> {
            assertThat(connector.connectorId()).isEqualTo(ConnectorId.of("discord:ops"));
            assertThat(connector.secrets()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "palyra.connectors.discord.eu.ops.token, discord:eu.ops",
        "palyra.connectors.discord.token.token, discord:token",
        "palyra.connectors.discord.a_b-c.1.token, discord:a_b-c.1",
    })
    void mayHaveDotsInTheirNames(String key, String id) {
        assertThat(settings().option(key, "{{env:T}}").load().connectors())
                .extracting(connector -> connector.connectorId().value())
                .containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource({
        "PALYRA_CONNECTORS_DISCORD_OPS_REST_URL, discord:ops, rest-url",
        "PALYRA_CONNECTORS_DISCORD_EU_OPS_REST_URL, discord:eu_ops, rest-url",
        "PALYRA_CONNECTORS_DISCORD_X_EGRESS_ALLOW_LOOPBACK, discord:x, egress-allow-loopback",
        "PALYRA_CONNECTORS_ECHO_2_IDEMPOTENT, echo:2, idempotent",
    })
    void areFoundInVariablesByTheLongestOption(String variable, String id, String option) {
        assertThat(settings().variable(variable, "v").load().connectors())
                .singleElement()
                .satisfies(connector -> {
                    assertThat(connector.connectorId().value()).isEqualTo(id);
                    assertThat(connector.options()).isEqualTo(Map.of(option, "v"));
                });
    }

    @ParameterizedTest
    @CsvSource({"eu-ops", "eu.ops", "eu_ops", "EU-Ops"})
    void areMeantByAVariableThatCannotSpellThem(String name) {
        Settings settings = settings()
                .file(folder, "palyra.connectors.discord." + name + ".enabled=true")
                .variable("PALYRA_CONNECTORS_DISCORD_EU_OPS_ENABLED", "false")
                .load();

        assertThat(settings.connectors()).singleElement().satisfies(connector -> assertThat(connector.enabled())
                .contains(false));
    }

    @Test
    void areNotGuessedIfAVariableFitsTwoOfThem() {
        assertThat(settings()
                        .option("palyra.connectors.discord.eu-ops.enabled", "true")
                        .option("palyra.connectors.discord.eu.ops.enabled", "true")
                        .variable("PALYRA_CONNECTORS_DISCORD_EU_OPS_TOKEN", "hidden")
                        .problem())
                .contains("PALYRA_CONNECTORS_DISCORD_EU_OPS_TOKEN could mean any of")
                .contains("palyra.connectors.discord.eu-ops.token")
                .contains("palyra.connectors.discord.eu.ops.token")
                .doesNotContain("hidden");
    }

    @Test
    void preferTheLongerKindInAVariable() {
        Set<ConnectorKindOptions> kinds = Set.of(
                new ConnectorKindOptions(new ConnectorKind("slack"), Set.of()),
                new ConnectorKindOptions(new ConnectorKind("slack-grid"), Set.of()));

        ConnectorKeys keys = new ConnectorKeys(kinds);

        assertThat(keys.parseVariable("PALYRA_CONNECTORS_SLACK_GRID_OPS_ENABLED"))
                .contains(new ConnectorKey(new ConnectorKind("slack-grid"), "ops", "enabled"));
        assertThat(keys.parseVariable("PALYRA_CONNECTORS_SLACK_OPS_ENABLED"))
                .contains(new ConnectorKey(new ConnectorKind("slack"), "ops", "enabled"));
    }

    @ParameterizedTest
    @CsvSource({"rest.url", "restUrl", "rest_url", "-url", "''"})
    void haveOptionsInKebabCase(String option) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConnectorKindOptions(new ConnectorKind("echo"), Set.of(option)));
    }
}
