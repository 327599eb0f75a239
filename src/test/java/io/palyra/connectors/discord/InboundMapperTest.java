package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.platform.inbound.Reading;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.testkit.LoopbackDiscord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which messages become events, and what they say of their sender and of what they answer. */
class InboundMapperTest {

    private static final String SELF = "1";
    private static final String APPLICATION = "2";
    private static final String OUR_ROLE = "3";

    private final Self self = new Self(SELF, APPLICATION);
    private final InboundMapper mapper = new InboundMapper(LoopbackDiscord.OPS, self);

    @BeforeEach
    void learnTheRole() {
        self.role(OUR_ROLE, SELF);
        self.role("4", "another bot");
    }

    private Reading read(String more) {
        return read(more, null);
    }

    /** @param more fields, in place of those of a usual message; one that is null is not there */
    private Reading read(String more, Channels.@Nullable Known channel) {
        DataObject message = DataObject.fromJson("""
                {"id":"1000000000000","channel_id":"301","guild_id":"101","type":0,"content":"hello",
                 "author":{"id":"7","username":"ada"}}""");
        Map<String, Object> fields = new TreeMap<>(message.toMap());
        fields.putAll(DataObject.fromJson(more).toMap());
        return mapper.map(DataObject.fromJson(toJson(fields)), channel);
    }

    static DataObject object(Map<String, Object> fields) {
        DataObject object = DataObject.empty();
        fields.forEach(object::put);
        return object;
    }

    private static String toJson(Map<String, Object> fields) {
        return object(fields).toString();
    }

    private InboundMessageEvent event(String more) {
        return read(more).event().orElseThrow();
    }

