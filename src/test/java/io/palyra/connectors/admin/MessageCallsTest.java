package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.DISCORD;
import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static io.palyra.connectors.admin.AdminSetup.RISKY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.outbox.OutboxRow;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCallsTest {

    private static ProgramUnderTest admin;
    private static AdminClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        admin = AdminSetup.in(folder).start();
        client = admin.client();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    @Test
    void enqueuesAMessageOnce() {
        String message = "{'envelope_id':'once','conversation_id':'c','text':'hello'}";

        Reply first = client.post(ECHO + "/messages/send", message);
        Reply second = client.post(ECHO + "/messages/send", message.replace("hello", "other"));

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.json()).hasToString("{\"envelope_id\":\"once\",\"created\":true}");
        assertThat(second.json()).hasToString("{\"envelope_id\":\"once\",\"created\":false,\"same_content\":false}");
        await().until(() -> state(ECHO, "once").equals("delivered"));
    }

    @Test
    void tellsWhatAConnectorWouldNotShow() {
        String message = "{'envelope_id':'rich','conversation_id':'rich','text':'hello','auto_reaction':'+1',"
                + "'structured_json':{'a':1},'a2ui_update':{'surface':'s','patch_json':[]}}";
        String lost = "[\"auto_reaction\",\"structured_json\",\"a2ui_update\"]";

        Reply sent = client.post(ECHO + "/messages/send", message);

        assertThat(sent.status()).isEqualTo(202);
        assertThat(sent.json().path("left_out")).hasToString(lost);
        assertThat(client.post(ECHO + "/messages/send", message).json())
                .hasToString("{\"envelope_id\":\"rich\",\"created\":false,\"same_content\":true}");
        await().until(() -> state(ECHO, "rich").equals("delivered"));
        JsonNode events = client.get(ECHO + "/logs?event_type=outbox.left_out&envelope_id=rich")
                .json()
                .path("events");
        assertThat(events).hasSize(1);
        assertThat(events.path(0).path("level").asText()).isEqualTo("warn");
        assertThat(events.path(0).path("details").path("left_out")).hasToString(lost);
        JsonNode content = client.get(ECHO).json().at("/connector/capabilities/content");
        assertThat(content.path("structured_json").path("supported").asBoolean(true))
                .isFalse();
        assertThat(content.path("structured_json").path("reason").asText()).contains("texts only");
    }

    @Test
    void derivesTheIdsThatAreLeftOut() {
        Reply reply = client.post(ECHO + "/messages/send", "{'conversation_id':'c','text':'hello'}");

        assertThat(reply.text("/envelope_id")).hasSize(26);
    }

    @Test
    void findsAnIdWithASlash() {
        client.post(ECHO + "/messages/send", "{'envelope_id':'a/b c','conversation_id':'c','text':'hello'}");

        assertThat(client.get(ECHO + "/messages/outbox/a%2Fb%20c").text("/envelope_id"))
                .isEqualTo("a/b c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conversation_id|{'text':'hello'}",
                "text|{'conversation_id':'c'}",
                "text|{'conversation_id':'c','text':'  '}",
                "connector_id|{'conversation_id':'c','text':'t','connector_id':'echo:risky'}",
                "timeout_ms|{'conversation_id':'c','text':'t','timeout_ms':0}",
                "envelope_id|{'conversation_id':'c','text':'t','envelope_id':7}",
                "envelope_id|{'conversation_id':'c','text':'t','envelope_id':'taken:0'}",
                "envelope_id|{'conversation_id':'c','text':'t','envelope_id':'taken:chunk12'}",
                "envelope_id|{'conversation_id':'c','text':'t','envelope_id':'taken:ack'}",
                "txt|{'conversation_id':'c','txt':'t'}",
                "document|[]",
                "document|{'conversation_id':",
                "document|"
            })
    void namesTheFieldThatIsWrong(String fieldAndBody) {
        String[] parts = fieldAndBody.split("\\|", 2);

        Reply reply = client.post(ECHO + "/messages/send", parts[1]);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/code")).isEqualTo("validation_failed");
        assertThat(reply.text("/errors/0/field")).isEqualTo(parts[0]);
    }

    @Test
    void refusesTooManyAttachments() {
        String attachment = "{'kind':'image','url':'https://example.com/x.png'}";
        String attachments = String.join(",", Collections.nCopies(33, attachment));

        Reply reply = client.post(
                ECHO + "/messages/send", "{'conversation_id':'c','text':'t','attachments':[" + attachments + "]}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo("attachments");
        assertThat(reply.text("/errors/0/reason")).isEqualTo("message exceeds attachment count limit");
    }

    @Test
    void refusesAConversationIdThatIsTooLong() {
        Reply reply = client.post(ECHO + "/messages/send", "{'conversation_id':'" + "c".repeat(300) + "','text':'t'}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo("conversation_id");
        assertThat(reply.text("/errors/0/reason")).isEqualTo("value exceeds size limit");
    }

    @Test
    void takesALargeInlineAttachment() {
        String content = "A".repeat(2 * 1024 * 1024);

        Reply reply = client.post(
                ECHO + "/messages/send",
                "{'conversation_id':'c','text':'t','attachments':[{'kind':'file','upload_requested':true,'filename':'f','inline_base64':'"
                        + content + "'}]}");

        assertThat(reply.status()).isEqualTo(202);
    }

    @Test
    void refusesWhatIsNoConversationOfThePlatform() {
        Reply reply = client.post(DISCORD + "/messages/send", "{'conversation_id':'general','text':'t'}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo("conversation_id");
        assertThat(reply.text("/errors/0/reason")).contains("is no Discord target");
    }

    @Test
    void keepsWhatIsForADisabledConnector() {
        assertThat(client.post(DISCORD + "/messages/send", "{'conversation_id':'301','text':'t'}")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void refusesToWorkOnMessagesOfADisabledConnector() {
        Reply reply = client.post(DISCORD + "/messages/read", "{'conversation_id':'301','limit':1}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("/detail")).contains("discord:default is disabled");
        assertThat(client.post(DISCORD + "/messages/read", "{'conversation_id':'301'}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void doesNotKnowOtherMessages() {
        Reply reply = client.get(ECHO + "/messages/outbox/nobody");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("/code")).isEqualTo("unknown_message");
        assertThat(client.post(ECHO + "/messages/outbox/nobody/resend").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "messages/read",
                "messages/search",
                "messages/edit",
                "messages/delete",
                "messages/react-add",
                "messages/react-remove",
                "operations/health-refresh"
            })
    void refusesWhatIsNotDeclaredWithTheReason(String operation) {
        Reply reply = client.post(ECHO + "/" + operation, "{'conversation_id':'c','limit':1}");

        assertThat(reply.status()).isEqualTo(412);
        assertThat(reply.text("/code")).isEqualTo("unsupported");
        assertThat(reply.text("/detail"))
                .isIn("the echo connector keeps no messages", "not supported by this connector");
    }

    @Test
    void resendsAMessageWhoseOutcomeIsUnknown() {
        unknown("resent");
        client.post(RISKY + "/messages/send", "{'envelope_id':'behind','conversation_id':'c-resent','text':'behind'}");
        assertThat(client.get(RISKY).at("/runtime/metrics/unknown_outbox").asInt())
                .isPositive();

        Reply reply = client.post(RISKY + "/messages/outbox/resent/resend");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/envelope_id")).isEqualTo("resent");
        await().until(() -> state(RISKY, "resent").equals("delivered"));
        await().until(() -> state(RISKY, "behind").equals("delivered"));
    }

    @Test
    void discardsAMessageWhoseOutcomeIsUnknown() {
        unknown("dropped");
        client.post(RISKY + "/messages/send", "{'envelope_id':'next','conversation_id':'c-dropped','text':'next'}");
        assertThat(state(RISKY, "next")).isEqualTo("pending");

        Reply reply = client.post(RISKY + "/messages/outbox/dropped/discard");

        assertThat(reply.text("/state")).isEqualTo("dead");
        assertThat(reply.text("/receipt/state")).isEqualTo("nack");
        assertThat(reply.text("/receipt/reason")).contains("given up by an operator");
        await().until(() -> state(RISKY, "next").equals("delivered"));
    }

    @Test
    void refusesToDecideAboutAMessageWhoseOutcomeIsKnown() {
        client.post(ECHO + "/messages/send", "{'envelope_id':'known','conversation_id':'c','text':'t'}");
        await().until(() -> state(ECHO, "known").equals("delivered"));

        assertThat(client.post(ECHO + "/messages/outbox/known/resend").status()).isEqualTo(409);
        assertThat(client.post(ECHO + "/messages/outbox/known/discard").status())
                .isEqualTo(409);
    }

    /** Goal: the parts of a split message are answered together and decided about together. */
    @Test
    void decidesAboutTheUnknownPartsOfASplitMessage() {
        EnvelopeId whole = new EnvelopeId("split");
        admin.program().transactions().writeAndWait(transaction -> {
            insert(transaction, whole, null, "one");
            insert(transaction, whole.chunk(1), whole, "two [unknown-once]");
            insert(transaction, whole.chunk(2), whole, "three");
        });
        await().until(() -> state(RISKY, "split").equals("unknown"));

        Reply unknown = client.get(RISKY + "/messages/outbox/split");
        assertThat(unknown.at("/parts"))
                .extracting(part -> part.path("state").asText())
                .containsExactly("delivered", "unknown", "pending");
        assertThat(unknown.text("/receipt/idempotency_key")).isEqualTo("echo:risky:split");
        assertThat(unknown.text("/receipt/state")).isEqualTo("unknown");

        client.post(RISKY + "/messages/outbox/split/resend");

        await().until(() -> state(RISKY, "split").equals("delivered"));
        Reply delivered = client.get(RISKY + "/messages/outbox/split");
        assertThat(delivered.at("/parts").findValuesAsText("envelope_id"))
                .containsExactly("split", "split:chunk1", "split:chunk2");
        assertThat(delivered.text("/receipt/state")).isEqualTo("ack");
    }

    private static void insert(
            io.palyra.connectors.transaction.Transaction transaction, EnvelopeId part, EnvelopeId whole, String text) {
        OutboundMessageRequest request = OutboundMessageRequest.builder(
                        part, ConnectorId.of("echo:risky"), new ConversationId("c-split"), text)
                .build();
        admin.program()
                .outboxStore()
                .insert(transaction, List.of(OutboxRow.of(request, whole)), System.currentTimeMillis());
    }

    private static void unknown(String envelopeId) {
        client.post(
                RISKY + "/messages/send",
                "{'envelope_id':'" + envelopeId + "','conversation_id':'c-" + envelopeId
                        + "','text':'[unknown-once]'}");
        await().until(() -> state(RISKY, envelopeId).equals("unknown"));
    }

    private static String state(String channel, String envelopeId) {
        return client.get(channel + "/messages/outbox/" + envelopeId).text("/state");
    }
}
