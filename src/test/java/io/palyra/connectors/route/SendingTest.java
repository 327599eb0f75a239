package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.test.PalyraExtension;
import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What routes hand to {@code palyra-outbox}, and how: {@code src/test/resources/routes/sending.camel.yaml}. */
class SendingTest {

    private static final ConnectorId TINY = ConnectorId.of("tiny:one");
    private static final AtomicInteger FAILURES = new AtomicInteger();

    /** With a platform that takes twenty characters and one attachment of a hundred bytes. */
    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program()
            .routes("src/test/resources/routes/sending.camel.yaml")
            .connectors("tiny:one");

    public record Note(String conversationId, String text, String author) {}

    @BeforeAll
    static void start() throws Exception {
        palyra.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:fails-twice")
                        .routeId("fails-twice")
                        .errorHandler(noErrorHandler())
                        .process(exchange -> {
                            if (FAILURES.incrementAndGet() <= 2) {
                                throw new IllegalStateException("not yet");
                            }
                        });
            }
        });
        palyra.context().getRouteController().startRoute("fails-twice");
    }

    private static Exchange send(String uri, Consumer<Message> message) {
        return palyra.template().request(uri, exchange -> message.accept(exchange.getMessage()));
    }

    private static Exchange send(String uri, Object body) {
        return send(uri, (Message message) -> message.setBody(body));
    }

    private static EnqueueOutcome sent(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(EnqueueOutcome.class);
    }

    /** What has arrived in a conversation, where nothing else is on its way then. */
    private static List<OutboundMessageRequest> arrived(String conversation, int count) {
        await(conversation)
                .untilAsserted(() -> assertThat(palyra.delivered(conversation)).hasSizeGreaterThanOrEqualTo(count));
        List<OutboundMessageRequest> arrived = palyra.allDelivered(conversation);
        assertThat(arrived).hasSize(count);
        return arrived;
    }

    private static List<String> texts(List<OutboundMessageRequest> messages) {
        return messages.stream().map(OutboundMessageRequest::text).toList();
    }

    // More than one send in an exchange

    @Test
    void hereAndThere() {
        Exchange exchange = send("direct:here-and-there", "to both");

        assertThat(sent(exchange).created()).isTrue();
        assertThat(exchange.getMessage().getHeader(PalyraConstants.ENVELOPE_ID)).isNull();
        assertThat(exchange.getMessage().getHeader(PalyraConstants.OUTBOX_ENVELOPE_ID))
                .isEqualTo(sent(exchange).envelopeId().value());
        assertThat(texts(arrived("here", 1))).containsExactly("to both");
        assertThat(texts(arrived("there", 1))).containsExactly("to both");
    }

    @Test
    void inLoopsWithinLoops() {
        assertThat(sent(send("direct:in-a-loop", "again")).created()).isTrue();

        assertThat(texts(arrived("loop", 4))).containsOnly("again");
    }

    @Test
    void inASplit() {
        assertThat(send("direct:in-a-split", "a,b,a").getException()).isNull();

        assertThat(texts(arrived("split", 3))).containsExactly("a", "b", "a");
    }

    @ParameterizedTest
    @CsvSource({
        "direct:in-a-multicast,cast-,3",
        "direct:by-a-list-of-recipients,list-,2",
        "direct:tapped,tap-,3",
        "direct:enriched,rich-,2"
    })
    void toSeveral(String uri, String conversation, int count) {
        assertThat(send(uri, "to all").getException()).isNull();

        for (int n = 1; n <= count; n++) {
            assertThat(texts(arrived(conversation + n, 1))).containsExactly("to all");
        }
    }

    @Test
    void whatTheErrorHandlerRepeatsIsNoOtherMessage() {
        Exchange exchange = send("direct:repeated", "once");

        assertThat(exchange.getException()).isNull();
        assertThat(FAILURES).hasValue(3);
        arrived("repeat-1", 1);
        arrived("repeat-2", 2);
        arrived("repeat-3", 1);
    }

    @Test
    void anInboundMessageIsRelayedUnderAnotherId() {
        InboundMessageEvent event = InboundMessageEvent.builder(
                        new EnvelopeId("in-1"), TINY, new ConversationId("room"), new SenderId("ada"), "is it on fire?")
                .build();
        Exchange exchange = palyra.template().send("direct:relay", made -> {
            made.getMessage().setBody(event);
            made.setProperty(PalyraConstants.OWN_ENVELOPE_ID, "in-1");
            made.getMessage().setHeader(PalyraConstants.ENVELOPE_ID, "in-1");
            made.getMessage().setHeader(PalyraConstants.CONVERSATION_ID, "room");
            made.getMessage().setHeader(PalyraConstants.IN_REPLY_TO, "9");
        });

        assertThat(exchange.getException()).isNull();
        assertThat(arrived("alerts", 2))
                .allSatisfy(message -> {
                    assertThat(message.envelopeId().value()).isNotEqualTo("in-1");
                    assertThat(message.inReplyToMessageId()).isNull();
                })
                .extracting(OutboundMessageRequest::text)
                .containsExactlyInAnyOrder("is it on fire?", "yes, it is");
        palyra.assertNothingDelivered("room");
    }

    // Lists

    @Test
    void aListIsOneCommitAndAnswersAList() {
        Exchange exchange = send("direct:batch", List.of("one", "two", 3));

        assertThat(exchange.getException()).isNull();
        List<?> outcomes = exchange.getMessage().getBody(List.class);
        assertThat(outcomes).hasSize(3).allSatisfy(outcome -> assertThat(((EnqueueOutcome) outcome).created())
                .isTrue());
        assertThat(new HashSet<>(outcomes)).hasSize(3);
        assertThat(texts(arrived("batch", 3))).containsExactly("one", "two", "3");
        assertThat(send("direct:batch", List.of()).getMessage().getBody(List.class))
                .isEmpty();
    }

    @Test
    void aListWithABadMessageStoresNothing() {
        List<Map<String, Object>> rows = new ArrayList<>(List.of(
                Map.of("envelope_id", "good-1", "conversation_id", "c", "text", "good"),
                Map.of("envelope_id", "bad-1", "conversation_id", "c", "text", " ")));
        assertThat(send("direct:batch-of-envelopes", rows).getException())
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageStartingWith("body[1].text: cannot be empty");
        assertThat(stored("good-1")).isEmpty();

        rows.set(1, Map.of("envelope_id", "bad-1:0", "conversation_id", "c", "text", "good"));
        assertThat(send("direct:batch-of-envelopes", rows).getException())
                .hasMessageStartingWith("body[1].envelope_id: is kept for what answers or continues another message")
                .hasMessageContaining("bad-1:0 ends in :0");
        assertThat(stored("good-1")).isEmpty();

        Exchange oneId = send("direct:batch", message -> {
            message.setBody(List.of("one", "two"));
            message.setHeader(PalyraConstants.ENVELOPE_ID, "for-both");
        });
        assertThat(oneId.getException()).hasMessageStartingWith("envelope_id: is one id for 2 messages");
    }

    private static List<?> stored(String envelopeId) {
        return palyra.store("SELECT state FROM palyra_outbox_v1 WHERE envelope_id = '" + envelopeId + "'");
    }

    // Bodies

    @Test
    void objectsAreEnvelopesWhereTheOptionSaysSo() {
        sent(send("direct:batch-of-envelopes", Map.of("conversation_id", "objects", "text", "a map")));
        sent(send("direct:batch-of-envelopes", new Note("objects", "a record", "ada")));

        assertThat(texts(arrived("objects", 2))).containsExactly("a map", "a record");
    }

    @Test
    void anObjectIsNoText() {
        for (Object body : List.of(Map.of("text", "a map"), new Note("c", "a record", "ada"), new Object[] {"a"})) {
            assertThat(send("direct:batch", body).getException())
                    .isInstanceOf(InvalidEnvelopeException.class)
                    .hasMessageStartingWith("body: is no text")
                    .hasMessageContaining("bodyType=envelope");
        }
        assertThat(send("direct:batch", List.of("text", List.of("nested"))).getException())
                .hasMessageStartingWith("body[1].body: is no text");
        assertThat(send("direct:batch", new byte[] {'G', (byte) 0xfc}).getException())
                .hasMessageStartingWith("body: is no text in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"taken:0", "taken:chunk1", "taken:ack", "taken:access", "a:b:12"})
    void idsThatAreDerivedAreNotTaken(String id) {
        Exchange exchange = send("direct:batch", message -> {
            message.setBody("first");
            message.setHeader(PalyraConstants.ENVELOPE_ID, id);
        });

        assertThat(exchange.getException())
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining(":<digits>, :chunk<digits>, :ack or :access");
    }

    // Files

    private static AttachmentRef attachment(EnqueueOutcome outcome) {
        OutboundMessageRequest message = palyra.allDelivered("files").stream()
                .filter(it -> it.envelopeId().equals(outcome.envelopeId()))
                .findFirst()
                .orElseThrow();
        assertThat(message.text()).isEqualTo("the plot");
        return message.attachments().get(0);
    }

    private static EnqueueOutcome sendFile(String uri, Object body, String... headers) {
        return sent(send(uri, message -> {
            message.setBody(body);
            message.setHeader(PalyraConstants.CAPTION, "the plot");
            for (int i = 0; i < headers.length; i += 2) {
                message.setHeader(headers[i], headers[i + 1]);
            }
        }));
    }

    private static void isPicture(AttachmentRef picture) {
        assertThat(picture.kind()).isEqualTo(AttachmentKind.IMAGE);
        assertThat(picture.filename()).isEqualTo("plot.png");
        assertThat(picture.contentType()).isEqualTo("image/png");
        assertThat(picture.uploadRequested()).isTrue();
        assertThat(Base64.getDecoder().decode(picture.inlineBase64())).containsExactly(1, 2, 3);
    }

    @Test
    void filesBytesAndStreamsAreAttachmentsWhereTheyAreNoText() throws Exception {
        byte[] bytes = {1, 2, 3};
        Path file = Files.write(palyra.folder().resolve("plot.png"), bytes);

        isPicture(attachment(sendFile("direct:file", file.toFile())));
        isPicture(attachment(sendFile("direct:file", file)));
        isPicture(attachment(sendFile("direct:file", bytes, Exchange.FILE_NAME, "out/plot.png")));
        isPicture(attachment(sendFile(
                "direct:file",
                new ByteArrayInputStream(bytes),
                Exchange.CONTENT_TYPE,
                "image/png; q=1",
                Exchange.FILE_NAME,
                "plot.png")));
        AttachmentRef text = attachment(sendFile(
                "direct:file-by-option", "a,b\n".getBytes(StandardCharsets.UTF_8), Exchange.FILE_NAME, "a.csv"));
        assertThat(text.kind()).isEqualTo(AttachmentKind.FILE);
        assertThat(text.filename()).isEqualTo("a.csv");
    }

    /** As a mail has it. */
    private record Picture(byte[] content) implements DataSource {

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getContentType() {
            return "image/png; name=plot.png";
        }

        @Override
        public String getName() {
            return "plot.png";
        }
    }

    @Test
    void camelsAttachmentsGoWithTheText() {
        Exchange exchange = send("direct:file", message -> {
            message.setBody("the plot");
            message.getExchange()
                    .getMessage(AttachmentMessage.class)
                    .addAttachment("1", new DataHandler(new Picture(new byte[] {1, 2, 3})));
        });

        isPicture(attachment(sent(exchange)));
    }

    @Test
    void textStaysText() {
        sent(send("direct:text-by-option", message -> {
            message.setBody("text".getBytes(StandardCharsets.UTF_8));
            message.setHeader(Exchange.FILE_NAME, "really.png");
        }));
        sent(send("direct:file", message -> {
            message.setBody("{}".getBytes(StandardCharsets.UTF_8));
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        }));

        assertThat(texts(palyra.allDelivered("files"))).contains("text", "{}");
    }

    @Test
    void aFileThatIsTooLargeIsRefusedByTheConnectorsLimit() {
        Exchange tooLarge = send("direct:file-by-option", new byte[101]);
        assertThat(tooLarge.getException())
                .hasMessage("attachments[0]: value exceeds size limit (101 bytes, at most 100)");
        Exchange unread = send("direct:file-by-option", new byte[3 * 1024 * 1024]);
        assertThat(unread.getException())
                .hasMessage("attachments[0]: value exceeds size limit (more than 1572864 bytes, at most 1572864)");
    }
}
