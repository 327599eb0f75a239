package io.palyra.connectors.observe;

import static io.palyra.connectors.testkit.ProgramUnderTest.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.Command;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.Certificates;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.TlsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whoever has set something up wrong is told what it is, and the setting. Method: one program with an instance for each
 * mistake and platform; what is looked at is its last error, its health check, and what {@code channels status} shows.
 */
class SetUpMistakesTest {

    private static final String[] NOT_TRUSTED = {
        "the certificate of 127.0.0.1 is not trusted", "javax.net.ssl.trustStore"
    };

    @TempDir
    private static Path folder;

    private static TlsServer stranger;
    private static FakeDiscord discord;
    private static FakeSlack slack;
    private static ProgramUnderTest program;

    @BeforeAll
    static void start() throws Exception {
        stranger = TlsServer.start(Certificates.make(folder, "stranger"));
        discord = FakeDiscord.start();
        slack = FakeSlack.start();
        String strange = "https://" + stranger.authority() + "/";
        Map<String, String> settings = new LinkedHashMap<>();
        for (String kind : List.of("discord", "slack", "telegram")) {
            settings.putAll(instance(kind + ":certificate", strange));
            settings.putAll(instance(kind + ":egress", "https://platform.example/"));
            settings.putAll(instance(kind + ":file", strange));
            settings.put(key(kind + ":file", "token"), "{{file:" + folder.resolve("nowhere") + "}}");
        }
        settings.putAll(instance("slack:app", slack.apiUrl()));
        settings.put(key("slack:app", "app-token"), "{{file:" + folder + "}}");
        settings.putAll(instance("discord:gateway", discord.restUrl()));
        settings.put(key("discord:gateway", "gateway-url"), "wss://" + stranger.authority() + "/");
        settings.put("palyra.daemon.endpoint", strange + "route");
        settings.put("palyra.health.daemon-failing", "1ms");
        program = ProgramUnderTest.in(folder).settings(settings).admin().startAnyway();
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
        slack.close();
        discord.close();
        stranger.close();
    }

    private static Map<String, String> instance(String id, String url) throws IOException {
        String kind = id.replaceFirst(":.*", "");
        Map<String, String> options = new LinkedHashMap<>();
        options.put(key(id, "enabled"), "true");
        options.put(key(id, "egress-allow-loopback"), "true");
        options.put(key(id, kind.equals("discord") ? "rest-url" : "api-url"), url);
        options.put(key(id, "token"), secret(kind, token(kind)));
        if (kind.equals("slack")) {
            options.put(key(id, "app-token"), secret("app", slack.appToken()));
        }
        return options;
    }

    private static String token(String kind) {
        return switch (kind) {
            case "discord" -> discord.token();
            case "slack" -> slack.token();
            default -> "123456789:AAabcdefghijklmnopqrstuvwxyz0123456";
        };
    }

    private static String key(String id, String option) {
        return "palyra.connectors." + id.replace(':', '.') + "." + option;
    }

    private static String secret(String name, String secret) throws IOException {
        return "{{file:" + Files.writeString(folder.resolve(name), secret) + "}}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"discord", "slack", "telegram"})
    void aCertificateThatIsNotTrustedIsNamed(String kind) {
        everyScreenShows(kind + ":certificate", NOT_TRUSTED);
    }

    @Test
    void theGatewaysCertificateIsNamed() {
        everyScreenShows("discord:gateway", NOT_TRUSTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"discord", "slack", "telegram"})
    void aHostThatIsNotOnTheAllowListIsNamed(String kind) {
        everyScreenShows(kind + ":egress", "egress denied: platform.example", "add it to egress-allowlist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"discord", "slack", "telegram"})
    void aFileThatIsNotThereIsNamed(String kind) {
        everyScreenShows(kind + ":file", "{{file:" + folder.resolve("nowhere") + "}}: no such file");
    }

    @Test
    void theFileOfAnotherSecretIsNamed() {
        everyScreenShows("slack:app", "no app-level token: {{file:" + folder + "}}: it is a folder");
    }

    private static void everyScreenShows(String id, String... words) {
        program.awaitThat(() -> {
            assertThat(program.client()
                            .get("/admin/v1/channels/" + id)
                            .json()
                            .at("/connector/last_error")
                            .asText())
                    .contains(words);
            assertThat(health("connector:" + id)).contains(words);
            assertThat(type("channels", "status", id)).contains(words);
        });
    }

    @Test
    void theDaemonsCertificateIsNamed() throws Exception {
        program.receive("m1", "c1", "hello");

        program.awaitThat(() -> {
            assertThat(health("daemon")).contains(NOT_TRUSTED);
            assertThat(type("channels", "status", ECHO.value())).contains(NOT_TRUSTED);
        });
    }

    @Test
    void aDisabledConnectorDoesNotLookReady() {
        assertThat(type("channels", "list").lines())
                .filteredOn(line -> line.startsWith("discord:default"))
                .singleElement()
                .asString()
                .matches("discord:default +no +disabled +- +- +0 +0 +- +-");
        assertThat(type("channels", "status", "discord:default"))
                .containsPattern("readiness +disabled\n")
                .containsPattern("liveness +-\n")
                .doesNotContain("ready\n", "stopped", "healthy");
    }

    private static String health(String check) {
        JsonNode health = WireFormat.tree(
                program.client().get("/observe/health/ready").response().body());
        for (JsonNode each : health.path("checks")) {
            if (each.path("name").asText().equals(check)) {
                return each.path("message").asText();
            }
        }
        throw new AssertionError("no check " + check);
    }

    private static String type(String... command) {
        String[] typed = Arrays.copyOf(command, command.length + 1);
        typed[command.length] = "--url=http://127.0.0.1:" + program.port();
        return Command.run(typed).out();
    }
}
