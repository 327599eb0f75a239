package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageOperation;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.ReadRequest;
import io.palyra.connectors.protocol.ReadResult;
import io.palyra.connectors.protocol.SearchRequest;
import io.palyra.connectors.protocol.SearchResult;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.test.HttpStandIn;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands outside a message's content, and messages that make no sense, on their way to a daemon over HTTP. */
class InboundContentTest {

    private static final String FORWARD = """
            {"message_reference":{"type":1,"channel_id":"5","message_id":"6"},
             "message_snapshots":[{"message":{"content":"from afar","attachments":[
               {"id":"1","url":"https://cdn.example/a.txt","filename":"a.txt","size":3},
               {"id":"2","url":"https://cdn.example/b.txt","filename":"b.txt","size":-1}]}}]}""";

    @TempDir
    private static Path folder;

    private static FakeDiscord discord;
    private static HttpDaemon daemon;
    private static ProgramUnderTest program;
    private static int channels;

    private Channel channel;

    @BeforeAll
    static void start() throws Exception {
        discord = FakeDiscord.start();
        daemon = HttpDaemon.start();
        program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings("palyra.daemon.endpoint=" + daemon.uri())
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
        daemon.close();
        discord.close();
    }

    @BeforeEach
    void newChannel() {
        channel = discord.addChannel(discord.guild(), "c" + ++channels);
    }

    private Message says(UserMessage message) {
        return discord.userSays(channel, discord.user(), message);
    }

    private List<InboundMessageEvent> asked(int count) {
        String conversation = "discord:channel:" + channel.id();
        program.within().until(() -> daemon.questions(conversation).size() >= count);
        return daemon.questions(conversation).stream()
                .map(HttpStandIn.Request::event)
                .toList();
    }

    private static long leftOut(LeftOut.Kind kind) {
        Map<?, ?> counts = (Map<?, ?>) program.runtimeOf("inbound").get("left_out");
        return (Long) counts.get(kind.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void aForwardIsAskedAboutAndFound() throws Exception {
        long before = leftOut(LeftOut.Kind.ATTACHMENT);
        says(UserMessage.of("").and(FORWARD));

        InboundMessageEvent event = asked(1).get(0);

        assertThat(event.body()).isEqualTo("[forwarded message]\nfrom afar");
        assertThat(event.attachments()).extracting(AttachmentRef::filename).containsExactly("a.txt");
        assertThat(event.inReplyToMessageId()).isNull();
        assertThat(leftOut(LeftOut.Kind.ATTACHMENT)).isEqualTo(before + 1);
        MessageTarget target = new MessageTarget(event.conversationId(), null);
        ReadResult read = (ReadResult) program.supervision()
                .calls()
                .operate(
                        LoopbackDiscord.OPS,
                        MessageOperation.READ,
                        new ReadRequest(target, null, null, null, null, 10));
        assertThat(read.messages()).extracting(MessageRecord::body).contains(event.body());
        SearchResult found = (SearchResult) program.supervision()
                .calls()
                .operate(
                        LoopbackDiscord.OPS,
                        MessageOperation.SEARCH,
                        new SearchRequest(target, "AFAR", null, true, null, 10));
        assertThat(found.matches()).singleElement().satisfies(match -> assertThat(match.attachments())
                .hasSize(1));
    }

    @Test
    void aReplySaysWhatItAnswers() {
        says(UserMessage.of("first"));
        asked(1);
        program.within().until(() -> discord.history(channel).size() == 2);
        Message answer = discord.history(channel).get(1);
        says(UserMessage.of("what do you mean?").inReplyTo(answer));

        InboundMessageEvent event = asked(2).get(1);

        assertThat(event.inReplyToMessageId()).isEqualTo(new MessageId(answer.id()));
        assertThat(event.inReplyToBody()).isEqualTo("first");
        assertThat(event.senderIsBot()).isFalse();
    }

    @Test
    void aMessageThatCannotBeReadIsAnEventAndTheChannelGoesOn() {
        long before = leftOut(LeftOut.Kind.UNREADABLE);
        Message nobody = says(UserMessage.of("who am I?").and("{\"author\":null}"));
        says(UserMessage.of("where am I?").and("{\"id\":null}"));
        Message after = says(UserMessage.of("after"));

        assertThat(asked(1)).extracting(InboundMessageEvent::body).containsExactly("after");
        await().untilAsserted(() -> assertThat(Snowflake.compare(program.cursor("channel:" + channel.id()), after.id()))
                .isNotNegative());
        assertThat(leftOut(LeftOut.Kind.UNREADABLE)).isEqualTo(before + 2);
        assertThat(program.events("inbound.rejected"))
                .anySatisfy(event -> {
                    assertThat(event.message())
                            .contains(nobody.id())
                            .contains("no author")
                            .doesNotContain("who am I");
                    assertThat(event.details().path("envelope_id").asText()).isEqualTo("discord:ops:" + nobody.id());
                })
                .anySatisfy(event -> assertThat(event.message()).contains("without the id"));
    }

    @Test
    void whatCannotBeReadInAHistoryIsPassed() throws Exception {
        Message before = says(UserMessage.of("before"));
        asked(1);
        await().untilAsserted(
                        () -> assertThat(Snowflake.compare(program.cursor("channel:" + channel.id()), before.id()))
                                .isNotNegative());
        program.stop();
        for (String broken : List.of("{\"id\":null}", "{\"author\":{}}")) {
            discord.userSaysUnheard(
                    channel, discord.user(), UserMessage.of("broken").and(broken));
        }
        discord.userSaysUnheard(channel, discord.user(), UserMessage.of("after"));
        program.startAgain();

        assertThat(asked(2)).extracting(InboundMessageEvent::body).containsExactly("before", "after");
        MessageTarget target = new MessageTarget(asked(2).get(0).conversationId(), null);
        ReadResult read = (ReadResult) program.supervision()
                .calls()
                .operate(
                        LoopbackDiscord.OPS,
                        MessageOperation.READ,
                        new ReadRequest(target, null, null, null, null, 10));
        assertThat(read.messages())
                .extracting(MessageRecord::body)
                .contains("after", "before")
                .doesNotContain("broken");
    }

    @Test
    void anOddFileDoesNotCostItsMessage() {
        says(UserMessage.of("two files").and("""
                {"attachments":[{"id":"no number","url":"https://cdn.example/a","size":"big","width":1e99},
                                {"id":"2","url":"https://cdn.example/b","size":1}],
                 "embeds":7,"poll":[],"sticker_items":{"x":1},"components":"none"}"""));

        InboundMessageEvent event = asked(1).get(0);

        assertThat(event.body()).isEqualTo("two files");
        assertThat(event.attachments()).extracting(AttachmentRef::url).containsExactly("https://cdn.example/b");
    }

    @Test
    void noticesAreCountedAndOwnMessagesToo() {
        long notices = leftOut(LeftOut.Kind.NOTICE);
        long own = leftOut(LeftOut.Kind.OWN);
        says(UserMessage.of("").type(7));
        says(UserMessage.of("hello"));

        assertThat(asked(1)).hasSize(1);
        program.within().untilAsserted(() -> {
            assertThat(leftOut(LeftOut.Kind.NOTICE)).isEqualTo(notices + 1);
            assertThat(leftOut(LeftOut.Kind.OWN)).isGreaterThan(own);
        });
    }
}
