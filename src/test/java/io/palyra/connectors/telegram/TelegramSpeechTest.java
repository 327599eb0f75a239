package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.Message;
import io.palyra.connectors.fake.telegram.Words;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.ThreadId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What speaks to the bot, and what is answered. One session; each test has a chat of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelegramSpeechTest {

    private static final byte[] CONTENT = {1, 2, 3};

    private HearingTelegram hearing;

    @BeforeAll
    void start() throws Exception {
        hearing = HearingTelegram.start();
    }

    @AfterAll
    void stop() throws Exception {
        hearing.close();
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
        InboundMessageEvent event = hearing.read(Words.of(text));
        assertThat(event.body()).isEqualTo(body);
        assertThat(hearing.facts(event).mentionsBot()).isEqualTo(speaks);
    }

    @Test
    void whoIsNamedWithoutAnAtIsMeantToo() {
        InboundMessageEvent ours = hearing.read(
                Words.of("hello Palyra").naming("Palyra", hearing.telegram().bot()));
        InboundMessageEvent anothers = hearing.read(Words.of("hello Ada").naming("Ada", hearing.ada()));
        assertThat(hearing.facts(ours).mentionsBot()).isTrue();
        assertThat(hearing.facts(anothers).mentionsBot()).isFalse();
    }

    @Test
    void aMentionInACaptionIsOneToo() {
        assertThat(hearing.facts(hearing.read(Words.of("@palyra_loopback_bot look").photo(CONTENT)))
                        .mentionsBot())
                .isTrue();
    }

    @Test
    void anAnswerQuotesWhatItAnswers() {
        Chat group = hearing.group();
        Message first = hearing.says(group, Words.of("the first one"));
        hearing.says(group, Words.of("an answer").replyTo(first));
        hearing.awaitHeard(group, "the first one", "an answer");
        InboundMessageEvent answer = hearing.inbox().of(group).get(1);
        assertThat(answer.inReplyToMessageId()).isEqualTo(new MessageId(String.valueOf(first.id())));
        assertThat(answer.inReplyToBody()).isEqualTo("the first one");
        assertThat(hearing.facts(answer).repliesToBot()).isFalse();
        assertThat(answer.threadId()).as("a chain of replies is no topic").isNull();
    }

    @Test
    void aMarkedPartIsWhatIsQuoted() {
        Chat group = hearing.group();
        Message first = hearing.says(group, Words.of("the first one"));
        hearing.says(group, Words.of("that one").replyTo(first).with(json -> json.putObject("quote")
                .put("text", "first")));
        hearing.awaitHeard(group, "the first one", "that one");
        assertThat(hearing.inbox().of(group).get(1).inReplyToBody()).isEqualTo("first");
    }

    @Test
    void anAnswerToTheBotSpeaksToIt() {
        Chat group = hearing.group();
        Message ours = hearing.telegram().says(group, hearing.telegram().bot(), "may I help?");
        hearing.says(group, Words.of("yes").replyTo(ours));
        assertThat(hearing.facts(hearing.onlyEvent(group)).repliesToBot()).isTrue();
    }

    @Test
    void inATopicTheMessageThatBeganItIsNotAnswered() {
        Chat forum = hearing.telegram().addForum("Works");
        long topic = hearing.telegram().addTopic(forum, "Pumps");
        Message first = hearing.says(forum, Words.of("in the topic").in(topic));
        hearing.says(forum, Words.of("answered there").in(topic).replyTo(first));
        hearing.awaitHeard(forum, "in the topic", "answered there");
        List<InboundMessageEvent> events = hearing.inbox().of(forum);
        assertThat(events).extracting(InboundMessageEvent::threadId).containsOnly(new ThreadId(String.valueOf(topic)));
        assertThat(events)
                .extracting(InboundMessageEvent::inReplyToMessageId)
                .containsExactly(null, new MessageId(String.valueOf(first.id())));
    }

    @Test
    void anAnswerToAFileAloneSaysThatItWasOne() {
        Chat group = hearing.group();
        Message voice = hearing.says(group, Words.of("").voice(CONTENT));
        hearing.says(group, Words.of("I hear you").replyTo(voice));
        hearing.awaitHeard(group, "[attachment]", "I hear you");
        assertThat(hearing.inbox().of(group).get(1).inReplyToBody()).isEqualTo("[attachment]");
    }
}
