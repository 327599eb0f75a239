package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.Posted;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import io.palyra.connectors.testkit.LoopbackTelegram;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.Splitting;
import io.palyra.connectors.transaction.Transactions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which messages the outbox makes of a text with files, and of Markdown. One program; each test has a chat of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelegramPartsTest {

    private FakeTelegram telegram;
    private ProgramUnderTest program;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        telegram = FakeTelegram.start();
        program = ProgramUnderTest.in(folder)
                .platform(new LoopbackTelegram(LoopbackTelegram.OPS, telegram))
                .start();
    }

    @AfterAll
    void stop() throws Exception {
        program.close();
        telegram.close();
    }

    @Test
    void aShortTextIsTheCaptionOfItsFiles() {
        Chat chat = telegram.addGroup("Caption");

        List<Posted> posted =
                send(message(chat, "**Two** photos", OpenTelegram.photo("a.png"), OpenTelegram.photo("b.png")), 1);

        assertThat(posted).singleElement().satisfies(album -> {
            assertThat(album.method()).isEqualTo("sendmediagroup");
            assertThat(album.files()).containsExactly("a.png", "b.png");
            assertThat(album.text()).isEqualTo("Two photos");
            assertThat(album.entities()).hasSize(1);
        });
    }

    @Test
    void filesOfTwoKindsFollowTheirTextAsMessagesOfTheirOwn() {
        Chat chat = telegram.addGroup("Kinds");
        AttachmentRef place = AttachmentRef.ofUrl(AttachmentKind.FILE, "https://x.y/place");
        // Nothing that the bot hears
        long answered = telegram.says(chat, telegram.person(), "among us").id();

        List<Posted> posted = send(
                message(
                                chat,
                                "see",
                                OpenTelegram.document("a.txt"),
                                OpenTelegram.photo("b.png"),
                                place,
                                OpenTelegram.photo("c.png"))
                        .inReplyToMessageId(new MessageId(String.valueOf(answered))),
                3);

        assertThat(posted)
                .extracting(Posted::files)
                .containsExactly(List.of(), List.of("b.png", "c.png"), List.of("a.txt"));
        assertThat(posted)
                .extracting(Posted::text)
                .containsExactly("see\n\nAttachments:\n- attachment: https://x.y/place", "", "");
        assertThat(posted)
                .extracting(Posted::replyTo)
                .containsExactly(Optional.of(answered), Optional.empty(), Optional.empty());
        program.within().until(() -> parts(chat).stream().allMatch(part -> part.state() == OutboxState.DELIVERED));
        assertThat(parts(chat))
                .extracting(OutboxEntry::envelopeId)
                .containsExactly(id(chat), id(chat).chunk(1), id(chat).chunk(2));
    }

    @Test
    void aTextThatIsTooLongForACaptionGoesAheadOfItsFiles() {
        Chat chat = telegram.addGroup("Long");
        String text = "word ".repeat(1_000).strip();

        List<Posted> posted = send(message(chat, text, OpenTelegram.photo("a.png")), 3);

        assertThat(posted).extracting(Posted::method).containsExactly("sendmessage", "sendmessage", "sendphoto");
        assertThat(String.join(" ", posted.get(0).text(), posted.get(1).text())).isEqualTo(text);
        assertThat(posted.get(2).text()).isEmpty();
    }

    @Test
    void filesThatTelegramHasGoApartByTheirKindToo() {
        Chat chat = telegram.addGroup("Again");
        AttachmentRef photo = OpenTelegram.received(null, TelegramFiles.ARTIFACT + "AgAC" + "x".repeat(200));
        AttachmentRef document = OpenTelegram.received("BQAC" + "y".repeat(20), null);

        assertThat(TelegramFiles.groups(List.of(document, photo))).containsExactly(List.of(photo), List.of(document));
        assertThat(TelegramMarkup.WITHOUT_MENTIONS.behind(
                        message(chat, "a", photo).build(), "a"))
                .isEmpty();
        assertThat(TelegramMarkup.WITHOUT_MENTIONS.behind(
                        message(chat, "a", photo, document).build(), "a"))
                .hasSize(2);
    }

    /** Also where such a part is stored anew. */
    @Test
    void filesAloneSayTheirNamesToOperators() {
        Chat chat = telegram.addGroup("Alone");
        CapabilityLimits limits = TelegramConnector.CAPABILITIES.limits();
        List<AttachmentRef> nameless =
                List.of(OpenTelegram.received("BQAC1", null), OpenTelegram.received("BQAC2", null));
        List<AttachmentRef> named = Stream.generate(() -> OpenTelegram.photo("p".repeat(60) + ".png"))
                .limit(5)
                .toList();

        List<OutboundMessageRequest> parts = Splitting.of(
                TelegramMarkup.WITHOUT_MENTIONS,
                message(
                                chat,
                                "x",
                                Stream.concat(nameless.stream(), named.stream()).toArray(AttachmentRef[]::new))
                        .autoReaction("👍")
                        .build(),
                limits);

        assertThat(parts).hasSize(3);
        assertThat(parts.get(1).text()).startsWith("pppp").endsWith("…").hasSizeLessThanOrEqualTo(256);
        assertThat(parts.get(1).autoReaction()).isNull();
        assertThat(parts.get(2).text()).isEqualTo("attachment");
        assertThat(parts).allSatisfy(part -> assertThat(Splitting.of(TelegramMarkup.WITHOUT_MENTIONS, part, limits))
                .containsExactly(part));
    }

    @Test
    void theProducerRefusesWhatIsSeveralMessages() {
        Chat chat = telegram.addGroup("Direct");
        OutboundMessageRequest several = message(chat, "x", OpenTelegram.photo("a.png"), OpenTelegram.document("b.txt"))
                .build();

        assertThatThrownBy(() -> program.produce("", several, DeliveryReceipt.class))
                .rootCause()
                .hasMessage("attachments: do not fit into one message of the platform with this text; palyra-outbox:"
                        + " makes several of it (2)");
        assertThat(telegram.ledger().accepted(String.valueOf(chat.id()))).isEmpty();
    }

    @Test
    void longMarkdownArrivesInPartsThatReadAsTheWhole() {
        Chat chat = telegram.addGroup("Parts");
        String code = "    int x = 1; // *no* emphasis, no @name\n".repeat(150);

        List<Posted> posted = send(message(chat, "# Head\n\n```java\n" + code + "```\n\n**the end** for @bob"), 2);

        assertThat(posted).allSatisfy(part -> assertThat(part.text().length())
                .isLessThanOrEqualTo(TelegramConnector.TEXT_CHARS_MAX));
        assertThat(posted).allSatisfy(part -> assertThat(part.entities()).anySatisfy(entity -> {
            assertThat(entity.path("type").asText()).isEqualTo("pre");
            assertThat(entity.path("language").asText()).isEqualTo("java");
        }));
        assertThat(posted.get(1).text()).endsWith("the end for @\u2060bob");
        assertThat(posted).allSatisfy(part -> assertThat(part.pinged()).isEmpty());
    }

    @Test
    void namesPingWhereTheInstanceSaysSo(@TempDir Path elsewhere) throws Exception {
        send(message(telegram.chat(), "hi @bob_the_builder"), 1);
        try (FakeTelegram loud = FakeTelegram.start();
                ProgramUnderTest other = ProgramUnderTest.in(elsewhere)
                        .platform(new LoopbackTelegram(LoopbackTelegram.OPS, loud))
                        .settings(LoopbackTelegram.option("mentions") + "=true")
                        .start()) {
            Transactions.await(other.program()
                    .outbox()
                    .enqueue(message(loud.chat(), "hi @bob_the_builder").build()));
            other.within().until(() -> !loud.ledger().accepted().isEmpty());

            assertThat(loud.ledger().accepted())
                    .extracting(Posted::pinged)
                    .containsExactly(List.of("@bob_the_builder"));
        }
        assertThat(telegram.ledger().accepted(String.valueOf(telegram.chat().id())))
                .extracting(Posted::pinged)
                .containsExactly(List.of());
    }

    /** Waits until the chat has so many calls. */
    private List<Posted> send(OutboundMessageRequestBuilder message, int calls) {
        OutboundMessageRequest built = message.build();
        Transactions.await(program.program().outbox().enqueue(built));
        String chat = built.conversationId().value().replace("telegram:chat:", "");
        program.within().until(() -> telegram.ledger().accepted(chat).size() >= calls);
        return telegram.ledger().accepted(chat);
    }

    private List<OutboxEntry> parts(Chat chat) {
        return program.program().outboxStore().find(LoopbackTelegram.OPS, id(chat));
    }

    private static OutboundMessageRequestBuilder message(Chat chat, String text, AttachmentRef... attachments) {
        return OutboundMessageRequest.builder(id(chat), LoopbackTelegram.OPS, conversation(chat), text)
                .attachments(List.of(attachments));
    }

    private static EnvelopeId id(Chat chat) {
        return new EnvelopeId("m" + chat.id());
    }

    private static ConversationId conversation(Chat chat) {
        return new ConversationId("telegram:chat:" + chat.id());
    }
}
