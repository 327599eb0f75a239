package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.DISCORD;
import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message through the whole path, as the call {@code test} shows it. */
class FirstMessageTest {

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
    void showsThePathOfTheFirstMessage() {
        Reply reply = client.post(ECHO + "/test", "{'text':'hello','envelope_id':'first','conversation_id':'c-first'}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/ingest"))
                .hasToString("{\"accepted\":true,\"duplicate\":false,\"queued_for_retry\":false,"
                        + "\"decision_reason\":\"routed\",\"route_key\":\"test:route\",\"enqueued_outbound\":1,"
                        + "\"immediate_delivery\":1}");
        assertThat(reply.text("/envelope_id")).isEqualTo("first");
        assertThat(reply.text("/status/connector_id")).isEqualTo("echo:default");
        assertThat(reply.at("/runtime/metrics").isObject()).isTrue();

        Reply outbox = client.get(ECHO + "/messages/outbox/first:0");
        assertThat(outbox.text("/state")).isEqualTo("delivered");
        assertThat(outbox.at("/attempts").asInt()).isEqualTo(1);
        assertThat(outbox.text("/receipt/state")).isEqualTo("ack");
        assertThat(outbox.text("/receipt/idempotency_key")).isEqualTo("echo:default:first:0");
        assertThat(outbox.text("/receipt/external_message_id")).matches("echo-[0-9a-f]{32}");
        assertThat(outbox.at("/parts").isMissingNode()).isTrue();

        Reply logs = client.get(ECHO + "/logs?limit=1000");
        assertThat(logs.at("/events").findValuesAsText("event_type"))
                .contains("inbound.received", "inbound.routed", "outbox.enqueued", "outbox.delivered");
        assertThat(logs.at("/dead_letters").isArray()).isTrue();
    }

    /** Whoever wrote it: a test message is let in. */
    @Test
    void takesWhatAMessageSaysOfItsSenderAndOfWhatItAnswers() {
        Reply reply = client.post(ECHO + "/test", """
                {'text':'yes','envelope_id':'answers','conversation_id':'c-answers','sender_is_bot':true,
                 'in_reply_to_message_id':'m-9','in_reply_to_body':'coffee?'}""");

        assertThat(reply.at("/ingest/accepted").asBoolean()).isTrue();
        InboundMessageEvent event = admin.program().transactions().run(transaction -> admin.program()
                .inboxStore()
                .event(transaction, ConnectorId.of("echo:default"), new EnvelopeId("answers"))
                .orElseThrow());
        assertThat(event.senderIsBot()).isTrue();
        assertThat(event.inReplyToMessageId()).isEqualTo(new MessageId("m-9"));
        assertThat(event.inReplyToBody()).isEqualTo("coffee?");
        assertThat(reply.at("/runtime/bots/other_bots").asText()).isEqualTo("all");
    }

    @Test
    void refusesAnOriginalThatIsTooLong() {
        Reply reply = client.post(ECHO + "/test", "{'text':'yes','in_reply_to_body':'" + "x".repeat(2_049) + "'}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo("in_reply_to_body");
    }

    @Test
    void answersADuplicateAtOnceWithWhatIsKnown() {
        String message = "{'text':'twice','envelope_id':'twice','conversation_id':'c-twice'}";
        client.post(ECHO + "/test", message);

        Reply again = client.post(ECHO + "/test", message);

        assertThat(again.at("/ingest/accepted").asBoolean()).isTrue();
        assertThat(again.at("/ingest/duplicate").asBoolean()).isTrue();
        assertThat(again.at("/ingest/enqueued_outbound").asInt()).isEqualTo(1);
        assertThat(again.at("/ingest/immediate_delivery").asInt()).isEqualTo(1);
    }

    @Test
    void givesAnIdToAMessageWithoutOne() {
        Reply reply = client.post(ECHO + "/test", "{'text':'no id'}");

        assertThat(reply.text("/envelope_id")).hasSize(26);
        assertThat(client.get(ECHO + "/messages/outbox/" + reply.text("/envelope_id") + ":0")
                        .text("/state"))
                .isEqualTo("delivered");
    }

    @Test
    void saysThatTheDaemonIsBeingTriedAgain() {
        Reply reply = client.post(ECHO + "/test", "{'text':'[daemon-down]','conversation_id':'c-down','wait_ms':500}");

        assertThat(reply.at("/ingest/accepted").asBoolean()).isTrue();
        assertThat(reply.at("/ingest/queued_for_retry").asBoolean()).isTrue();
        assertThat(reply.at("/ingest/enqueued_outbound").asInt()).isZero();
        assertThat(reply.text("/ingest/decision_reason")).contains("the daemon is down");
    }

    @Test
    void saysWhatTheDaemonRefused() {
        Reply reply = client.post(ECHO + "/test", "{'text':'[daemon-refuses]','conversation_id':'c-refused'}");

        assertThat(reply.at("/ingest/accepted").asBoolean()).isTrue();
        assertThat(reply.at("/ingest/queued_for_retry").asBoolean()).isFalse();
        assertThat(reply.text("/ingest/decision_reason")).isEqualTo("not for me");
    }

    @Test
    void countsTheValidOutputsWhereOneIsInvalid() {
        Reply reply = client.post(
                ECHO + "/test", "{'text':'[daemon-one-invalid]','envelope_id':'mixed','conversation_id':'c-mixed'}");

        assertThat(reply.at("/ingest/enqueued_outbound").asInt()).isEqualTo(1);
        assertThat(reply.at("/ingest/immediate_delivery").asInt()).isEqualTo(1);
        assertThat(client.get(ECHO + "/messages/outbox/mixed:1").text("/state")).isEqualTo("delivered");
    }

    @Test
    void simulatesACrashAndDeliversAfterwards() {
        int before = client.get(ECHO).at("/connector/restart_count").asInt();

        Reply reply = client.post(
                ECHO + "/test",
                "{'text':'crash','simulate_crash_once':true,'envelope_id':'crash','conversation_id':'c-crash'}");

        assertThat(reply.at("/ingest/immediate_delivery").asInt()).isEqualTo(1);
        assertThat(reply.at("/status/restart_count").asInt()).isEqualTo(before + 1);
        assertThat(client.get(ECHO + "/messages/outbox/crash:0").at("/attempts").asInt())
                .isEqualTo(2);
    }

    @Test
    void answersAtOnceWhereItMayNotWait() {
        Reply reply = client.post(ECHO + "/test", "{'text':'[network-once]','conversation_id':'c-nowait','wait_ms':0}");

        assertThat(reply.at("/ingest/accepted").asBoolean()).isTrue();
        assertThat(reply.at("/ingest/immediate_delivery").asInt()).isZero();
    }

    @Test
    void refusesATestOfADisabledConnector() {
        Reply reply = client.post(DISCORD + "/test", "{'text':'hello'}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("/detail")).contains("discord:default is disabled");
    }

    @Test
    void sendsForRealOnlyWhenConfirmed() {
        Reply refused = client.post(ECHO + "/test-send", "{'target':'c-send'}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/errors/0/field")).isEqualTo("confirm");

        Reply sent = client.post(ECHO + "/test-send", "{'target':'c-send','confirm':true,'auto_reaction':'ok'}");
        assertThat(sent.status()).isEqualTo(200);
        assertThat(sent.text("/dispatch/state")).isEqualTo("delivered");
        assertThat(sent.at("/dispatch/created").asBoolean()).isTrue();
        assertThat(sent.text("/dispatch/receipt/state")).isEqualTo("ack");
        assertThat(sent.text("/status/connector_id")).isEqualTo("echo:default");
    }
}
