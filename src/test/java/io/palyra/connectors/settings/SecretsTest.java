package io.palyra.connectors.settings;

import static io.palyra.connectors.settings.SettingsUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final String SECRET = "hunter2";

    @TempDir
    private Path folder;

    @Test
    void areNotShownByAnyToString() {
        Settings settings = settings()
                .variable("PALYRA_ADMIN_TOKEN", SECRET)
                .variable("PALYRA_STORE_PASSWORD", SECRET)
                .variable("PALYRA_DAEMON_ENDPOINT", "https://me:" + SECRET + "@daemon/route?key=" + SECRET)
                .variable("PALYRA_CONNECTORS_DISCORD_OPS_TOKEN", SECRET)
                .variable("PALYRA_CONNECTORS_DISCORD_OPS_REST_URL", "http://me:" + SECRET + "@proxy")
                .load();

        assertThat(settings.toString())
                .contains("discord:ops", "https://…@daemon/route?…")
                .doesNotContain(SECRET);
        assertThat(settings.http().adminToken().orElseThrow().text()).isEqualTo(SECRET);
    }

    @Test
    void areNotShownByProblemsOrWarnings() {
        SettingsUnderTest sources = settings()
                .option("palyra.store.url", "jdbc:postgresql://db/x")
                .option("palyra.admin.token", SECRET)
                .option("palyra.store.password", SECRET)
                .option("palyra.connectors.discord.ops.token", SECRET)
                .variable("PALYRA_ADMIN_TOKN", SECRET);
        assertThat(sources.load().warnings()).hasSize(4).noneMatch(line -> line.contains(SECRET));

        sources.option("palyra.admin.tokn", SECRET).option("palyra.connectors.discord.a b.token", SECRET);
        assertThat(sources.problems()).hasSize(2).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void areNotShownWhereTheirValueIsRefused() {
        Findings findings = new Findings();
        findings.rejected(new SourcedValue("palyra.admin.token", SECRET, SettingSource.FILE, "f:1"), "something else");

        assertThatThrownBy(findings::throwIfAnyProblem)
                .hasMessage("palyra.admin.token (f:1) is not allowed; it must be something else");
    }

    @Test
    void areWarnedOfWhereTheyAreWrittenOut() {
        Settings settings =
                settings().file(folder, "palyra.admin.token=" + SECRET).load();

        assertThat(settings.warnings())
                .containsExactly("palyra.admin.token (" + folder.resolve("application.properties")
                        + ":1) holds the secret itself; better a reference, such as {{env:MY_SECRET}}");
    }

    /** Wherever they stand: what a connector is given is a name. */
    @Test
    void areNoTokensOfConnectors() {
        assertThat(settings()
                        .variable("PALYRA_CONNECTORS_DISCORD_OPS_TOKEN", SECRET)
                        .load()
                        .warnings())
                .containsExactly(
                        "palyra.connectors.discord.ops.token (environment variable PALYRA_CONNECTORS_DISCORD_OPS_TOKEN) is"
                                + " taken for the name of a secret, never for the secret itself; write a reference, such as"
                                + " {{env:MY_SECRET}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{env:ADMIN_TOKEN}}", "{{file:/run/secrets/token}}", "global/discord_bot_token.ops"})
    void mayBeReferences(String reference) {
        assertThat(settings().option("palyra.admin.token", reference).load().warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "{{evn:DISCORD_TOKEN}}, DISCORD_TOKEN, true",
        "{{evn:DISCORD_TOKEN}}, a-secret, false",
        "{{env:DISCORD_TOKEN}}, a-secret, false",
        "{{discord.token}}, a-secret, false",
        "a:secret, secret, false"
    })
    void aReferenceThatIsTakenForItsOwnWordsIsKnown(String written, String resolved, boolean isOnlyWords) {
        assertThat(new SecretReference(written).isOnlyWords(resolved)).isEqualTo(isOnlyWords);
    }
}
