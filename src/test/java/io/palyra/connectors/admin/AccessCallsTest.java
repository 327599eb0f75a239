package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators decide about strangers who write on Discord. Each test has a stranger of its own. */
class AccessCallsTest {

    private static final String ACCESS = AdminSetup.DISCORD_OPS + "/access";
    private static final String RULES = ACCESS + "/rules";
    private static final String ANN = "X-Palyra-Operator";
    private static final String DENIED = "discord:user:666";

    private static FakeDiscord discord;
    private static ProgramUnderTest admin;
    private static AdminClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        discord = FakeDiscord.start();
        admin = AdminSetup.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.strangersAsk())
                .settings(LoopbackDiscord.option("access-deny-from") + "=" + DENIED)
                .start();
        client = admin.client();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        discord.close();
    }

    private static String id(User user) {
        return "discord:user:" + user.id();
    }

    /** What the bot has said to somebody. */
    private static List<String> answers(User user) {
        return discord.ledger().texts(discord.direct(user).id());
    }

    private static User stranger(String name, String says) {
        User user = discord.addUser(name);
        discord.userSays(discord.direct(user), user, says);
        return user;
    }

    private static JsonNode of(String list, User user) {
        return StreamSupport.stream(client.get(ACCESS).at(list).spliterator(), false)
                .filter(entry -> entry.path("sender_id").asText().equals(id(user)))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static String codeOf(User user) {
        await().until(() -> of("/requests", user).has("code"));
        return of("/requests", user).path("code").asText();
    }

    private static JsonNode event(String type, User user) {
        return StreamSupport.stream(
                        client.get(AdminSetup.DISCORD_OPS + "/logs?limit=1000&event_type=" + type)
                                .at("/events")
                                .spliterator(),
                        false)
                .filter(event -> event.at("/details/sender_id").asText().equals(id(user)))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    @ParameterizedTest
    @CsvSource({
        "allow_from, Discord:User:1",
        "allow_from, @bob",
        "allow_from, *",
        "allow_from, discord:channel:5",
        "allow_from, telegram:user:5",
        "allow_conversations, discord:user:5",
        "allow_conversations, #general",
    })
    void anIdThatNobodyCanHaveIsWarnedOf(String list, String id) {
        try {
            Reply reply = client.post(RULES, "{'" + list + "':['" + id + "','discord:" + kind(list) + ":7','7']}");
            assertThat(reply.at("/warnings")).hasSize(1);
            assertThat(reply.at("/warnings/0/code").asText()).isEqualTo("unmatched_id");
            assertThat(reply.at("/warnings/0/message").asText()).contains(list, id);
        } finally {
            client.post(RULES, "{'" + list + "':null}");
        }
    }

    private static String kind(String list) {
        return list.equals("allow_from") ? "user" : "channel";
    }

    @Test
    void thePatternThatIsAnyTextMakesTheGroupsOpen() {
        try {
            Reply reply = client.post(RULES, "{'mention_patterns':['palyra','*']}");
            assertThat(reply.at("/warnings/0/code").asText()).isEqualTo("open_group");
        } finally {
            client.post(RULES, "{'mention_patterns':null}");
        }
    }

    @Test
    void letsInWhoHasAskedAndTellsHim() {
        User user = stranger("Ann", "hello?");
        String code = codeOf(user);
        JsonNode request = of("/requests", user);
        assertThat(request.path("state").asText()).isEqualTo("open");
        assertThat(request.path("told").asBoolean()).isTrue();
        assertThat(request.path("sender_display").asText()).isEqualTo("Ann");
        await().untilAsserted(() ->
                assertThat(answers(user)).singleElement().asString().contains(code));
        assertThat(client.get(AdminSetup.DISCORD_OPS)
                        .at("/operations/access_requests/open")
                        .asInt())
                .isPositive();

        Reply approved =
                client.post(ACCESS + "/requests/" + code.toLowerCase(Locale.ROOT) + "/approve", "{}", ANN, "ann");

        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.text("/grant/sender_id")).isEqualTo(id(user));
        assertThat(approved.text("/grant/by")).isEqualTo("ann");
        assertThat(approved.text("/grant/way")).isEqualTo("request");
        assertThat(approved.at("/grant/expires_at_unix_ms").isMissingNode()).isTrue();
        assertThat(event("access.approved", user).at("/details/operator").asText())
                .isEqualTo("ann");
        assertThat(of("/requests", user).isMissingNode()).isTrue();
        await().untilAsserted(() -> assertThat(answers(user)).hasSize(2));
        discord.userSays(discord.direct(user), user, "what I wanted to say");
        await().untilAsserted(() -> assertThat(answers(user)).last().isEqualTo("echo: what I wanted to say"));
        assertThat(answers(user)).doesNotContain("echo: hello?");

        Reply again = client.post(ACCESS + "/requests/" + code + "/approve");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.text("/code")).isEqualTo("unknown_access");
        assertThat(again.text("/detail")).contains(code);
    }

    @Test
    void letsInForATime() {
        String code = codeOf(stranger("Bob", "hello?"));

        JsonNode grant = client.post(ACCESS + "/requests/" + code + "/approve", "{'ttl_ms':3600000}")
                .at("/grant");

        assertThat(grant.path("expires_at_unix_ms").asLong()
                        - grant.path("created_at_unix_ms").asLong())
                .isEqualTo(TimeUnit.HOURS.toMillis(1));
    }

    @Test
    void keepsOutWhoIsDeniedAndDoesNotTellHim() {
        User user = stranger("Carl", "hello?");
        String code = codeOf(user);
        await().untilAsserted(() -> assertThat(answers(user)).hasSize(1));

        Reply denied = client.post(ACCESS + "/requests/" + code + "/deny", "{}", ANN, "ann");

        assertThat(denied.text("/request/state")).isEqualTo("denied");
        assertThat(event("access.denied", user).at("/details/operator").asText())
                .isEqualTo("ann");
        assertThat(client.post(ACCESS + "/requests/" + code + "/approve").status())
                .isEqualTo(404);
        Reply preview = preview(id(user), discord.direct(user), "'text':'please'");
        assertThat(preview.text("/reason")).isEqualTo("pairing_denied");
        assertThat(last(preview).path("explanation").asText()).contains("may ask again from 20");
    }

    @Test
    void makesACodeThatIsShownOnceAndLetsInWhoWritesIt() {
        Reply minted = client.post(ACCESS + "/codes", "{'ttl_ms':60000}", ANN, "ann");
        String code = minted.text("/code");
        String codeId = minted.text("/code_id");
        assertThat(minted.header("Cache-Control")).isEqualTo("no-store");
        Reply shown = client.get(ACCESS);
        assertThat(shown.at("/codes").findValuesAsText("code_id")).contains(codeId);
        assertThat(shown.at("/codes").findValuesAsText("issued_by")).contains("ann");
        assertThat(shown.response().body()).doesNotContain(code).doesNotContain("hash");
        assertThat(client.get(AdminSetup.DISCORD_OPS + "/logs?limit=1000")
                        .response()
                        .body())
                .contains(codeId)
                .doesNotContain(code);

        User user = stranger("Dora", "pair " + code);

        await().until(() -> of("/grants", user).has("way"));
        assertThat(of("/grants", user).path("way").asText()).isEqualTo("code");
        assertThat(of("/grants", user).path("by").asText()).isEqualTo("ann");
        assertThat(client.get(ACCESS).at("/codes").findValuesAsText("code_id")).doesNotContain(codeId);
        assertThat(preview(id(user), discord.direct(user), "'text':'pair " + code + "'")
                        .text("/reason"))
                .isEqualTo("paired_before");
    }

    @Test
    void revokesAGrantWithEitherSpellingOfItsId() {
        User user = stranger("Emil", "hello?");
        for (String spelling : List.of(id(user), id(user).replace(":", "%3A"))) {
            client.post(ACCESS + "/requests/" + codeOf(user) + "/approve");
            assertThat(preview(id(user), discord.direct(user), "'text':'now'").text("/reason"))
                    .isEqualTo("sender_granted");

            assertThat(client.delete(ACCESS + "/grants/" + spelling).status()).isEqualTo(204);

            assertThat(event("access.revoked", user).isObject()).isTrue();
            assertThat(preview(id(user), discord.direct(user), "'text':'now'").text("/reason"))
                    .isEqualTo("pairing_requested");
            discord.userSays(discord.direct(user), user, "and now?");
        }
        Reply none = client.delete(ACCESS + "/grants/" + id(discord.bot()));
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.text("/code")).isEqualTo("unknown_access");
        assertThat(none.text("/detail")).contains(id(discord.bot()));
        assertThat(client.delete(ACCESS + "/grants/a%2Fb%20c%00").status()).isEqualTo(404);
    }

    @Test
    void tellsEachStepOfADecisionAndWhatPairingWouldDo() {
        Channel direct = discord.direct(discord.user());
        assertThat(steps(preview("discord:user:1", direct, "'text':'hi'")))
                .containsExactly("deny-from", "other-bots", "dm pairing_required", "pairing pairing_requested");
        assertThat(steps(preview(DENIED, direct, "'text':'hi'"))).containsExactly("deny-from sender_denied");
        assertThat(steps(preview("discord:user:1", direct, "'text':'pair K7Q2-MX9P'")))
                .last()
                .isEqualTo("pairing pairing_required");
        assertThat(steps(preview("discord:user:1", direct, "'sender_is_bot':true")))
                .last()
                .isEqualTo("dm sender_not_allowed");
        String group = "'is_direct_message':false,'text':'hi'";
        assertThat(steps(preview("discord:user:1", discord.channel(), group)))
                .containsExactly(
                        "deny-from",
                        "other-bots",
                        "dm",
                        "groups",
                        "allow-conversations",
                        "allow-from",
                        "mention not_mentioned");
        assertThat(preview("discord:user:1", discord.channel(), group + ",'mentions_bot':true")
                        .at("/allowed")
                        .asBoolean())
                .isTrue();
        assertThat(preview("discord:user:1", discord.channel(), group + ",'replies_to_bot':true")
                        .text("/reason"))
                .isEqualTo("mentioned");

        User user = stranger("Fay", "hello?");
        String code = codeOf(user);
        Reply pending = preview(id(user), discord.direct(user), "'text':'hi'");
        assertThat(pending.text("/reason")).isEqualTo("pairing_pending");
        assertThat(last(pending).path("explanation").asText()).contains(code);
        assertThat(client.get(AdminSetup.DISCORD_OPS + "/logs?event_type=operator.action&limit=1000")
                        .response()
                        .body())
                .doesNotContain("preview");
    }

    private static Reply preview(String senderId, Channel in, String more) {
        Reply reply = client.post(
                ACCESS + "/preview",
                "{'sender_id':'%s','conversation_id':'discord:channel:%s',%s}".formatted(senderId, in.id(), more));
        assertThat(reply.status()).isEqualTo(200);
        return reply;
    }

    private static JsonNode last(Reply preview) {
        JsonNode steps = preview.at("/steps");
        return steps.get(steps.size() - 1);
    }

    private static List<String> steps(Reply preview) {
        return StreamSupport.stream(preview.at("/steps").spliterator(), false)
                .peek(step -> assertThat(step.path("explanation").asText()).isNotEmpty())
                .map(step ->
                        (step.path("step").asText() + " " + step.path("decided").asText()).strip())
                .toList();
    }

    /** One story, because rules hold for everybody: changed, in force for the next message, taken back. */
    @Test
    void changesRulesThatTheSettingsDoNotOwnAndTakesThemBack() {
        Reply before = client.get(ACCESS);
        assertThat(before.text("/rules/groups")).isEqualTo("mention");
        assertThat(before.at("/declared")).extracting(JsonNode::asText).containsExactly("dm", "groups", "deny_from");
        assertThat(before.at("/enforced").asBoolean()).isTrue();

        Reply changed = client.post(RULES, "{'allow_conversations':['1'],'mention_patterns':['palyra']}", ANN, "ann");

        assertThat(changed.text("/rules/allow_conversations/0")).isEqualTo("1");
        assertThat(changed.text("/rules/groups")).isEqualTo("mention");
        assertThat(preview("discord:user:1", discord.channel(), "'is_direct_message':false,'text':'palyra?'")
                        .text("/reason"))
                .isEqualTo("conversation_not_allowed");
        JsonNode event = client.get(AdminSetup.DISCORD_OPS + "/logs?event_type=access.changed&limit=1")
                .at("/events/0/details");
        assertThat(event.path("operator").asText()).isEqualTo("ann");
        assertThat(event.path("fields"))
                .extracting(JsonNode::asText)
                .containsExactly("allow_conversations", "mention_patterns");

        assertThat(client.post(RULES, "{'allow_conversations':null}").at("/rules/allow_conversations"))
                .isEmpty();
        assertThat(preview("discord:user:1", discord.channel(), "'is_direct_message':false,'text':'palyra?'")
                        .text("/reason"))
                .isEqualTo("mentioned");
        assertThat(client.post(RULES, "{'mention_patterns':null}").at("/rules/mention_patterns"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | rules          | {}                                    | rules
            400 | rules          | {'alow_from':[]}                      | alow_from
            400 | rules          | {'dm':'everybody'}                    | dm
            400 | rules          | {'allow_from':[' x']}                 | allow_from
            400 | rules          | {'allow_from':[null]}                 | allow_from
            400 | rules          | {'mention_patterns':['']}             | mention_patterns
            400 | rules          | {'pairing_text':'no code in it'}      | pairing_text
            409 | rules          | {'deny_from':null}                    | palyra.connectors.discord.ops.access-deny-from
            409 | rules          | {'deny_from':['discord:user:1']}      | palyra.connectors.discord.ops.access-deny-from
            400 | codes          | {'ttl_ms':29999}                      | ttl_ms
            400 | codes          | {'ttl_ms':86400001}                   | ttl_ms
            400 | codes          | {'ttl':60000}                         | ttl_ms
            400 | requests/ABCDEF/approve | {'ttl_ms':0}                 | ttl_ms
            400 | requests/ABCDEF/approve | {'ttl_ms':315360000001}      | ttl_ms
            400 | requests/ABCDEF/deny    | {'ttl_ms':1}                 | ttl_ms
            404 | requests/ABCDEF/approve | {}                           | ABCDEF
            404 | requests/ABCDEF/deny    | {}                           | ABCDEF
            400 | preview        | {'conversation_id':'c'}               | sender_id
            400 | preview        | {'sender_id':'s'}                     | conversation_id
            400 | preview        | {'sender_id':'s','conversation_id':'c','mention_bot':true} | mentions_bot
            """)
    void namesWhatIsWrong(int status, String call, String body, String named) {
        Reply reply = client.post(ACCESS + "/" + call, body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text("/detail")).contains(named);
        if (status == 400) {
            assertThat(reply.text("/errors/0/field")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"after_grant,7", "after_request,x:y", "limit,0"})
    void namesAPlaceThatCannotBe(String parameter, String value) {
        Reply reply = client.get(ACCESS + "?" + parameter + "=" + value);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo(parameter);
    }

    @Test
    void knowsNoAccessOfAConnectorThatIsNotThere() {
        String nobody = "/admin/v1/channels/discord:nobody/access";
        for (Reply reply : List.of(
                client.get(nobody),
                client.post(nobody + "/rules", "{'dm':'open'}"),
                client.post(nobody + "/codes"),
                client.post(nobody + "/requests/ABCDEF/approve"),
                client.post(nobody + "/requests/ABCDEF/deny"),
                client.post(nobody + "/preview", "{'sender_id':'s','conversation_id':'c'}"),
                client.delete(nobody + "/grants/x"))) {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text("/code")).isEqualTo("unknown_connector");
        }
    }

    @Test
    void makesNoCodeThatWouldBeOfNoUse() {
        Reply reply = client.post(AdminSetup.ECHO + "/access/codes");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("/detail")).contains("dm is open");
    }

    @Test
    void countsWhoWaitsAndWhatIsRefused() {
        codeOf(stranger("Gil", "hello?"));

        String metrics = client.get("/observe/metrics").response().body();

        assertThat(metrics)
                .containsPattern("palyra_access_requests_open\\{connector_id=\"discord:ops\"} [1-9]")
                .containsPattern(
                        "palyra_access_refused_total\\{connector_id=\"discord:ops\",reason=\"pairing_requested\"} [1-9]")
                .contains("palyra_access_requests_open{connector_id=\"echo:default\"} 0.0")
                .contains("palyra_access_refused_total{connector_id=\"discord:ops\",reason=\"groups_off\"} 0.0");
    }

    @Test
    void declaresPairings() {
        for (String connector : List.of(AdminSetup.DISCORD_OPS, AdminSetup.ECHO)) {
            assertThat(client.get(connector)
                            .at("/connector/capabilities/pairings/supported")
                            .asBoolean())
                    .isTrue();
        }
    }
}
