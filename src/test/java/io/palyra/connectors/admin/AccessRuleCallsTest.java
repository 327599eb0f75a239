package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators change the rules, and are told what is wrong with a change and what the rules decide. */
class AccessRuleCallsTest {

    private static final String ANN = "X-Palyra-Operator";

    private static FakeDiscord discord;
    private static ProgramUnderTest admin;
    private static AdminClient client;
    private static Strangers strangers;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        discord = FakeDiscord.start();
        admin = Strangers.program(folder, discord);
        client = admin.client();
        strangers = new Strangers(discord, client);
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        discord.close();
    }

    /** One story, because rules hold for everybody: changed, in force for the next message, taken back. */
    @Test
    void changesRulesThatTheSettingsDoNotOwnAndTakesThemBack() {
        Reply before = client.get(Strangers.ACCESS);
        assertThat(before.text("/rules/groups")).isEqualTo("mention");
        assertThat(before.at("/declared")).extracting(JsonNode::asText).containsExactly("dm", "groups", "deny_from");
        assertThat(before.at("/enforced").asBoolean()).isTrue();

        Reply changed =
                client.post(Strangers.RULES, "{'allow_conversations':['1'],'mention_patterns':['palyra']}", ANN, "ann");

        assertThat(changed.text("/rules/allow_conversations/0")).isEqualTo("1");
        assertThat(changed.text("/rules/groups")).isEqualTo("mention");
        assertThat(strangers
                        .preview("discord:user:1", discord.channel(), "'is_direct_message':false,'text':'palyra?'")
                        .text("/reason"))
                .isEqualTo("conversation_not_allowed");
        JsonNode event = client.get(AdminSetup.DISCORD_OPS + "/logs?event_type=access.changed&limit=1")
                .at("/events/0/details");
        assertThat(event.path("operator").asText()).isEqualTo("ann");
        assertThat(event.path("fields"))
                .extracting(JsonNode::asText)
                .containsExactly("allow_conversations", "mention_patterns");

        assertThat(client.post(Strangers.RULES, "{'allow_conversations':null}").at("/rules/allow_conversations"))
                .isEmpty();
        assertThat(strangers
                        .preview("discord:user:1", discord.channel(), "'is_direct_message':false,'text':'palyra?'")
                        .text("/reason"))
                .isEqualTo("mentioned");
        assertThat(client.post(Strangers.RULES, "{'mention_patterns':null}").at("/rules/mention_patterns"))
                .isEmpty();
    }

    @Test
    void tellsWhatAChangeOfTheRulesWouldComeToWithoutChangingThem() {
        String group = "'is_direct_message':false,'text':'palyra?'";
        Channel channel = discord.channel();
        assertThat(strangers.preview("discord:user:1", channel, group).text("/reason"))
                .isEqualTo("not_mentioned");

        assertThat(strangers
                        .preview("discord:user:1", channel, group + ",'rules':{'mention_patterns':['palyra']}")
                        .text("/reason"))
                .isEqualTo("mentioned");

        assertThat(strangers.preview("discord:user:1", channel, group).text("/reason"))
                .isEqualTo("not_mentioned");
        Reply owned = client.post(
                Strangers.ACCESS + "/preview",
                "{'sender_id':'discord:user:1','conversation_id':'c','rules':{'dm':'open'}}");
        assertThat(owned.status()).isEqualTo(409);
        assertThat(owned.text("/detail")).contains("dm of discord:ops is set in the settings");
    }

    @Test
    void tellsEachStepOfADecisionAndWhatPairingWouldDo() {
        Channel direct = discord.direct(discord.user());
        assertThat(steps(strangers.preview("discord:user:1", direct, "'text':'hi'")))
                .containsExactly("deny-from", "other-bots", "dm pairing_required", "pairing pairing_requested");
        assertThat(steps(strangers.preview(Strangers.DENIED, direct, "'text':'hi'")))
                .containsExactly("deny-from sender_denied");
        assertThat(steps(strangers.preview("discord:user:1", direct, "'text':'pair K7Q2-MX9P'")))
                .last()
                .isEqualTo("pairing pairing_required");
        assertThat(steps(strangers.preview("discord:user:1", direct, "'sender_is_bot':true")))
                .last()
                .isEqualTo("dm sender_not_allowed");
        String group = "'is_direct_message':false,'text':'hi'";
        assertThat(steps(strangers.preview("discord:user:1", discord.channel(), group)))
                .containsExactly(
                        "deny-from",
                        "other-bots",
                        "dm",
                        "groups",
                        "allow-conversations",
                        "allow-from",
                        "mention not_mentioned");
        assertThat(strangers
                        .preview("discord:user:1", discord.channel(), group + ",'mentions_bot':true")
                        .at("/allowed")
                        .asBoolean())
                .isTrue();
        assertThat(strangers
                        .preview("discord:user:1", discord.channel(), group + ",'replies_to_bot':true")
                        .text("/reason"))
                .isEqualTo("mentioned");

        User user = strangers.stranger("Fay", "hello?");
        String code = strangers.codeOf(user);
        Reply pending = strangers.preview(Strangers.id(user), discord.direct(user), "'text':'hi'");
        assertThat(pending.text("/reason")).isEqualTo("pairing_pending");
        assertThat(Strangers.last(pending).path("explanation").asText()).contains(code);
        assertThat(client.get(AdminSetup.DISCORD_OPS + "/logs?event_type=operator.action&limit=1000")
                        .response()
                        .body())
                .doesNotContain("preview");
    }

    private static List<String> steps(Reply preview) {
        return StreamSupport.stream(preview.at("/steps").spliterator(), false)
                .peek(step -> assertThat(step.path("explanation").asText()).isNotEmpty())
                .map(step ->
                        (step.path("step").asText() + " " + step.path("decided").asText()).strip())
                .toList();
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
            Reply reply =
                    client.post(Strangers.RULES, "{'" + list + "':['" + id + "','discord:" + kind(list) + ":7','7']}");
            assertThat(reply.at("/warnings")).hasSize(1);
            assertThat(reply.at("/warnings/0/code").asText()).isEqualTo("unmatched_id");
            assertThat(reply.at("/warnings/0/message").asText()).contains(list, id);
        } finally {
            client.post(Strangers.RULES, "{'" + list + "':null}");
        }
    }

    private static String kind(String list) {
        return list.equals("allow_from") ? "user" : "channel";
    }

    @Test
    void thePatternThatIsAnyTextMakesTheGroupsOpen() {
        try {
            Reply reply = client.post(Strangers.RULES, "{'mention_patterns':['palyra','*']}");
            assertThat(reply.at("/warnings/0/code").asText()).isEqualTo("open_group");
        } finally {
            client.post(Strangers.RULES, "{'mention_patterns':null}");
        }
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
        Reply reply = client.post(Strangers.ACCESS + "/" + call, body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text("/detail")).contains(named);
        if (status == 400) {
            assertThat(reply.text("/errors/0/field")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"after_grant,7", "after_request,x:y", "limit,0"})
    void namesAPlaceThatCannotBe(String parameter, String value) {
        Reply reply = client.get(Strangers.ACCESS + "?" + parameter + "=" + value);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo(parameter);

        Reply change =
                client.post(Strangers.RULES + "?" + parameter + "=" + value, "{'allow_from':['discord:user:1']}");
        assertThat(change.status()).isEqualTo(400);
        assertThat(client.get(Strangers.ACCESS).at("/rules/allow_from")).isEmpty();
    }
}
