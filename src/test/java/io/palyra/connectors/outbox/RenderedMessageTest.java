package io.palyra.connectors.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.fake.TinyComponent;
import io.palyra.connectors.fake.TinyConnector;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.DeliveryReceipt;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnqueueOutcome;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.OutboundMessageRequestBuilder;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.transaction.Transactions;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a platform's markup makes of a text is made of it once, whichever way it comes. */
class RenderedMessageTest {

    private static final ConnectorId TINY = ConnectorId.of("tiny:one");
    private static final String CHANNEL = "/admin/v1/channels/tiny:one";

    private static final AtomicInteger CONVERSATIONS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static ProgramUnderTest program;
    private static AdminClient client;

    /** The conversation of this test; ids of its messages begin with it. */
    private final String conversation = "r" + CONVERSATIONS.incrementAndGet() + "-";

    @BeforeAll
    static void start() throws Exception {
        program = ProgramUnderTest.in(folder)
                .settings("palyra.connectors.tiny.one.enabled=true", "palyra.connectors.tiny.roomy.enabled=true")
                .about(TINY)
                .admin()
                .start();
        client = program.client();
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
    }

    @Test
    void isStoredAndSentRendered() {
        enqueue(message("m1", "a & b").autoAckText("c & d").build());

        await().until(() -> joined().equals("a &amp; b"));
        assertThat(sent()).singleElement().satisfies(sent -> assertThat(sent.autoAckText())
                .isEqualTo("c &amp; d"));
    }

    @Test
    void isSplitAsItIsRendered() {
        enqueue(message("m1", "&&&&&&&&&& 0123456789").build());

        await().until(() -> joined().equals("&amp;".repeat(10) + " 0123456789"));
        assertThat(sent()).allMatch(part -> part.text().length() <= TinyConnector.TEXT_CHARS_MAX);
        assertThat(sent().get(0).text()).isEqualTo("&amp;".repeat(4));
        assertThat(sent())
                .extracting(part -> part.envelopeId().value())
                .containsExactly(
                        conversation + "m1",
                        conversation + "m1:chunk1",
                        conversation + "m1:chunk2",
                        conversation + "m1:chunk3");
    }

    /** Limits of a message count what was written. */
    @Test
    void mayBeLongerThanWhatWasWrittenMayBe() {
        enqueue(message("m1", "&&&").maxPayloadBytes(3).build());

        await().until(() -> joined().equals("&amp;&amp;&amp;"));
        assertThatThrownBy(() -> message("m2", "&&&&").maxPayloadBytes(3).build())
                .isInstanceOf(InvalidEnvelopeException.class);
    }

    @Test
    void staysTheFirstMessageOfItsKey() {
        assertThat(enqueue(message("m1", "a & b").build()).created()).isTrue();
        assertThat(enqueue(message("m1", "a &amp; b").build()))
                .isEqualTo(new EnqueueOutcome(new EnvelopeId(conversation + "m1"), false));
        enqueue(message("m2", "!").build());

        await().until(() -> joined().equals("a &amp; b!"));
    }

    @Test
    void isRenderedAtItsSendWhereItDoesNotComeByTheOutbox() {
        OutboundMessageRequest request = message("m1", "a & b").build();

        DeliveryReceipt receipt = program.produce("", request, DeliveryReceipt.class);

        assertThat(receipt.idempotencyKey()).isEqualTo(request.idempotencyKey());
        assertThat(joined()).isEqualTo("a &amp; b");
    }

    /** A step of the outbox route that sends something else as well. */
    @Test
    void isRenderedAtItsSendWhereTheOutboxHandedOverAnotherMessage() {
        OutboundMessageRequest request = message("m1", "a & b").build();

        program.context().createProducerTemplate().send("palyra-tiny:one", exchange -> {
            exchange.setProperty(PalyraConstants.RENDERED, "tiny:one:another");
            exchange.getMessage().setBody(request);
        });

        assertThat(joined()).isEqualTo("a &amp; b");
    }

    @Test
    void isTooLongForASendOfItsOwnOnlyOnceItIsRendered() {
        OutboundMessageRequest request =
                message("m1", "&".repeat(OutboundMessageRequest.TEXT_BYTES_MAX)).build();

        assertThatThrownBy(() -> program.produce("", request, DeliveryReceipt.class))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseInstanceOf(InvalidEnvelopeException.class)
                .rootCause()
                .hasMessageStartingWith("text: ");
    }

