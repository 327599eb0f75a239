package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static io.palyra.connectors.admin.AdminSetup.RISKY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterCallsTest {

    private static final ConnectorId CONNECTOR = ConnectorId.of("echo:default");
    private static final String DEAD_LETTERS = ECHO + "/operations/dead-letters/";

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
    void replaysAnOutboundMessage() {
        long number = dead("replayed");

        Reply reply = client.post(DEAD_LETTERS + number + "/replay");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/action/type")).isEqualTo("dead_letters.replay");
        assertThat(reply.at("/action/dead_letter_id").asLong()).isEqualTo(number);
        assertThat(reply.at("/connector").isObject()).isTrue();
        // It fails again, and is a new dead letter
        await().until(() -> letter("replayed").path("dead_letter_id").asLong() > number);
        assertThat(client.post(DEAD_LETTERS + number + "/replay").status()).isEqualTo(404);
        assertThat(client.get(ECHO + "/logs?limit=1000").at("/events").findValuesAsText("event_type"))
                .contains("dead_letter.replayed");
    }

    @Test
    void discardsAMessage() {
        long number = dead("discarded");

        assertThat(client.post(DEAD_LETTERS + number + "/discard").status()).isEqualTo(200);

        assertThat(letter("discarded").isMissingNode()).isTrue();
        assertThat(client.get(ECHO + "/messages/outbox/discarded").text("/state"))
                .isEqualTo("dead");
        assertThat(client.post(DEAD_LETTERS + number + "/discard").text("/code"))
                .isEqualTo("unknown_dead_letter");
        assertThat(client.get(ECHO + "/logs?limit=1000").at("/events").findValuesAsText("event_type"))
                .contains("dead_letter.discarded");
    }

    @Test
    void endsAPageBeforeItsMessagesHaveTooManyBytes() {
        String large = "{\"text\":\"" + "x".repeat(3 * 1024 * 1024) + "\"}";
        for (int i = 0; i < 3; i++) {
            String envelope = "large" + i;
            admin.program().transactions().writeAndWait(transaction -> admin.program()
                    .deadLetters()
                    .add(
                            transaction,
                            ConnectorId.of("echo:risky"),
                            new EnvelopeId(envelope),
                            Direction.INBOUND,
                            "too much",
                            large,
                            System.currentTimeMillis()));
        }

        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Reply page = client.get(RISKY + "/dead-letters?reason_contains=too+much" + next);
            assertThat(page.at("/dead_letters").size()).isEqualTo(1);
            seen.add(page.text("/dead_letters/0/envelope_id"));
            JsonNode cursor = page.at("/next_before_dead_letter_id");
            next = cursor.isNumber() ? "&before_dead_letter_id=" + cursor.asLong() : "";
        } while (!next.isEmpty());

        assertThat(seen).containsExactly("large2", "large1", "large0");
        Reply discarded = client.post(RISKY + "/operations/dead-letters/discard", "{'reason_contains':'too much'}");
        assertThat(discarded.at("/action/count").asInt()).isEqualTo(3);
    }

    /** The inbound row was purged long ago, the dead letter was not. */
    @Test
    void replaysAnInboundMessageWhoseRowIsGone() {
        String event =
                "{'envelope_id':'old','connector_id':'echo:default','conversation_id':'c-old','sender_id':'u','body':'old'}";
        add("old", Direction.INBOUND, event);

        assertThat(client.post(DEAD_LETTERS + number("old") + "/replay").status())
                .isEqualTo(200);

        await().until(() ->
                client.get(ECHO + "/messages/outbox/old:0").text("/state").equals("delivered"));
    }

    @Test
    void replaysAnOutboundMessageWhoseRowIsGone() {
        add(
                "gone",
                Direction.OUTBOUND,
                "{'envelope_id':'gone','connector_id':'echo:default','conversation_id':'c','text':'t'}");

        assertThat(client.post(DEAD_LETTERS + number("gone") + "/replay").status())
                .isEqualTo(200);

        await().until(() ->
                client.get(ECHO + "/messages/outbox/gone").text("/state").equals("delivered"));
    }

    @Test
    void keepsADaemonAnswerThatIsStillInvalid() {
        client.post(
                ECHO + "/test", "{'text':'[daemon-one-invalid]','envelope_id':'wrong','conversation_id':'c-wrong'}");

        Reply reply = client.post(DEAD_LETTERS + number("wrong:0") + "/replay");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("/detail")).contains("still invalid").contains("text");
        assertThat(letter("wrong:0").isMissingNode()).isFalse();
    }

    @Test
    void enqueuesADaemonAnswerThatHasBecomeValid() {
        client.post(ECHO + "/test", "{'text':'asked','envelope_id':'asked','conversation_id':'c-asked'}");
        add("asked:7", Direction.OUTBOUND, "{'text':'late answer','auto_ack_text':null}");

        assertThat(client.post(DEAD_LETTERS + number("asked:7") + "/replay").status())
                .isEqualTo(200);

        await().until(() ->
                client.get(ECHO + "/messages/outbox/asked:7").text("/state").equals("delivered"));
    }

    @Test
    void doesNotKnowWhereTheAnswerToAForgottenMessageGoes() {
        add("forgotten:0", Direction.OUTBOUND, "{'text':'answer'}");

        Reply reply = client.post(DEAD_LETTERS + number("forgotten:0") + "/replay");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("/detail")).contains("no longer stored");
    }

    @Test
    void refusesToReplayWhatHasBeenDelivered() {
        client.post(ECHO + "/test", "{'text':'fine','envelope_id':'fine','conversation_id':'c-fine'}");
        add(
                "fine:0",
                Direction.OUTBOUND,
                "{'envelope_id':'fine:0','connector_id':'echo:default','conversation_id':'c','text':'t'}");

        Reply reply = client.post(DEAD_LETTERS + number("fine:0") + "/replay");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("/detail")).contains("no longer dead");
    }

    @Test
    void showsAPayloadThatIsNoValidUnicodeAsText() {
        add("surrogate:0", Direction.OUTBOUND, "{'text':'\\ud800'}");

        assertThat(letter("surrogate:0").path("payload").isTextual()).isTrue();
    }

    @Test
    void decidesManyByTheirReason() {
        dead("bulk1");
        dead("bulk2");
        add("other", Direction.INBOUND, "{}", "another reason for bulk");

        for (String blank : List.of("", " ")) {
            Reply all = client.post(DEAD_LETTERS + "discard", "{'reason_contains':'" + blank + "'}");
            assertThat(all.text("/errors/0/field")).as("every reason has it").isEqualTo("reason_contains");
        }
        Reply none = client.post(DEAD_LETTERS + "discard", "{'reason_contains':'no such reason'}");
        assertThat(none.at("/action/count").asInt()).isZero();

        Reply one = client.post(DEAD_LETTERS + "discard", "{'reason_contains':'another reason','direction':'inbound'}");
        assertThat(one.at("/action/count").asInt()).isEqualTo(1);
        assertThat(letter("other").isMissingNode()).isTrue();
        assertThat(letter("bulk1").isMissingNode()).isFalse();

        Reply early = client.post(DEAD_LETTERS + "replay", "{'before_unix_ms':1}");
        assertThat(early.at("/action/count").asInt()).isZero();

        Reply replayed = client.post(DEAD_LETTERS + "replay", "{'reason_contains':'simulated permanent','limit':1000}");
        assertThat(replayed.at("/action/count").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(replayed.text("/action/type")).isEqualTo("dead_letters.replay");
        await().until(() -> !letter("bulk1").isMissingNode() && !letter("bulk2").isMissingNode());
    }

    @Test
    void refusesAFilterThatIsNone() {
        Reply limit = client.post(DEAD_LETTERS + "replay", "{'limit':-3}");
        assertThat(limit.status()).isEqualTo(400);
        assertThat(limit.text("/errors/0/field")).isEqualTo("limit");

        Reply direction = client.get(ECHO + "/dead-letters?direction=sideways");
        assertThat(direction.status()).isEqualTo(400);
        assertThat(direction.text("/errors/0/field")).isEqualTo("direction");
    }

    @Test
    void listsOneDirection() {
        add("listed", Direction.INBOUND, "{}");

        assertThat(client.get(ECHO + "/dead-letters?direction=inbound")
                        .at("/dead_letters")
                        .findValuesAsText("direction"))
                .containsOnly("inbound");
    }

    private static long dead(String envelopeId) {
        client.post(
                ECHO + "/messages/send",
                "{'envelope_id':'" + envelopeId + "','conversation_id':'c-" + envelopeId + "','text':'[permanent]'}");
        await().until(() -> !letter(envelopeId).isMissingNode());
        return number(envelopeId);
    }

    private static void add(String envelopeId, Direction direction, String payload) {
        add(envelopeId, direction, payload, "made up by a test");
    }

    private static void add(String envelopeId, Direction direction, String payload, String reason) {
        admin.program().transactions().writeAndWait(transaction -> admin.program()
                .deadLetters()
                .add(
                        transaction,
                        CONNECTOR,
                        new EnvelopeId(envelopeId),
                        direction,
                        reason,
                        payload.replace('\'', '"'),
                        System.currentTimeMillis()));
    }

    private static long number(String envelopeId) {
        return letter(envelopeId).path("dead_letter_id").asLong();
    }

    private static JsonNode letter(String envelopeId) {
        JsonNode letters = client.get(ECHO + "/dead-letters?limit=1000").at("/dead_letters");
        return StreamSupport.stream(letters.spliterator(), false)
                .filter(letter -> letter.path("envelope_id").asText().equals(envelopeId))
                .findFirst()
                .orElse(letters.path(-1));
    }
}
