package io.palyra.connectors.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.settings.SecretReference;
import io.palyra.connectors.settings.Settings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BannerTest {

    private static final Optional<SecretReference> TOKEN = Optional.of(new SecretReference("{{env:ADMIN_TOKEN}}"));

    private static final Settings.Console CONSOLE = new Settings.Console(true, Optional.empty());

    private static final Settings.Console NO_CONSOLE = new Settings.Console(false, Optional.of("/palyra"));

    private static final Optional<ConnectorId> ECHO = Optional.of(ConnectorId.of("echo:default"));

    @Test
    void namesCommandsWithoutUrlAtTheDefaultAddress() {
        assertThat(banner("127.0.0.1", 8080, Optional.empty()))
                .contains("Say hello:  java -jar a.jar channels test echo:default --text hello\n")
                .contains("\nConsole:    http://127.0.0.1:8080/console/\n")
                .doesNotContain("curl", "--url", "PALYRA_CLI_TOKEN");
    }

    @Test
    void namesThePathOfTheConsole() {
        Settings.Http http = new Settings.Http("127.0.0.1", 0, List.of(), Optional.empty());
        Settings.Console below = new Settings.Console(true, Optional.of("/palyra"));

        assertThat(Banner.of(http, 8080, below, Optional.empty(), ECHO))
                .contains("\nConsole:    http://127.0.0.1:8080/palyra/console/\n");
    }

    /** A clone that was only compiled has no jar yet. */
    @Test
    void needsNoCommandLineWhereThereIsNone() {
        Settings.Http http = new Settings.Http("127.0.0.1", 0, List.of(), Optional.empty());

        assertThat(Banner.of(http, 9090, NO_CONSOLE, Optional.empty(), ECHO, Optional.empty()))
                .isEqualTo("""
                Palyra Connectors runs. Admin API: http://127.0.0.1:9090/admin/v1/channels
                Say hello:  curl -s -H 'Content-Type: application/json' -d '{"text":"hello"}' \
                http://127.0.0.1:9090/admin/v1/channels/echo:default/test
                See it:     curl -s 'http://127.0.0.1:9090/admin/v1/channels/echo:default/logs?limit=10'
                Stop:       Ctrl-C
                """);
        Settings.Http secured = new Settings.Http("127.0.0.1", 0, List.of(), TOKEN);
        assertThat(Banner.of(secured, 9090, NO_CONSOLE, Optional.empty(), ECHO, Optional.empty()))
                .contains(
                        "First:      put your token into PALYRA_CLI_TOKEN",
                        "Say hello:  curl -s -H \"Authorization: Bearer $PALYRA_CLI_TOKEN\" -H 'Content-Type",
                        "See it:     curl -s -H \"Authorization: Bearer $PALYRA_CLI_TOKEN\" 'http");
    }

    @Test
    void namesTheUrlWhereTheCommandLineWouldNotFindIt() {
        assertThat(banner("127.0.0.1", 9090, Optional.empty()))
                .contains("--text hello --url http://127.0.0.1:9090\n")
                .contains("--limit 10 --url http://127.0.0.1:9090\n");
    }

    @Test
    void saysHelloOnlyToAConnectorThatIsThere() {
        Settings.Http http = new Settings.Http("127.0.0.1", 0, List.of(), Optional.empty());
        Optional<ConnectorId> other = Optional.of(ConnectorId.of("echo:demo"));

        assertThat(Banner.of(http, 8080, NO_CONSOLE, Optional.empty(), other, Optional.of("palyra-connectors")))
                .contains("channels test echo:demo --text hello\n", "channels logs echo:demo --limit 10\n")
                .doesNotContain("echo:default");
        assertThat(Banner.of(http, 8080, NO_CONSOLE, Optional.empty(), other, Optional.empty()))
                .contains("/channels/echo:demo/test\n", "/channels/echo:demo/logs?limit=10'\n")
                .doesNotContain("echo:default");
        assertThat(Banner.of(
                        http, 8080, NO_CONSOLE, Optional.empty(), Optional.empty(), Optional.of("palyra-connectors")))
                .isEqualTo("""
                        Palyra Connectors runs. Admin API: http://127.0.0.1:8080/admin/v1/channels
                        Stop:       Ctrl-C
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, http://127.0.0.1:9090/",
        "::, http://[::1]:9090/",
        "::1, http://[::1]:9090/",
        "palyra.example, http://palyra.example:9090/"
    })
    void showsAnAddressThatCanBeCalled(String host, String url) {
        assertThat(banner(host, 9090, TOKEN)).contains("Admin API: " + url).doesNotContain("0.0.0.0", "[::]");
    }

    @Test
    void saysThatTheTokenIsNeededAndNotWhatItIs() {
        assertThat(banner("127.0.0.1", 8080, TOKEN))
                .contains("PALYRA_CLI_TOKEN")
                .doesNotContain("ADMIN_TOKEN}}");
    }

    @Test
    void saysWhereWebhooksComeInIfTheyDo() {
        Settings.Http http = new Settings.Http("127.0.0.1", 0, List.of(), Optional.empty());

        assertThat(Banner.of(http, 8080, NO_CONSOLE, Optional.of("127.0.0.1:9080"), ECHO))
                .contains("\nWebhooks:   http://127.0.0.1:9080\n");
        assertThat(Banner.of(http, 8080, NO_CONSOLE, Optional.empty(), ECHO)).doesNotContain("Webhooks");
    }

    private static String banner(String host, int port, Optional<SecretReference> token) {
        return Banner.of(
                new Settings.Http(host, 0, List.of(), token),
                port,
                CONSOLE,
                Optional.empty(),
                ECHO,
                Optional.of("java -jar a.jar"));
    }
}