    /** As in the outbox: an instance may have options that say otherwise than its kind. */
    @Test
    void isOneMessageForASendOfItsOwnWhereItsInstanceTakesIt() {
        String text = "0".repeat(TinyConnector.TEXT_CHARS_MAX + 1);
        OutboundMessageRequest request = OutboundMessageRequest.builder(
                        new EnvelopeId(conversation + "m1"),
                        TinyComponent.ROOMY,
                        new ConversationId(conversation),
                        text)
                .build();

        program.context().createProducerTemplate().sendBody("palyra-tiny:roomy", request);

        assertThat(joined()).isEqualTo(text);
    }

    @Test
    void isRenderedWhenATestSendsIt() {
        client.post(CHANNEL + "/test-send", "{'target':'" + conversation + "','text':'a & b','confirm':true}");
        client.post(CHANNEL + "/messages/send", "{'conversation_id':'" + conversation + "','text':'c & d'}");

        await().until(() -> joined().equals("a &amp; bc &amp; d"));
    }

    @Test
    void isRenderedWhereTheDaemonAnswersWithIt() {
        client.post(CHANNEL + "/test", "{'text':'a & b','conversation_id':'" + conversation + "'}");

        await().until(() -> joined().equals("echo: a &amp; b"));
    }

    /** Its row is gone; what is left of it is what was stored. */
    @Test
    void isNotRenderedAgainWhenItsDeadLetterIsReplayed() {
        OutboundMessageRequest stored = message("dead", "a &amp; b").build();
        long number = deadLetter(stored.envelopeId(), WireFormat.write(stored));

        assertThat(client.post(CHANNEL + "/operations/dead-letters/" + number + "/replay")
                        .status())
                .isEqualTo(200);

        await().until(() -> joined().equals("a &amp; b"));
    }

    /** A platform that takes more in one message than can be stored as one. */
    @Test
    void isSplitWhereItsRenderedTextCannotBeStoredAsOne() {
        DeliveryTargets targets = program.program().supervision().targets();
        DeliveryTargets large = (DeliveryTargets) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DeliveryTargets.class},
                (proxy, method, arguments) -> method.getName().equals("limits")
                        ? CapabilityLimits.text(1_000_000)
                        : method.invoke(targets, arguments));
        Outbox outbox = new Outbox(
                program.program().outboxStore(),
                program.program().events(),
                program.program().transactions(),
                large,
                Clock.systemUTC());
        String written = "&".repeat(OutboundMessageRequest.TEXT_BYTES_MAX);

        List<OutboxRow> rows = outbox.prepare(message("m1", written).build());

        assertThat(rows.stream().map(row -> row.part().text()).collect(Collectors.joining()))
                .isEqualTo(written.replace("&", "&amp;"));
        assertThat(rows).hasSizeLessThan(20).allSatisfy(row -> assertThat(
                        WireFormat.read(WireFormat.write(row.part()), OutboundMessageRequest.class))
                .isEqualTo(row.part()));
    }

    private long deadLetter(EnvelopeId envelopeId, String payload) {
        program.program().transactions().writeAndWait(transaction -> program.program()
                .deadLetters()
                .add(
                        transaction,
                        TINY,
                        envelopeId,
                        Direction.OUTBOUND,
                        "made up",
                        payload,
                        System.currentTimeMillis()));
        return client.get(CHANNEL + "/dead-letters")
                .at("/dead_letters/0/dead_letter_id")
                .asLong();
    }

    private EnqueueOutcome enqueue(OutboundMessageRequest request) {
        return Transactions.await(program.program().outbox().enqueue(request));
    }

    private List<OutboundMessageRequest> sent() {
        return program.context().getComponent("palyra-tiny", TinyComponent.class).sent().stream()
                .filter(part -> part.conversationId().value().equals(conversation))
                .toList();
    }

    private String joined() {
        return sent().stream().map(OutboundMessageRequest::text).collect(Collectors.joining());
    }

    private OutboundMessageRequestBuilder message(String name, String text) {
        return OutboundMessageRequest.builder(
                new EnvelopeId(conversation + name), TINY, new ConversationId(conversation), text);
    }
}
