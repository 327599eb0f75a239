package io.palyra.connectors.settings;

import static io.palyra.connectors.settings.SettingsUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {

    @TempDir
    private Path folder;

    @Test
    void fillsInEveryDefault() {
        Settings settings = settings().load();

        assertThat(settings.http()).isEqualTo(new Settings.Http("127.0.0.1", 8080, List.of(), Optional.empty()));
        assertThat(settings.vault()).isEqualTo(new Settings.Vault("env"));
        assertThat(settings.store())
                .isEqualTo(new Settings.Store(
                        "jdbc:sqlite:data/palyra-connectors.db",
                        Optional.empty(),
                        Optional.empty(),
                        Synchronous.FULL,
                        Duration.ofSeconds(30)));
        assertThat(settings.daemon()).isEqualTo(new Settings.Daemon("bean:embeddedDaemon", Duration.ofMinutes(2), 64));
        assertThat(settings.inbox()).isEqualTo(new Settings.Inbox(Duration.ofDays(7)));
        assertThat(settings.outbox())
                .isEqualTo(new Settings.Outbox(64, 16, Duration.ofMinutes(1), LanePolicy.CONTINUE, LanePolicy.HOLD));
        assertThat(settings.retention())
                .isEqualTo(new Settings.Retention(
                        Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(90), Duration.ofDays(7)));
        assertThat(settings.shutdown()).isEqualTo(new Settings.Shutdown(Duration.ofSeconds(25)));
        assertThat(settings.connectors()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void letsTheEnvironmentBeatTheFileAndTheCommandLineBeatBoth() {
        SettingsUnderTest sources = settings().file(folder, "palyra.http.port=1");
        assertThat(sources.load().http().port()).isEqualTo(1);

        sources.variable("PALYRA_HTTP_PORT", "2");
        assertThat(sources.load().http().port()).isEqualTo(2);

        sources.option("palyra.http.port", "3");
        assertThat(sources.load().http().port()).isEqualTo(3);
    }

    @Test
    void doesNotMindAnInvalidValueThatIsOverridden() {
        SettingsUnderTest sources =
                settings().file(folder, "palyra.http.port=many").option("palyra.http.port", "3");

        assertThat(sources.load().http().port()).isEqualTo(3);
    }

    @Test
    void leavesOtherKeysAlone() {
        SettingsUnderTest sources = settings()
                .file(folder, "camel.main.name=x", "palyrax.http.port=y", "my.key=z")
                .variable("HOME", "/root")
                .option("java.io.tmpdir", "/tmp");

        assertThat(sources.load()).isEqualTo(settings().load());
    }

    @Test
    void takesAnEmptyValueForNoValueWhereThereIsNoDefault() {
        SettingsUnderTest sources = settings()
                .file(
                        folder,
                        "palyra.admin.token=",
                        "palyra.http.allowed-hosts=",
                        "palyra.store.username=",
                        "palyra.store.password=");

        assertThat(sources.load())
                .usingRecursiveComparison()
                .ignoringFields("shown")
                .isEqualTo(settings().load());
    }

    @Test
    void takesAnEmptyVariableForNoSetting() {
        SettingsUnderTest sources =
                settings().file(folder, "palyra.http.port=1").variable("PALYRA_HTTP_PORT", "");

        assertThat(sources.load().http().port()).isEqualTo(1);
    }

    @Test
    void stripsValuesAndSplitsLists() {
        SettingsUnderTest sources = settings()
                .file(folder, "palyra.http.port = 9090  ", "palyra.http.allowed-hosts = A.example.org ,, b , b");

        Settings.Http http = sources.load().http();

        assertThat(http.port()).isEqualTo(9090);
        assertThat(http.allowedHosts()).containsExactly("a.example.org", "b");
    }

    @Test
    void warnsOfAKeyThatIsSetTwice() {
        Settings settings = settings()
                .file(folder, "palyra.http.port=1", "# other", "palyra.http.port=2")
                .load();

        Path file = folder.resolve("application.properties");
        assertThat(settings.http().port()).isEqualTo(2);
        assertThat(settings.warnings())
                .containsExactly(
                        "palyra.http.port is set more than once: " + file + ":3 counts, " + file + ":1 does not");
    }

    @Test
    void reportsAFileThatCannotBeRead() {
        Path missing = folder.resolve("missing.properties");

        assertThat(settings().file(missing).problem())
                .startsWith(missing + " cannot be read as a UTF-8 properties file: ");
        assertThat(settings().file(folder, "palyra.http.host=\\u00zz").problem())
                .contains("cannot be read as a UTF-8 properties file");
    }

    @Test
    void answersEveryEffectiveValueAsPropertiesExceptSecrets() {
        Properties properties = settings()
                .option("palyra.http.port", "9090")
                .option("palyra.admin.token", "{{env:ADMIN_TOKEN}}")
                .option("palyra.store.password", "{{env:STORE_PASSWORD}}")
                .option("palyra.connectors.echo.Second.idempotent", "false")
                .option("palyra.connectors.echo.second.token", "{{env:ECHO_TOKEN}}")
                .load()
                .asProperties();

        assertThat(properties)
                .containsEntry("palyra.http.port", "9090")
                .containsEntry("palyra.daemon.endpoint", "bean:embeddedDaemon")
                .containsEntry("palyra.daemon.timeout", "120s")
                .containsEntry("palyra.connectors.echo.second.idempotent", "false")
                .doesNotContainKeys(
                        "palyra.admin.token", "palyra.store.password", "palyra.connectors.echo.second.token");
    }

    @Test
    void bindsToOtherAddressesOnlyWithAToken() {
        assertThat(settings().option("palyra.http.host", "0.0.0.0").problem())
                .contains("palyra.http.host = \"0.0.0.0\"")
                .contains("palyra.admin.token={{env:ADMIN_TOKEN}}")
                .contains("PALYRA_ADMIN_TOKEN, which is this setting itself");
        Settings.Http http = settings()
                .option("palyra.http.host", "0.0.0.0")
                .variable("PALYRA_ADMIN_TOKEN", "s3cret")
                .load()
                .http();
        assertThat(http.isLoopback()).isFalse();
        assertThat(http.adminToken()).contains(new SecretReference("s3cret"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings.Http("0.0.0.0", 0, List.of(), Optional.empty()));
    }
}
