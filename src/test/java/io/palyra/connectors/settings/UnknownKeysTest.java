package io.palyra.connectors.settings;

import static io.palyra.connectors.settings.SettingsUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownKeysTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "palyra.htp.port, palyra.http.port",
        "palyra.http.allowedHosts, palyra.http.allowed-hosts",
        "palyra.HTTP.port, palyra.http.port",
        "palyra.store.user, palyra.store.url",
        "palyra.outbox.on-deadletter, palyra.outbox.on-dead-letter",
        "palyra.connectors.discrod.ops.token, palyra.connectors.discord.ops.token",
        "palyra.connector.discord.ops.token, palyra.connectors.discord.ops.token",
        "palyra.connectors.discord.ops.tokn, palyra.connectors.discord.ops.token",
        "palyra.connectors.discord.eu.ops.rest.url, palyra.connectors.discord.eu.ops.rest-url",
        "palyra.connectors.discord.token, palyra.connectors.discord.default.token",
        "palyra.connectors.echo.a.rest-url, palyra.connectors.discord.a.rest-url",
        "palyra.connectors.discord..token, palyra.connectors.discord..token",
    })
    void areRefusedWithTheNearestKey(String unknown, String nearest) {
        assertThat(settings().option(unknown, "hidden").problem())
                .isEqualTo(unknown + " (-D" + unknown + ") is not a setting; the nearest is " + nearest);
    }

    @Test
    void areRefusedInTheFileWithTheirLine() {
        assertThat(settings().file(folder, "a=b", "palyra.http.hots = x").problem())
                .isEqualTo("palyra.http.hots (" + folder.resolve("application.properties")
                        + ":2) is not a setting; the nearest is palyra.http.host");
    }

    @ParameterizedTest
    @CsvSource({
        "PALYRA_HTP_PORT, PALYRA_HTTP_PORT",
        "PALYRA_HOME, PALYRA_NODE_NAME",
        "PALYRA_CLI_URI, PALYRA_NODE_URL",
        "PALYRA_CONNECTORS_DISCORD_OPS_TOKN, PALYRA_CONNECTORS_DISCORD_OPS_TOKEN",
        "PALYRA_CONNECTORS_DISCROD_EU_OPS_REST_URL, PALYRA_CONNECTORS_DISCORD_EU_OPS_REST_URL",
        "PALYRA_CONNECTORS_DISCORD_TOKEN, PALYRA_CONNECTORS_DISCORD_DEFAULT_TOKEN",
    })
    void areOnlyAWarningInTheEnvironment(String unknown, String nearest) {
        assertThat(settings().variable(unknown, "hidden").load().warnings())
                .containsExactly("the environment variable " + unknown
                        + " is not a setting and is ignored; the nearest is " + nearest);
    }

    @Test
    void doNotIncludeTheVariablesOfTheClient() {
        assertThat(settings()
                        .variable("PALYRA_CLI_URL", "http://127.0.0.1:8080")
                        .variable("PALYRA_CLI_TOKEN", "s3cret")
                        .load()
                        .warnings())
                .isEmpty();
    }
}
