package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.LaterConnector;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.LoopbackTelegram;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: somebody who adds a connector learns what is right and what is wrong before there is one, and nothing but an event is left
 * of that.
 *
 * <p>Method: an instance that runs, one that is declared and disabled, and names that nobody has; the platforms count.
 */
class SetupCallsTest {

    private static final String PROBE = "/admin/v1/channels/probe";
    private static final ConnectorId DISABLED = ConnectorId.of("telegram:spare");

    private static FakeDiscord discord;
    private static FakeTelegram telegram;
    private static ProgramUnderTest admin;
    private static AdminClient client;

    @BeforeAll
    static void start(@TempDir Path folder, @TempDir Path other) throws Exception {
        discord = FakeDiscord.start();
        telegram = FakeTelegram.start();
        admin = AdminSetup.in(folder)
                .discord(discord)
                .settings(new LoopbackTelegram(DISABLED, telegram).settings(other))
                .settings(
                        "palyra.connectors.telegram.spare.enabled=false",
                        "palyra.connectors.discord.broken.enabled=false",
                        "palyra.connectors.discord.broken.rest-url=nowhere")
                .start();
        client = admin.client();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        discord.close();
        telegram.close();
    }

    private static Reply probe(String kind, String name) {
        return client.post(PROBE, "{'kind':'" + kind + "','name':'" + name + "'}");
    }

