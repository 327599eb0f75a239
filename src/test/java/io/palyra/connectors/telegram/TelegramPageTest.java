package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.Posted;
import io.palyra.connectors.platform.http.CodeMeaning;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.testkit.LoopbackTelegram;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page telegram.md has its readers paste, and what it says of the code. */
class TelegramPageTest {

    private static String page;

    @TempDir
    private Path folder;

    @BeforeAll
    static void read() throws Exception {
        page = Files.readString(Path.of("src/main/docs/telegram.md"));
    }

    private static String block(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** The rows of a table in which the option stands alone, with its default. */
    private static Map<String, String> settingsTable() {
        return Pattern.compile("(?m)^\\| `([a-z-]+)` \\| `?([^|`]*)`? \\|")
                .matcher(page.substring(page.indexOf("## Settings"), page.indexOf("## Names")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(2).strip()));
    }

    private ProgramUnderTest program(FakeTelegram telegram, RoutesUnderTest routes) throws Exception {
        Files.writeString(folder.resolve("token"), telegram.token());
        String settings =
                block("properties").replace("{{env:TELEGRAM_BOT_TOKEN}}", "{{file:" + folder.resolve("token") + "}}");
        assertThat(settings).doesNotContain("{{env:");
        return ProgramUnderTest.in(folder)
                .routes(routes)
                .settings(settings.lines().toArray(String[]::new))
                .settings(
                        "palyra.connectors.telegram.ops.api-url=" + telegram.apiUrl(),
                        "palyra.connectors.telegram.ops.egress-allow-loopback=true")
                .start();
    }

    @Test
    void theSettingsOpenASession() throws Exception {
        try (FakeTelegram telegram = FakeTelegram.start();
                ProgramUnderTest unused = program(telegram, RoutesUnderTest.copy(folder))) {
            await().until(() -> telegram.polls().waiting() == 1);
        }
    }

    @Test
    void theRouteWritesIntoTheTopic() throws Exception {
        try (FakeTelegram telegram = FakeTelegram.start()) {
            Chat forum = telegram.addForum("Harbour office");
            long topic = telegram.addTopic(forum, "Stand-up");
            String route = block("yaml").replace("=-1001234567890/7", "=" + forum.id() + "/" + topic);
            assertThat(route).contains(String.valueOf(forum.id()));
            Path file = Files.writeString(folder.resolve("stand-up.camel.yaml"), route);
            try (ProgramUnderTest unused =
                    program(telegram, RoutesUnderTest.copy(folder).add(file))) {
                await().until(() -> !telegram.ledger().accepted().isEmpty());
            }
            Posted posted = telegram.ledger().accepted().get(0);
            assertThat(posted.text()).isEqualTo("Stand-up in five minutes: agenda");
            assertThat(posted.topic()).contains(topic);
            assertThat(posted.entities())
                    .extracting(entity -> entity.path("type").asText())
                    .containsExactlyInAnyOrder("bold", "text_link");
        }
    }

    /** Who takes the whole address from an example has the token in a setting that is shown. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "URL/botTOKEN",
                "URL/botTOKEN/?x=1",
                "TOKEN",
                "http://operator:TOKEN@127.0.0.1/",
                "URL/botTOKEN/getMe"
            })
    void anAddressWithTheTokenInItIsRefusedAndShownNowhere(String written) throws Exception {
        try (FakeTelegram telegram = FakeTelegram.start()) {
            String url = written.replace("URL", telegram.apiUrl()).replace("TOKEN", telegram.token());
            try (ProgramUnderTest program = ProgramUnderTest.in(folder)
                    .telegram(telegram)
                    .settings(LoopbackTelegram.option("api-url") + "=" + url)
                    .admin()
                    .startAnyway()) {
                program.awaitThat(() -> assertThat(program.client()
                                .get("/admin/v1/channels/telegram:ops")
                                .response()
                                .body())
                        .contains("misconfigured", "api-url holds a secret")
                        .doesNotContain(telegram.token()));
                assertThat(program.client()
                                .get("/admin/v1/channels/telegram:ops/logs")
                                .response()
                                .body())
                        .doesNotContain(telegram.token());
                assertThat(telegram.requests()).isEmpty();
            }
        }
    }

    /** An option that is not on the page is one that nobody finds; one that is not in the code stops the start. */
    @Test
    void theTableHasEachOptionWithItsDefault() {
        TelegramEndpoint endpoint =
                new TelegramEndpoint("palyra-telegram:ops", new TelegramComponent(), ConnectorId.of("telegram:ops"));
        Map<String, String> table = settingsTable();

        assertThat(table)
                .containsEntry("api-url", endpoint.getApiUrl())
                .containsEntry("egress-allowlist", TelegramApi.HOST)
                .containsEntry("egress-allow-loopback", String.valueOf(endpoint.isEgressAllowLoopback()))
                .containsEntry("resend-unknown", String.valueOf(endpoint.isResendUnknown()))
                .containsEntry("take-over-webhook", String.valueOf(endpoint.isTakeOverWebhook()))
                .containsEntry("pacing", endpoint.getPacing())
                .containsEntry("mentions", String.valueOf(endpoint.isMentions()))
                .containsEntry("upload-bytes-max", String.valueOf(endpoint.getUploadBytesMax()));
        assertThat(table.keySet())
                .containsAll(new TelegramConnector().declarableOptions())
                .filteredOn(option -> !option.startsWith("access-"))
                .containsOnlyElementsOf(withCommon(new TelegramConnector()));
    }

    private static List<String> withCommon(TelegramConnector kind) {
        return Stream.concat(kind.declarableOptions().stream(), Stream.of("token", "egress-allowlist"))
                .toList();
    }

    @Test
    void eachRefusalOfAChatIsOneToTheCode() {
        String row = page.lines()
                .filter(line -> line.startsWith("| 400 of the chat"))
                .findFirst()
                .orElseThrow();
        List<String> quoted = Pattern.compile("`([^`]+?)( …)?`")
                .matcher(row)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(quoted).hasSizeGreaterThan(4).allSatisfy(text -> assertThat(
                        TelegramCode.of(400, "Bad Request: " + text))
                .get()
                .extracting(TelegramCode::says)
                .isEqualTo(CodeMeaning.TARGET));
    }

    @Test
    void itsNumbersAreThoseOfTheCode() {
        assertThat(page)
                .contains(
                        "A message has " + grouped(TelegramConnector.TEXT_CHARS_MAX) + " characters",
                        "at most " + grouped(Posts.CAPTION_CHARS_MAX) + " characters is one message",
                        "older than " + LastPoll.KEPT.toHours() + " hours",
                        Pacing.PER_MINUTE + " a minute in a group or channel, and " + Pacing.PER_SECOND + " a second");
        assertThat(TelegramConnector.CAPABILITIES.of(MessageFeature.READ).supported())
                .isFalse();
        assertThat(page).contains("| `read`, `search` | unsupported");
    }

    private static String grouped(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
