package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the page slack.md has its readers paste. */
class SlackPageTest {

    @TempDir
    private Path folder;

    private static String block(String language) throws Exception {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("src/main/docs/slack.md")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** A scope too few is a capability that does not work; one too many a question of the workspace's owner. */
    @Test
    void theManifestAsksForEachScopeThatIsNeededAndNoOther() throws Exception {
        JsonNode manifest =
                new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(block("yaml")));
        List<String> scopes = new ArrayList<>();
        manifest.at("/oauth_config/scopes/bot").forEach(scope -> scopes.add(scope.asText()));

        assertThat(scopes)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Scope.values()).map(Scope::value).toList());
        assertThat(manifest.at("/settings/socket_mode_enabled").asBoolean()).isTrue();
        assertThat(manifest.at("/features/app_home/messages_tab_enabled").asBoolean())
                .isTrue();
    }

    @Test
    void theSettingsOpenASession() throws Exception {
        try (FakeSlack slack = FakeSlack.start()) {
            Files.writeString(folder.resolve("bot"), slack.token());
            Files.writeString(folder.resolve("app"), slack.appToken());
            String settings = block("properties")
                    .replace("{{env:SLACK_BOT_TOKEN}}", "{{file:" + folder.resolve("bot") + "}}")
                    .replace("{{env:SLACK_APP_TOKEN}}", "{{file:" + folder.resolve("app") + "}}");
            assertThat(settings).doesNotContain("{{env:");
            try (ProgramUnderTest unused = ProgramUnderTest.in(folder)
                    .settings(settings.lines().toArray(String[]::new))
                    .settings(
                            "palyra.connectors.slack.ops.api-url=" + slack.apiUrl(),
                            "palyra.connectors.slack.ops.egress-allow-loopback=true")
                    .start()) {
                await().until(() -> slack.socket().connected() == 1);
            }
        }
    }
}
