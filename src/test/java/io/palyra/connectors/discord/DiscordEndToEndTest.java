package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.DiscordClient;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.Posted;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.ThreadId;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message all the way: gateway, inbox, daemon, outbox, REST. The embedded daemon answers with the same text. */
class DiscordEndToEndTest {

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private ProgramUnderTest program;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        program = ProgramUnderTest.in(folder).discord(discord).start();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        discord.close();
    }

    private List<Posted> posted(Channel channel, int count) {
        program.within().until(() -> discord.ledger().accepted(channel.id()).size() >= count);
        return discord.ledger().accepted(channel.id());
    }

    @Test
    void answersWhereItWasAsked() {
        Channel thread = discord.addThread(discord.channel(), "a thread");
        Channel direct = discord.direct(discord.user());
        discord.userSays(discord.channel(), discord.user(), "in the channel");
        discord.userSays(thread, discord.user(), "in the thread");
        discord.userSays(direct, discord.user(), "just you and me");
        assertThat(posted(discord.channel(), 1).get(0).content()).contains("in the channel");
        assertThat(posted(thread, 1).get(0).content()).contains("in the thread");
        assertThat(posted(direct, 1).get(0).content()).contains("just you and me");
        assertThat(posted(direct, 1).get(0).allowedMentions().path("parse")).isEmpty();
    }

    @Test
    void theCursorFollowsWhatWasAdmitted() {
        Message message = discord.userSays(discord.channel(), discord.user(), "hello");
        posted(discord.channel(), 1);
        await().untilAsserted(() -> assertThat(Long.parseUnsignedLong(
                        program.cursor("channel:" + discord.channel().id())))
                .isGreaterThanOrEqualTo(Long.parseUnsignedLong(message.id())));
        assertThat(program.events("inbound.received")).hasSize(1);
    }

    @Test
    void aRepeatedDispatchIsOneMessage() {
        Message message = discord.userSays(discord.channel(), discord.user(), "once");
        discord.dispatchAgain(message);
        discord.userSays(discord.channel(), discord.user(), "after");
        assertThat(posted(discord.channel(), 2)).hasSize(2);
        assertThat(program.events("inbound.received")).hasSize(2);
    }

    @Test
    void repliesWithFilesAndAReaction() {
        Message asked = discord.userSays(
                discord.channel(),
                discord.addBot("other"),
                UserMessage.of("from another bot").mentioning(discord.bot()));
        posted(discord.channel(), 1);
        String text = Base64.getEncoder().encodeToString("content".getBytes(StandardCharsets.UTF_8));
        program.enqueue(OpenSession.message(
                "reply", discord.channel().id(), "see the file", builder -> builder.inReplyToMessageId(
                                new MessageId(asked.id()))
                        .autoReaction("\uD83D\uDC4D")
                        .attachments(List.of(
                                AttachmentRef.upload(AttachmentKind.FILE, "my note(1).txt", "text/plain", text),
                                AttachmentRef.ofUrl(AttachmentKind.IMAGE, "https://example.org/a.png")))));
        program.awaitDelivered("reply");
        Posted reply = posted(discord.channel(), 2).get(1);
        assertThat(reply.replyTo()).contains(asked.id());
        assertThat(reply.content()).startsWith("see the file").contains("https://example.org/a.png");
        assertThat(reply.files()).hasSize(1);
        assertThat(reply.files().get(0).fileName()).isEqualTo("my_note_1_.txt");
        assertThat(discord.history(discord.channel())
                        .get(2)
                        .json()
                        .path("reactions")
                        .path(0)
                        .path("me")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void writesToThreadsAndToPeople() {
        Channel thread = discord.addThread(discord.channel(), "a thread");
        program.enqueue(OpenSession.message(
                "t",
                "<#" + discord.channel().id() + ">",
                "threaded",
                builder -> builder.replyThreadId(new ThreadId("thread:" + thread.id()))));
        program.enqueue(OpenSession.message("d", "user:" + discord.user().id(), "hello you", builder -> builder));
        program.awaitDelivered("t");
        program.awaitDelivered("d");
        assertThat(discord.ledger().texts(thread.id())).containsExactly("threaded");
        assertThat(discord.ledger().texts(discord.direct(discord.user()).id())).containsExactly("hello you");
    }

    @Test
    void theSpellingsOfAChannelAreOneConversation() {
        String id = discord.channel().id();
        List<String> spellings = List.of(id, "discord:channel:" + id, "<#" + id + ">", "channel:" + id, "thread:" + id);
        program.supervision().queues().pause(LoopbackDiscord.OPS, "collect");
        for (int n = 0; n < 4 * spellings.size(); n++) {
            program.enqueue(OpenSession.message(
                    "m" + n, spellings.get(n % spellings.size()), "number " + n, builder -> builder));
        }
        discord.faults().nextPost(Fault.status(500));

        program.supervision().queues().resume(LoopbackDiscord.OPS);

        List<String> expected = IntStream.range(0, 4 * spellings.size())
                .mapToObj(n -> "number " + n)
                .toList();
        assertThat(posted(discord.channel(), expected.size()))
                .extracting(Posted::content)
                .containsExactlyElementsOf(expected);
    }

    @Test
    void whatIsNoTargetIsRefusedWhenItIsAccepted() {
        assertThatThrownBy(
                        () -> program.enqueue(OpenSession.message("m1", "general", "to nowhere", builder -> builder)))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("conversation_id")
                .hasMessageContaining("general");
    }

    @Test
    void aMessageOfAttachmentsAloneIsAdmitted() {
        discord.userSays(
                discord.channel(), discord.user(), UserMessage.of("").with("a.png", "image/png", new byte[] {1, 2, 3}));
        assertThat(posted(discord.channel(), 1).get(0).content()).contains("[attachment]");
    }

    @Test
    void aLongTextIsReadInSeveralMessagesAsItWasWritten() {
        String code = ("x".repeat(90) + "\n").repeat(40);
        String link = "[a page](https://example.org/" + "y".repeat(70) + ")";
        String text = "1. see ```sh\n" + code + "exit``` and " + (link + " ").repeat(40) + "\n> ```\n" + code
                + "> ```\n~~~~\n" + code;
        program.enqueue("long", discord.channel().id(), text);
        program.awaitDelivered("long");
        int messages = program.program()
                .outboxStore()
                .find(LoopbackDiscord.OPS, new EnvelopeId("long"))
                .size();
        List<Posted> parts = posted(discord.channel(), messages);
        assertThat(parts).hasSizeGreaterThan(8).allSatisfy(part -> {
            assertThat(part.content().length()).isLessThanOrEqualTo(2_000);
            assertThat(part.content().lines().count()).isLessThanOrEqualTo(17);
            assertThat(DiscordClient.endsInCode(part.content())).isFalse();
        });
        assertThat(parts.stream().flatMap(part -> DiscordClient.reads(part.content()).stream()))
                .containsExactlyElementsOf(DiscordClient.reads(text));
        assertThat(parts.stream()
                        .mapToInt(part -> part.content().split(Pattern.quote(link), -1).length - 1)
                        .sum())
                .isEqualTo(40);
    }
}