    private static JsonNode check(Reply reply, String name) {
        for (JsonNode check : reply.at("/checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no check " + name + " in " + reply.json());
    }

    private static JsonNode connectors() {
        return client.get("/admin/v1/channels").at("/connectors");
    }

    /** Others may have something to say meanwhile. */
    private static List<JsonNode> eventsOf(String connector) {
        List<JsonNode> events = new ArrayList<>();
        client.get("/admin/v1/events?limit=1000").at("/events").forEach(event -> {
            if (event.path("connector_id").asText().equals(connector)) {
                events.add(event);
            }
        });
        return events;
    }

    @Test
    void leavesOneThatRunsAlone() {
        long identifies = discord.gateway().identifies();
        JsonNode before = client.get(AdminSetup.DISCORD_OPS).at("/connector");
        Reply reply = probe("discord", "ops");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/readiness")).isEqualTo("ready");
        assertThat(reply.at("/registered").asBoolean()).isTrue();
        assertThat(check(reply, "registered").path("message").asText()).contains("left its session alone");
        assertThat(reply.at("/checks").findValuesAsText("status")).containsOnly("passed");
        assertThat(discord.gateway().connected()).isEqualTo(1);
        assertThat(discord.gateway().identifies()).isEqualTo(identifies);
        assertThat(client.get(AdminSetup.DISCORD_OPS).at("/connector")).isEqualTo(before);
    }

    /** Also its options and secrets are those of the settings. */
    @Test
    void asksForOneThatIsDisabledAndStartsNothing() {
        int polls = telegram.polls().started();
        Reply reply = probe("telegram", "spare");

        assertThat(reply.text("/readiness")).isEqualTo("ready");
        assertThat(reply.text("/facts/bot_name")).isEqualTo(telegram.bot().username());
        assertThat(check(reply, "registered").path("message").asText()).contains("and disabled");
        assertThat(telegram.polls().started()).isEqualTo(polls);
        assertThat(client.get("/admin/v1/channels/telegram:spare")
                        .at("/connector/enabled")
                        .asBoolean())
                .isFalse();
        assertThat(reply.json().toString()).doesNotContain(telegram.token());
    }

    @Test
    void sayWhenAPlatformIsNotReachedOrRefuses() throws Exception {
        telegram.revoke(true);
        assertThat(probe("telegram", "spare").text("/readiness")).isEqualTo("auth_failed");
        telegram.revoke(false);
        telegram.stopListening();
        try {
            Reply reply = probe("telegram", "spare");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(check(reply, "token").path("status").asText()).isEqualTo("failed");
            assertThat(check(reply, "token").path("advice").asText()).contains("reaches the platform");
        } finally {
            telegram.listenAgain();
        }
    }

    @Test
    void leavesOneEventOfWhatNobodyHasRegistered() {
        JsonNode before = connectors();
        Reply reply = probe("echo", "Newcomer");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/connector_id")).isEqualTo("echo:newcomer");
        assertThat(reply.at("/registered").asBoolean()).isFalse();
        assertThat(reply.at("/checks").findValuesAsText("name")).containsExactly("platform");
        assertThat(connectors().findValuesAsText("connector_id")).isEqualTo(before.findValuesAsText("connector_id"));
        assertThat(client.get("/admin/v1/channels/echo:newcomer").status()).isEqualTo(404);
        assertThat(eventsOf("echo:newcomer")).singleElement().satisfies(event -> {
            assertThat(event.path("event_type").asText()).isEqualTo("operator.action");
            assertThat(event.at("/details/call").asText()).isEqualTo("POST " + PROBE);
        });
    }

    /** The reference that a connector of that name would have, and no other. */
    @ParameterizedTest
    @CsvSource({
        "discord, nobody, {{env:GLOBAL_DISCORD_BOT_TOKEN_NOBODY}}",
        "telegram, default, {{env:GLOBAL_TELEGRAM_BOT_TOKEN}}",
        "slack, a.b, {{env:GLOBAL_SLACK_BOT_TOKEN_A_B}}"
    })
    void namesWhereASecretIsMissing(String kind, String name, String reference) {
        Reply reply = probe(kind, name);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/readiness")).isEqualTo("missing_credential");
        assertThat(check(reply, "token").path("message").asText()).contains(reference + " has no value");
        assertThat(check(reply, "token").path("advice").asText()).contains("start the program again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rest-url",
                "api_url",
                "gateway-url",
                "egress-allowlist",
                "egress_allow_loopback",
                "token",
                "token_vault_ref",
                "auth_profile_ref",
                "connector_id"
            })
    void takesNothingButKindAndName(String field) {
        Reply reply = client.post(PROBE, "{'kind':'telegram','name':'refused','" + field + "':'http://127.0.0.1:1/'}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo(field);
        assertThat(reply.text("/detail")).contains("application.properties");
        assertThat(eventsOf("telegram:refused")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "{'name':'ops'}, kind, is required",
                "{'kind':'echo'}, name, is required",
                "\"{'kind':'icq','name':'ops'}\", kind, \"kind is unknown, one of\"",
                "\"{'kind':'E cho','name':'ops'}\", kind, must be lower-case letters",
                "\"{'kind':'echo','name':'a/b'}\", name, name must be letters",
                "\"{'kind':'echo','name':''}\", name, name must be letters",
                "\"{'kind':'echo','name':'a b'}\", name, a b"
            })
    void saysWhatIsWrongWithKindOrName(String body, String field, String words) {
        Reply reply = client.post(PROBE, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo(field);
        assertThat(reply.text("/detail")).contains(words);
    }

    /** Somebody pastes his token where its name is asked for; most would do as a name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MTk4NjIyNDgzNDcxOTI1MjQ4." + "Cl2FMQ." + "ZnCjm1XVW7vRze4b7Cq4se7kKWs",
                "110201543:" + "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0",
                "xoxb-" + "123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx",
                "xapp-" + "1-A0123456789-1234567890123-0123456789abcdef0123456789abcdef"
            })
    void aTokenIsNoName(String token) {
        for (String kind : List.of("discord", "echo")) {
            for (Reply reply :
                    List.of(probe(kind, token), client.get("/admin/v1/kinds/" + kind + "/setup?name=" + token))) {
                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.text("/errors/0/field")).isEqualTo("name");
                assertThat(reply.text("/detail")).contains("has the form of a secret");
                assertThat(reply.json().toString()).doesNotContainIgnoringCase(token);
            }
        }
        for (String id : List.of(token, "discord:" + token)) {
            Reply reply = client.post("/admin/v1/channels", "{'connector_id':'" + id + "'}");
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("/errors/0/field")).isEqualTo("connector_id");
            assertThat(reply.json().toString()).doesNotContainIgnoringCase(token);
        }
        assertThat(client.get("/admin/v1/events?limit=1000").json().toString()).doesNotContainIgnoringCase(token);
    }

    @Test
    void refusesAKindThatCannotRunOrHasNoProbe() {
        Reply later = probe("later", "ops");
        Reply tiny = probe("tiny", "ops");

        assertThat(later.status()).isEqualTo(412);
        assertThat(later.text("/detail")).isEqualTo(LaterConnector.REASON);
        assertThat(tiny.status()).isEqualTo(412);
        assertThat(tiny.text("/detail")).contains("do not offer a probe");
    }

    @Test
    void namesAnOptionOfTheSettingsThatIsWrong() {
        Reply reply = probe("discord", "broken");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/readiness")).isEqualTo("misconfigured");
        assertThat(check(reply, "options").path("message").asText()).contains("rest-url", "nowhere");
    }

    @Test
    void saysHowAConnectorIsSetUp() {
        Reply reply = client.get("/admin/v1/kinds/slack/setup?name=ops");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/setup/steps/0/paste")).contains("socket_mode_enabled: true");
        assertThat(reply.at("/setup/secrets").findValuesAsText("variable"))
                .containsExactly("GLOBAL_SLACK_BOT_TOKEN_OPS", "GLOBAL_SLACK_APP_TOKEN_OPS");
        assertThat(reply.at("/setup/settings").toString())
                .isEqualTo("[\"palyra.connectors.slack.ops.enabled=true\","
                        + "\"palyra.connectors.slack.ops.token={{env:GLOBAL_SLACK_BOT_TOKEN_OPS}}\","
                        + "\"palyra.connectors.slack.ops.app-token={{env:GLOBAL_SLACK_APP_TOKEN_OPS}}\"]");
        assertThat(reply.at("/options").findValuesAsText("option"))
                .contains("api-url", "reply-in-thread", "other-bots");
        assertThat(client.get("/admin/v1/kinds/slack/setup").text("/setup/connector_id"))
                .isEqualTo("slack:default");
        assertThat(client.get("/admin/v1/kinds/icq/setup").text("/errors/0/field"))
                .isEqualTo("kind");
        assertThat(client.get("/admin/v1/kinds/echo/setup").at("/setup/secrets"))
                .isEmpty();
        assertThat(client.get("/admin/v1/kinds/tiny/setup").text("/setup/steps/0/text"))
                .contains("its own documentation");
    }
}
