package io.palyra.connectors.settings;

import static io.palyra.connectors.settings.SettingsUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownSettingsTest {

    @TempDir
    private Path folder;

    private static ShownSetting shown(Settings settings, String key) {
        return settings.shown().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sayWhatIsInEffectAndWhereItIsFrom() {
        Settings settings = settings()
                .file(folder, "palyra.http.port=1", "palyra.daemon.timeout=1s", "palyra.daemon.concurrency=1")
                .variable("PALYRA_DAEMON_TIMEOUT", "2s")
                .variable("PALYRA_DAEMON_CONCURRENCY", "2")
                .variable("PALYRA_CONNECTORS_DISCORD_OPS_ENABLED", "true")
                .option("palyra.daemon.concurrency", "3")
                .load();

        assertThat(settings.shown())
                .contains(
                        new ShownSetting(
                                "palyra.http.port",
                                "1",
                                "8080",
                                SettingSource.FILE,
                                folder.resolve("application.properties") + ":1"),
                        new ShownSetting(
                                "palyra.daemon.timeout",
                                "2s",
                                "120s",
                                SettingSource.ENVIRONMENT,
                                "environment variable PALYRA_DAEMON_TIMEOUT"),
                        new ShownSetting(
                                "palyra.daemon.concurrency",
                                "3",
                                "64",
                                SettingSource.SYSTEM_PROPERTY,
                                "-Dpalyra.daemon.concurrency"),
                        new ShownSetting(
                                "palyra.connectors.discord.ops.enabled",
                                "true",
                                null,
                                SettingSource.ENVIRONMENT,
                                "environment variable PALYRA_CONNECTORS_DISCORD_OPS_ENABLED"),
                        new ShownSetting("palyra.outbox.lease", "60s", "60s", SettingSource.DEFAULT, "default"),
                        new ShownSetting("palyra.admin.token", null, null, SettingSource.DEFAULT, "default"))
                .extracting(ShownSetting::key)
                .containsAll(SettingKeys.ALL.stream().map(SettingKey::name).toList())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            palyra.admin.token                      | {{env:ADMIN_TOKEN}}               | {{env:ADMIN_TOKEN}}
            palyra.admin.token                      | {{env:ADMIN_TOKEN:hunter2}}       | {{env:ADMIN_TOKEN:…}}
            palyra.admin.token                      | hunter2                           | (set)
            palyra.admin.token                      | hunter2{{env:ADMIN_TOKEN}}        | (set)
            palyra.store.password                   | {{file:/run/secrets/store}}       | {{file:/run/secrets/store}}
            palyra.connectors.slack.ops.app-token   | global/slack_app_token.ops        | global/slack_app_token.ops
            palyra.connectors.discord.ops.token     | hunter2                           | (set)
            palyra.connectors.discord.ops.rest-url  | http://me:hunter2@proxy/api       | http://…@proxy/…
            palyra.connectors.discord.ops.principal | channel:discord:ops               | channel:discord:ops
            palyra.daemon.endpoint                  | https://me:hunter2@host/r?key=x   | https://…@host/r?…
            palyra.daemon.endpoint                  | ftp:me:hunter2@host/r             | ftp:…@host/r
            palyra.store.url                        | jdbc:postgresql://db/x?sslkey=abc | jdbc:postgresql://db/x?sslkey=…
            """)
    void showNoSecret(String key, String text, String expected) {
        assertThat(shown(settings().option(key, text).load(), key).value()).isEqualTo(expected);
    }
}
