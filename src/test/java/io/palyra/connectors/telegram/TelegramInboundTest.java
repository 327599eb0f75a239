package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.adapter.InboundFacts;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.Person;
import io.palyra.connectors.fake.telegram.Words;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.ThreadId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of each kind of message. One session; each test has a chat of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelegramInboundTest {

    private static final byte[] CONTENT = {1, 2, 3};

    private HearingTelegram hearing;
    private Person ada;

    @BeforeAll
    void start() throws Exception {
        hearing = HearingTelegram.start();
        ada = hearing.telegram().person();
    }

    @AfterAll
    void stop() throws Exception {
        hearing.close();
    }

    private Chat group() {
        return hearing.telegram().addSupergroup("of one test", null);
    }

    private Message says(Chat chat, Words words) {
        return hearing.telegram().says(chat, ada, words);
    }

    /** What is read of it. */
    private InboundMessageEvent read(Words words) {
        Chat group = group();
        says(group, words);
        return hearing.onlyEvent(group);
    }

    private InboundFacts facts(InboundMessageEvent event) {
        return hearing.inbox().facts(event);
    }

    @Test
    void aMessageOfAGroup() {
        Chat group = group();
        Message said = says(group, Words.of("a <b> & *c*"));
        InboundMessageEvent event = hearing.onlyEvent(group);
        assertThat(event.body()).isEqualTo("a <b> & *c*");
        assertThat(event.envelopeId().value())
                .isEqualTo("telegram:ops:" + hearing.telegram().bot().id() + ":" + group.id() + ":" + said.id());
        assertThat(event.conversationId().value()).isEqualTo("telegram:chat:" + group.id());
        assertThat(event.senderId().value()).isEqualTo("telegram:user:" + ada.id());
        assertThat(ada.id()).as("more than 32 bits").isGreaterThan(1L << 32);
        assertThat(event.senderDisplay()).isEqualTo("Ada");
        assertThat(event.senderIsBot()).isFalse();
        assertThat(event.adapterMessageId()).isEqualTo(new MessageId(String.valueOf(said.id())));
        assertThat(event.threadId()).isNull();
        assertThat(event.isDirectMessage()).isFalse();
        assertThat(event.receivedAtUnixMs()).isEqualTo(said.json().path("date").asLong() * 1_000);
        assertThat(facts(event)).isEqualTo(InboundFacts.NONE);
    }

    @Test
    void aPrivateChatHasTheNumberOfThePersonAndIsDirect() {
        Person bob = hearing.telegram().addPerson((1L << 51) + 7, "Bob");
        Chat direct = hearing.telegram().direct(bob);
        hearing.telegram().says(direct, bob, "just us");
        InboundMessageEvent event = hearing.onlyEvent(direct);
        assertThat(event.isDirectMessage()).isTrue();
        assertThat(event.conversationId().value()).isEqualTo("telegram:chat:2251799813685255");
        assertThat(event.senderId().value()).isEqualTo("telegram:user:2251799813685255");
    }

    @Test
    void anAnonymousAdministratorIsTheGroup() {
        Chat group = group();
        hearing.telegram()
                .saysAnonymously(group, Words.of("by the group").with(json -> json.put("author_signature", "Chief")));
        InboundMessageEvent event = hearing.onlyEvent(group);
        assertThat(event.senderId().value()).isEqualTo("telegram:chat:" + group.id());
        assertThat(event.senderDisplay()).isEqualTo("Chief");
        assertThat(event.senderIsBot()).isFalse();
    }

    @Test
    void whoWritesInTheNameOfAChannelIsTheChannel() {
        Chat group = group();
        says(group, Words.of("as a channel").with(json -> json.putObject("sender_chat")
                .put("id", -1_009_999_999_999L)
                .put("title", "Daily")
                .put("type", "channel")));
        InboundMessageEvent event = hearing.onlyEvent(group);
        assertThat(event.senderId().value()).isEqualTo("telegram:chat:-1009999999999");
        assertThat(event.senderDisplay()).isEqualTo("Daily");
    }

    @Test
    void aPostIsItsChannels() {
        Chat channel = hearing.telegram().addChannel("News", "loopback_news");
        hearing.telegram().posts(channel, "it rains");
        InboundMessageEvent event = hearing.onlyEvent(channel);
        assertThat(event.senderId().value()).isEqualTo("telegram:chat:" + channel.id());
        assertThat(event.senderDisplay()).isEqualTo("News");
        assertThat(event.isDirectMessage()).isFalse();
    }

    @Test
    void aPostWithoutSenderChatIsItsChannelsToo() {
        Chat channel = hearing.telegram().addChannel("Old news", null);
        hearing.telegram().saysAnonymously(channel, Words.of("it rained").with(json -> json.remove("sender_chat")));
        assertThat(hearing.onlyEvent(channel).senderId().value()).isEqualTo("telegram:chat:" + channel.id());
    }

    @Test
    void aBotIsSaidToBeOne() {
        Chat group = group();
        Message said = hearing.telegram().says(group, hearing.telegram().addBot("helper_bot"), "beep");
        hearing.telegram().update("message", said.json());
        assertThat(hearing.onlyEvent(group).senderIsBot()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ada |      | ada_l | Ada",
                "Ada | Byron | ada_l | Ada Byron",
                "'' | Byron | ada_l | Byron",
                "'' | '' | ada_l | ada_l",
            })
    void displayIsTheNameElseTheUserName(String first, String last, String user, String display) {
        assertThat(read(Words.of("hello").with(json -> ((ObjectNode) json.path("from"))
                                .put("first_name", first)
                                .put("last_name", last)
                                .put("username", user)))
                        .senderDisplay())
                .isEqualTo(display);
    }

    static Stream<Arguments> wordsWithoutText() {
        return Stream.of(
                Arguments.of("😀", Words.sticker("😀")),
                Arguments.of("[location] 52.5, 13.25", Words.location(52.5, 13.25)),
                Arguments.of("[contact] Ada +4930123", Words.contact("+4930123", "Ada")),
                Arguments.of("[poll] Tea?\n- yes\n- no", Words.poll("Tea?", "yes", "no")),
                Arguments.of("🎲 6", Words.of("").with(json -> json.putObject("dice")
                        .put("emoji", "🎲")
                        .put("value", 6))),
                Arguments.of("Harbour, Quay 1 (1.5, 2.5)", Words.of("").with(json -> {
                    ObjectNode venue =
                            json.putObject("venue").put("title", "Harbour").put("address", "Quay 1");
                    venue.putObject("location").put("latitude", 1.5).put("longitude", 2.5);
                    json.set("location", venue.path("location"));
                })),
                Arguments.of("[attachment]", Words.of("").voice(CONTENT)),
                Arguments.of("with words", Words.of("with words").photo(CONTENT)),
                Arguments.of("with words", Words.of("with words").document("a.txt", "text/plain", CONTENT)));
    }

    @ParameterizedTest
    @MethodSource("wordsWithoutText")
    void whatIsShownStandsInTheText(String body, Words words) {
        assertThat(read(words).body()).isEqualTo(body);
    }

    @Test
    void linksStandBehindTheirWordsCountedInUtf16() {
        assertThat(read(Words.of("🚢🚢 one and two")
                                .link("one", "https://one.example/")
                                .link("two", "https://two.example/"))
                        .body())
                .isEqualTo("🚢🚢 one (https://one.example/) and two (https://two.example/)");
    }

    @Test
    void linksOfACaptionStandThereToo() {
        assertThat(read(Words.of("look here")
                                .link("here", "https://one.example/")
                                .photo(CONTENT))
                        .body())
                .isEqualTo("look here (https://one.example/)");
    }

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of(Words.of("").photo(CONTENT), AttachmentKind.IMAGE, "image/jpeg", null, "AgAC"),
                Arguments.of(
                        Words.of("").document("a b.pdf", "application/pdf", CONTENT),
                        AttachmentKind.FILE,
                        "application/pdf",
                        "a b.pdf",
                        "BQAC"),
                Arguments.of(Words.of("").voice(CONTENT), AttachmentKind.FILE, "audio/ogg", null, "BQAC"),
                Arguments.of(Words.of("").video(CONTENT), AttachmentKind.FILE, "video/mp4", "video.mp4", "BQAC"),
                Arguments.of(Words.sticker("😀"), AttachmentKind.IMAGE, "image/webp", null, "CAAC"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileIsKnownByItsIdAndNeverByAnAddress(
            Words words, AttachmentKind kind, String type, String name, String idBegins) {
        AttachmentRef file =
                assertThat(read(words).attachments()).singleElement().actual();
        assertThat(file.kind()).isEqualTo(kind);
        assertThat(file.contentType()).isEqualTo(type);
        assertThat(file.filename()).isEqualTo(name);
        assertThat(file.attachmentId()).startsWith(idBegins);
        assertThat(file.origin()).isEqualTo("telegram");
        assertThat(file.url()).isNull();
    }

    @Test
    void ofAPhotoTheLargestIsTaken() {
        assertThat(read(Words.of("").photo(CONTENT)).attachments())
                .extracting(AttachmentRef::widthPx)
                .containsExactly(900);
    }

    @Test
    void anAlbumIsAMessageEach() {
        Chat group = group();
        hearing.telegram()
                .sendsAlbum(
                        group,
                        ada,
                        Words.of("three").photo(CONTENT),
                        Words.of("").photo(CONTENT),
                        Words.of("").photo(CONTENT));
        hearing.awaitHeard(group, "three", "[attachment]", "[attachment]");
        assertThat(hearing.inbox().of(group))
                .allSatisfy(event -> assertThat(event.attachments()).hasSize(1));
    }

    static Stream<Arguments> leftOut() {
        return Stream.of(
                Arguments.of("others_command", Words.of("/start@another_bot now")),
                Arguments.of("notice", Words.of("news").with(json -> json.put("is_automatic_forward", true))),
                Arguments.of("empty", Words.of("").with(json -> json.putArray("new_chat_members"))),
                Arguments.of("empty", Words.of("").with(json -> json.put("new_chat_title", "Renamed"))),
                Arguments.of("empty", Words.of("").with(json -> json.putObject("pinned_message")
                        .put("message_id", 1))),
                Arguments.of("empty", Words.of(" \n\t ")),
                Arguments.of("unreadable", Words.of("nobody's").with(json -> json.remove("from"))),
                Arguments.of("unreadable", Words.of("nobody's").with(json -> json.putObject("from"))),
                Arguments.of("unreadable", Words.of("of no chat").with(json -> json.remove("chat"))),
                Arguments.of("unreadable", Words.of("of no number").with(json -> json.put("message_id", "7"))),
                Arguments.of("unreadable", Words.of("of half a chat").with(json -> json.putObject("chat"))),
                Arguments.of("attachment", Words.of("with half a file").with(json -> json.putObject("document"))));
    }

    @ParameterizedTest
    @MethodSource("leftOut")
    void whatIsNoMessageForUsIsLeftOutAndCounted(String kind, Words words) {
        long before = hearing.leftOut(kind);
        Chat group = group();
        says(group, words);
        hearing.awaitAllRead();
        assertThat(hearing.leftOut(kind)).isEqualTo(before + 1);
        assertThat(hearing.inbox().texts(group))
                .isEqualTo(kind.equals("attachment") ? List.of("with half a file") : List.of());
    }

    @Test
    void ourOwnMessageIsNone() {
        Chat group = group();
        long before = hearing.leftOut("own");
        says(group, Words.of("mine").with(json -> ((ObjectNode) json.path("from"))
                .put("id", hearing.telegram().bot().id())));
        hearing.awaitAllRead();
        assertThat(hearing.inbox().of(group)).isEmpty();
        assertThat(hearing.leftOut("own")).isEqualTo(before + 1);
    }

    @Test
    void aMessageWithoutADateIsOfNow() {
        Chat group = group();
        ObjectNode json = hearing.telegram()
                .says(group, hearing.telegram().addBot("untold_bot"), "when?")
                .json();
        json.remove("date");
        hearing.telegram().update("message", json);
        assertThat(hearing.onlyEvent(group).receivedAtUnixMs()).isCloseTo(System.currentTimeMillis(), within(60_000L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/tides@palyra_loopback_bot tomorrow | /tides tomorrow | true",
                "/tides@Palyra_Loopback_BOT | /tides | true",
                "/tides tomorrow | /tides tomorrow | true",
                "hello @palyra_loopback_bot | hello @palyra_loopback_bot | true",
                "hello @Palyra_Loopback_Bot | hello @Palyra_Loopback_Bot | true",
                "hello @palyra_loopback_bots | hello @palyra_loopback_bots | false",
                "see /tides@palyra_loopback_bot | see /tides@palyra_loopback_bot | true",
                "hello @everyone | hello @everyone | false",
                "no /path | no /path | false",
            })
    void whatSpeaksToTheBot(String text, String body, boolean speaks) {
        InboundMessageEvent event = read(Words.of(text));
        assertThat(event.body()).isEqualTo(body);
        assertThat(facts(event).mentionsBot()).isEqualTo(speaks);
    }

    @Test
    void whoIsNamedWithoutAnAtIsMeantToo() {
        InboundMessageEvent ours = read(
                Words.of("hello Palyra").naming("Palyra", hearing.telegram().bot()));
        InboundMessageEvent anothers = read(Words.of("hello Ada").naming("Ada", ada));
        assertThat(facts(ours).mentionsBot()).isTrue();
        assertThat(facts(anothers).mentionsBot()).isFalse();
    }

    @Test
    void aMentionInACaptionIsOneToo() {
        assertThat(facts(read(Words.of("@palyra_loopback_bot look").photo(CONTENT)))
                        .mentionsBot())
                .isTrue();
    }

    @Test
    void anAnswerQuotesWhatItAnswers() {
        Chat group = group();
        Message first = says(group, Words.of("the first one"));
        says(group, Words.of("an answer").replyTo(first));
        hearing.awaitHeard(group, "the first one", "an answer");
        InboundMessageEvent answer = hearing.inbox().of(group).get(1);
        assertThat(answer.inReplyToMessageId()).isEqualTo(new MessageId(String.valueOf(first.id())));
        assertThat(answer.inReplyToBody()).isEqualTo("the first one");
        assertThat(facts(answer).repliesToBot()).isFalse();
        assertThat(answer.threadId()).as("a chain of replies is no topic").isNull();
    }

    @Test
    void aMarkedPartIsWhatIsQuoted() {
        Chat group = group();
        Message first = says(group, Words.of("the first one"));
        says(group, Words.of("that one").replyTo(first).with(json -> json.putObject("quote")
                .put("text", "first")));
        hearing.awaitHeard(group, "the first one", "that one");
        assertThat(hearing.inbox().of(group).get(1).inReplyToBody()).isEqualTo("first");
    }

    @Test
    void anAnswerToTheBotSpeaksToIt() {
        Chat group = group();
        Message ours = hearing.telegram().says(group, hearing.telegram().bot(), "may I help?");
        says(group, Words.of("yes").replyTo(ours));
        assertThat(facts(hearing.onlyEvent(group)).repliesToBot()).isTrue();
    }

    @Test
    void inATopicTheMessageThatBeganItIsNotAnswered() {
        Chat forum = hearing.telegram().addForum("Works");
        long topic = hearing.telegram().addTopic(forum, "Pumps");
        Message first = says(forum, Words.of("in the topic").in(topic));
        says(forum, Words.of("answered there").in(topic).replyTo(first));
        hearing.awaitHeard(forum, "in the topic", "answered there");
        List<InboundMessageEvent> events = hearing.inbox().of(forum);
        assertThat(events).extracting(InboundMessageEvent::threadId).containsOnly(new ThreadId(String.valueOf(topic)));
        assertThat(events)
                .extracting(InboundMessageEvent::inReplyToMessageId)
                .containsExactly(null, new MessageId(String.valueOf(first.id())));
    }

    @Test
    void theGeneralTopicHasNoId() {
        Chat forum = hearing.telegram().addForum("General works");
        says(forum, Words.of("to all"));
        assertThat(hearing.onlyEvent(forum).threadId()).isNull();
        // Should a server name it: nothing can be sent to that number
        assertThat(read(Words.of("hello")
                                .with(json -> json.put("is_topic_message", true).put("message_thread_id", 1)))
                        .threadId())
                .isNull();
    }

    @Test
    void aGroupThatHasBecomeASupergroupKeepsItsName() {
        Chat group = hearing.telegram().addGroup("Grows");
        says(group, Words.of("small"));
        hearing.awaitHeard(group, "small");
        Chat grown = hearing.telegram().upgrades(group);
        Message large = says(grown, Words.of("large"));
        hearing.awaitHeard(group, "small", "large");
        InboundMessageEvent event = hearing.inbox().of(group).get(1);
        assertThat(event.adapterMessageId()).isEqualTo(new MessageId(grown.id() + ":" + large.id()));
        assertThat(facts(event).parent().value())
                .as("who lists the number that it has now")
                .isEqualTo("telegram:chat:" + grown.id());
        assertThat(hearing.cursors()).containsEntry("migrated:" + group.id(), String.valueOf(grown.id()));
    }

    @Test
    void anUpdateOfAnUnknownKindIsCountedAndNoMore() {
        long before = hearing.leftOut("notice");
        hearing.telegram().update("story_reply", Json.object().put("id", 1));
        hearing.telegram().update("edited_message", says(group(), Words.of("x")).json());
        hearing.awaitAllRead();
        assertThat(hearing.leftOut("notice")).isEqualTo(before + 2);
    }

    @Test
    void whoShutsTheBotOutIsNotedAndNotRouted() {
        int events = hearing.inbox().all().size();
        Chat group = group();
        hearing.telegram().kicks(group);
        hearing.telegram().blocks(hearing.telegram().addPerson("Eve", null));
        HearingTelegram.within()
                .until(() -> hearing.inbound().get("chats_shut_out_of").equals(2));
        hearing.telegram().adds(group);
        HearingTelegram.within()
                .until(() -> hearing.inbound().get("chats_shut_out_of").equals(1));
        assertThat(hearing.inbox().all()).hasSize(events);
    }

    @Test
    void thePressOfAButtonWhoseMessageIsGoneIsAnswered() {
        Chat group = group();
        Message message = says(group, Words.of("press"));
        hearing.telegram().deletes(message);
        String query = hearing.telegram().presses(message, ada, "anything");
        HearingTelegram.within()
                .until(() -> hearing.telegram().answeredCallbacks().contains(query));
        assertThat(hearing.inbox().texts(group)).containsExactly("press");
    }

    @Test
    void aVeryLongTextIsCutAndSaysSo() {
        InboundMessageEvent event = read(Words.of("").with(json -> json.put("text", "x".repeat(100_000))));
        assertThat(event.body()).endsWith("[cut]");
        assertThat(hearing.leftOut("text_end")).isEqualTo(1);
    }
}