    @Test
    void aMessageWhoseOnlyAttachmentMakesNoSenseIsAMessageAllTheSame() {
        Reading reading = read("{\"content\":\"\",\"attachments\":[{\"size\":-1}]}");
        assertThat(reading.event().orElseThrow().body()).isEqualTo("[attachment]");
        assertThat(reading.event().orElseThrow().attachments()).isEmpty();
        assertThat(reading.leftOut().count(LeftOut.Kind.ATTACHMENT)).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":7}|NOTICE",
                "{\"type\":21,\"content\":\"\",\"referenced_message\":{\"content\":\"the first\"}}|NOTICE",
                "{\"type\":46,\"embeds\":[{\"type\":\"poll_result\",\"fields\":[{\"name\":\"poll_question_text\",\"value\":\"?\"}]}]}|NOTICE",
                "{\"author\":{\"id\":\"1\",\"bot\":true}}|OWN",
                "{\"author\":{\"id\":\"9\"},\"webhook_id\":\"9\",\"application_id\":\"2\"}|OWN",
                "{\"content\":\" \u00a0\"}|EMPTY",
            })
    void whatNobodyWroteForUsIsLeftOutByKind(String message, LeftOut.Kind kind) {
        Reading reading = read(message);

        assertThat(reading.event()).isEmpty();
        assertThat(reading.leftOut().count(kind)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":77}",
                "{\"type\":20,\"interaction_metadata\":{}}",
                "{\"author\":{\"id\":\"9\",\"bot\":true},\"webhook_id\":\"9\",\"application_id\":\"5\"}",
                "{\"author\":{\"id\":\"7\"},\"application_id\":\"2\"}"
            })
    void othersAreHeard(String message) {
        assertThat(event(message).body()).isEqualTo("hello");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|false",
                "{\"author\":{\"id\":\"8\",\"bot\":true}}|true",
                "{\"author\":{\"id\":\"8\",\"bot\":false},\"webhook_id\":\"8\"}|true",
                "{\"author\":{\"id\":\"8\",\"system\":true}}|true",
                "{\"webhook_id\":null}|false",
            })
    void saysWhetherABotWroteIt(String message, boolean bot) {
        assertThat(event(message).senderIsBot()).isEqualTo(bot);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|false",
                "{\"mentions\":[{\"id\":\"8\"},{\"id\":\"1\"}]}|true",
                "{\"mentions\":[{\"id\":\"8\"}]}|false",
                "{\"mention_roles\":[\"3\"]}|true",
                "{\"mention_roles\":[\"4\"]}|false",
                "{\"mention_everyone\":true}|false",
                "{\"type\":19,\"message_reference\":{\"message_id\":\"9\"},\"referenced_message\":{\"author\":{\"id\":\"1\"}}}|true",
                "{\"type\":19,\"message_reference\":{\"message_id\":\"9\"},\"referenced_message\":{\"author\":{\"id\":\"8\"}}}|false",
                "{\"type\":19,\"message_reference\":{\"message_id\":\"9\"},\"referenced_message\":null}|false",
                "{\"message_reference\":{\"type\":1,\"message_id\":\"9\"},\"message_snapshots\":[{\"message\":{\"mentions\":[{\"id\":\"1\"}]}}]}|false",
            })
    void saysWhetherItSpeaksToUs(String message, boolean meant) {
        assertThat(read(message).facts().speaksToBot()).isEqualTo(meant);
    }

    /** The reply, and who wrote what it answers; {@code pings}: its author has left on that the bot is mentioned. */
    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'referenced_message':{'author':{'id':'1'}}}|false|true",
                "{'referenced_message':{'author':{'id':'1'}},'mentions':[{'id':'1'}]}|true|true",
                "{'referenced_message':{'author':{'id':'9'},'webhook_id':'9','application_id':'2'}}|false|true",
                "{'referenced_message':{'author':{'id':'9'},'webhook_id':'9','application_id':'5'}}|false|false",
                "{'referenced_message':{'author':{'id':'9'},'application_id':'2'}}|false|false",
                "{'referenced_message':{'author':{'id':'7','username':'palyra'},'content':'<@1>'}}|false|false",
                "{'referenced_message':null,'mentions':[{'id':'1'}]}|true|false",
                "{'mentions':[]}|false|false",
                "{'referenced_message':{}}|false|false",
            })
    void whatItAnswersAndWhomItMentionsAreTwoFacts(String message, boolean mentions, boolean answers) {
        Map<String, Object> fields =
                new TreeMap<>(DataObject.fromJson(message.replace('\'', '"')).toMap());
        fields.put("type", 19);
        fields.put("message_reference", Map.of("message_id", "9"));

        assertThat(read(toJson(fields)).facts()).isEqualTo(new InboundFacts(mentions, answers));
    }

    /** A webhook may show any name and picture: its id is its own, and it is no person. */
    @Test
    void aWebhookThatPosesAsAPersonHasNotItsId() {
        InboundMessageEvent posing = event("""
                {"webhook_id":"55","application_id":"5","author":{"id":"55","username":"ada","avatar":"a","bot":true}}""");

        assertThat(posing.senderId()).isEqualTo(new SenderId("discord:user:55"));
        assertThat(posing.senderIsBot()).isTrue();
        assertThat(posing.senderDisplay()).isEqualTo("ada");
    }

    /** The type of the channel, as far as it is known, and the message; empty: a channel that Discord has not told of. */
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "|{'guild_id':null}|true",
                "|{'guild_id':null,'channel_type':1}|true",
                "|{'guild_id':null,'channel_type':3}|false",
                "|{}|false",
                "1|{'guild_id':null}|true",
                "3|{'guild_id':null}|false",
                "0|{'guild_id':null}|false",
            })
    void aGroupBesideAllGuildsIsNoDirectConversation(@Nullable Integer type, String message, boolean direct) {
        Channels.@Nullable Known channel =
                type == null ? null : new Channels.Known("301", type, type == 0 ? "101" : null, null);

        assertThat(read(message.replace('\'', '"'), channel)
                        .event()
                        .orElseThrow()
                        .isDirectMessage())
                .isEqualTo(direct);
    }

    /** A forum's post is a thread of the forum; what a channel stands below is its category. */
    @Test
    void aThreadTellsTheChannelThatItIsIn() {
        Channels channels = new Channels(null);
        Channels.Known thread =
                channels.learned(DataObject.fromJson("{\"id\":\"301\",\"type\":11,\"parent_id\":\"300\"}"), "101");
        Channels.Known channel =
                channels.learned(DataObject.fromJson("{\"id\":\"301\",\"type\":0,\"parent_id\":\"300\"}"), "101");

        assertThat(read("{}", thread).facts().parent()).isEqualTo(new ConversationId("discord:channel:300"));
        assertThat(read("{}", channel).facts().parent()).isNull();
        assertThat(read("{}").facts().parent()).isNull();
    }

    /** What stands in the text counts where Discord lists nothing, unless the client shows it as it is written; {@code /n} is a line end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<@1> hello|true",
                "hello <@!1>|true",
                "the team, <@&3>, please|true",
                "<@8> and <@1>|true",
                "<@11>|false",
                "<@&1>|false",
                "<@3>|false",
                "<@&4>|false",
                "<#1> <:1:1> <@ 1> @1|false",
                "`<@1>` is how it is written|false",
                "``a ` <@1>``|false",
                "```/n<@1>/n```|false",
                "in ```<@1>``` too|false",
                "```never closed <@1>|false",
                "a ` alone <@1>|true",
                "```code``` <@1>|true",
                "~~~/n<@1>/n~~~|true",
                "> <@1>|true",
                "\\<@1>|false",
                "\\\\<@1>|true",
            })
    void aMentionInTheTextIsOne(String text, boolean meant) {
        assertThat(read(object(Map.of("content", text.replace("/n", "\n"), "mentions", List.of()))
                                .toString())
                        .facts()
                        .speaksToBot())
                .isEqualTo(meant);
    }

    @Test
    void aReplySaysWhatItAnswers() {
        InboundMessageEvent event = event("""
                {"type":19,"message_reference":{"type":0,"channel_id":"301","message_id":"9"},
                 "referenced_message":{"id":"9","content":"","poll":{"question":{"text":"Lunch?"}}}}""");

        assertThat(event.inReplyToMessageId()).isEqualTo(new MessageId("9"));
        assertThat(event.inReplyToBody()).isEqualTo("[poll: Lunch?]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"referenced_message\":null}",
                "{}",
                "{\"referenced_message\":{\"id\":\"9\",\"content\":\"\"}}",
                "{\"referenced_message\":7}"
            })
    void anOriginalThatIsDeletedOrNotShownHasNoText(String shown) {
        Map<String, Object> fields = new TreeMap<>(DataObject.fromJson(shown).toMap());
        fields.put("type", 19);
        fields.put("message_reference", Map.of("message_id", "9"));

        InboundMessageEvent event = event(toJson(fields));

        assertThat(event.inReplyToMessageId()).isEqualTo(new MessageId("9"));
        assertThat(event.inReplyToBody()).isNull();
    }

    @Test
    void anOriginalOfFilesAlone() {
        assertThat(event("""
                {"type":19,"message_reference":{"message_id":"9"},
                 "referenced_message":{"content":"","attachments":[{"url":"https://cdn.example/a"}]}}""").inReplyToBody()).isEqualTo("[attachment]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message_reference\":{\"type\":1,\"message_id\":\"9\"}}",
                "{\"flags\":2,\"message_reference\":{\"message_id\":\"9\",\"channel_id\":\"5\"}}",
                "{\"type\":19}",
                "{\"type\":19,\"message_reference\":{\"message_id\":null}}",
                "{\"type\":19,\"message_reference\":\"9\"}"
            })
    void whatIsNoReplyAnswersNothing(String message) {
        assertThat(event(message).inReplyToMessageId()).isNull();
    }

    @Test
    void aLongOrOddNameDoesNotCostTheMessage() {
        String name = "é".repeat(600) + "\\u0000";

        assertThat(event("{\"member\":{\"nick\":\"" + name + "\"}}").senderDisplay())
                .endsWith("é…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"author\":null}", "{\"author\":{\"username\":\"ada\"}}", "{\"author\":7}"})
    void aMessageOfNobodyCannotBeRead(String message) {
        assertThatThrownBy(() -> read(message)).hasMessage("it has no author");
    }
}
