package io.palyra.connectors.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.events.EventType;
import io.palyra.connectors.fake.TinyComponent;
import io.palyra.connectors.fake.TinyConnector;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ContentFeature;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import io.palyra.connectors.protocol.ThreadId;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.transaction.Transactions;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that is longer than its platform takes leaves as several parts. */
class SplitMessageTest {

    private static final ConnectorId TINY = ConnectorId.of("tiny:one");
    private static final String LONG_TEXT = "The first line.\nThe second line, which goes on for a while";

    private static final AtomicInteger CONVERSATIONS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static ProgramUnderTest program;

    /** The conversation of this test; ids of its messages begin with it. */
    private final String conversation = "c" + CONVERSATIONS.incrementAndGet() + "-";

    @BeforeAll
    static void start() throws Exception {
        program = ProgramUnderTest.start(folder, Map.of("palyra.connectors.tiny.one.enabled", "true"));
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    @Test
    void partsLeaveInOrderUnderIdsOfTheirOwn() {
        enqueue(message("m1", LONG_TEXT).build());

        await().until(() -> joined().equals(LONG_TEXT));
        assertThat(sentIds()).containsExactly("m1", "m1:chunk1", "m1:chunk2", "m1:chunk3");
        assertThat(sent()).allMatch(part -> part.text().length() <= TinyConnector.TEXT_CHARS_MAX);
        assertThat(program.program().outboxStore().find(TINY, id("m1"))).hasSize(4);
    }

    @Test
    void messagesOfAConversationDoNotMixTheirParts() {
        for (int i = 0; i < 5; i++) {
            enqueue(message("m" + i, i + " " + LONG_TEXT).build());
        }

        await().until(() -> sentIds().contains("m4:chunk3"));
        assertThat(sentIds()).hasSize(5 * 4).isSorted();
    }

    @Test
    void whatBelongsToTheWholeGoesWithItsFirstPart() {
        enqueue(message("m1", LONG_TEXT)
                .replyThreadId(new ThreadId("t1"))
                .inReplyToMessageId(new MessageId("9"))
                .autoReaction("+1")
                .attachments(List.of(attachment(TinyConnector.ATTACHMENT_BYTES_MAX)))
                .build());

        await().until(() -> joined().equals(LONG_TEXT));
        assertThat(sent().get(0).attachments()).hasSize(1);
        assertThat(sent().get(0).inReplyToMessageId()).isEqualTo(new MessageId("9"));
        assertThat(sent()).allMatch(part -> new ThreadId("t1").equals(part.replyThreadId()));
        assertThat(sent().subList(1, sent().size())).allSatisfy(part -> {
            assertThat(part.attachments()).isEmpty();
            assertThat(part.inReplyToMessageId()).isNull();
            assertThat(part.autoReaction()).isNull();
        });
    }

    /** On a platform where an answer stands in the thread of what it answers. */
    @Test
    void eachPartNamesWhatItAnswersWhereThatDecidesItsPlace() {
        DeliveryTargets targets = program.program().supervision().targets();
        DeliveryTargets inPlace = (DeliveryTargets) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DeliveryTargets.class},
                (proxy, method, arguments) ->
                        method.getName().equals("answersInPlace") ? Boolean.TRUE : method.invoke(targets, arguments));
        Outbox outbox = new Outbox(
                program.program().outboxStore(),
                program.program().events(),
                program.program().transactions(),
                inPlace,
                Clock.systemUTC());

        List<OutboxRow> rows = outbox.prepare(
                message("m1", LONG_TEXT).inReplyToMessageId(new MessageId("9")).build());

        assertThat(rows).hasSize(4).allSatisfy(row -> assertThat(row.part().inReplyToMessageId())
                .isEqualTo(new MessageId("9")));
    }

    @Test
    void whatIsLeftOutIsToldOnceForTheWholeMessage() {
        EnqueueOutcome outcome =
                enqueue(message("m1", LONG_TEXT).autoReaction("+1").build());

        assertThat(outcome.leftOut()).containsExactly(ContentFeature.AUTO_REACTION);
        assertThat(program.program().events().latest(TINY, 1000).stream()
                        .filter(event -> event.eventType().equals(EventType.OUTBOX_LEFT_OUT.wireName()))
                        .map(event -> event.details().path("envelope_id").asText())
                        .filter(envelope -> envelope.startsWith(conversation)))
                .containsExactly(conversation + "m1");
    }

    @Test
    void aSecondEnqueueOfALongMessageAddsNoPart() {
        assertThat(enqueue(message("m1", LONG_TEXT).build()).created()).isTrue();
        assertThat(enqueue(message("m1", "another " + LONG_TEXT + " and more and more")
                        .build()))
                .isEqualTo(new EnqueueOutcome(id("m1"), false));
        enqueue(message("m2", "the end").build());

        await().until(() -> joined().equals(LONG_TEXT + "the end"));
    }

    @Test
    void partsOfNothingButSpaceAreLeftOut() {
        enqueue(message("m1", "above" + "\n".repeat(50) + "\u00A0".repeat(50) + "below")
                .build());

        await().until(() -> joined().contains("below"));
        assertThat(sent())
                .allMatch(part -> part.text().contains("above") || part.text().contains("below"));
    }

    /** Also where nothing is left of the other parts. */
    @Test
    void whatIsLeftOfALongMessageIsWithinTheLimit() {
        enqueue(message("m1", "above" + "\n".repeat(50)).build());

        await().until(() -> joined().contains("above"));
        assertThat(sent()).singleElement().satisfies(part -> assertThat(part.text())
                .hasSizeLessThanOrEqualTo(TinyConnector.TEXT_CHARS_MAX));
    }

    @Test
    void moreAttachmentsOrBytesThanThePlatformTakesAreRefusedAtOnce() {
        OutboundMessageRequest many = message("m1", "hello")
                .attachments(List.of(attachment(1), attachment(1)))
                .build();
        OutboundMessageRequest big = message("m2", "hello")
                .attachments(List.of(attachment(TinyConnector.ATTACHMENT_BYTES_MAX + 1)))
                .build();

        assertThatThrownBy(() -> enqueue(many))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessage("attachments: message exceeds attachment count limit (2, at most 1)");
        assertThatThrownBy(() -> enqueue(big)).hasMessageStartingWith("attachments[0]");
        assertThat(program.program().outboxStore().find(TINY, id("m1"))).isEmpty();
    }

    private EnqueueOutcome enqueue(OutboundMessageRequest request) {
        return Transactions.await(program.program().outbox().enqueue(request));
    }

    private List<OutboundMessageRequest> sent() {
        return program.application().context().getComponent("palyra-tiny", TinyComponent.class).sent().stream()
                .filter(part -> part.conversationId().value().equals(conversation))
                .toList();
    }

    private List<String> sentIds() {
        return sent().stream()
                .map(part -> part.envelopeId().value().substring(conversation.length()))
                .toList();
    }

    private String joined() {
        return sent().stream().map(OutboundMessageRequest::text).collect(Collectors.joining());
    }

    private EnvelopeId id(String name) {
        return new EnvelopeId(conversation + name);
    }

    private OutboundMessageRequestBuilder message(String name, String text) {
        return OutboundMessageRequest.builder(id(name), TINY, new ConversationId(conversation), text);
    }

    private static AttachmentRef attachment(int bytes) {
        String base64 = Base64.getEncoder().encodeToString(new byte[bytes]);
        return new AttachmentRef(
                AttachmentKind.FILE, null, null, null, "a.bin", null, null, null, null, null, true, base64, null, null);
    }
}
