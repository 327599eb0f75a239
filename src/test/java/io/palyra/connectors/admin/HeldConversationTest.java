package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static io.palyra.connectors.admin.AdminSetup.RISKY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Conversations that wait for an operator, and the decisions that let them go on. */
class HeldConversationTest {

    @TempDir
    private Path folder;

    private ProgramUnderTest admin;

    @AfterEach
    void stop() throws Exception {
        admin.close();
    }

    @Test
    void goesOnOnceItsDeadLetterIsDiscarded() throws Exception {
        start(Map.of("palyra.outbox.on-dead-letter", "hold"));
        send(ECHO, "dead", "[permanent]");
        send(ECHO, "next", "next");
        await().until(() -> state(ECHO, "dead").equals("dead"));
        assertStillPending(ECHO, "next");

        decide(ECHO, "dead", "discard");

        await().until(() -> state(ECHO, "next").equals("delivered"));
    }

    @Test
    void waitsAgainWhereAReplayFailsAgain() throws Exception {
        start(Map.of("palyra.outbox.on-dead-letter", "hold"));
        send(ECHO, "dead", "[permanent]");
        send(ECHO, "next", "next");
        await().until(() -> state(ECHO, "dead").equals("dead"));
        long first = letter(ECHO, "dead");

        decide(ECHO, "dead", "replay");

        await().until(() -> letter(ECHO, "dead") > first);
        assertStillPending(ECHO, "next");
    }

    /** Goal: a decision about one message does not let a conversation go on that waits for another one. */
    @Test
    void waitsForTheMessageThatHoldsIt() throws Exception {
        start(Map.of());
        send(RISKY, "dead", "[permanent]");
        await().until(() -> state(RISKY, "dead").equals("dead"));
        send(RISKY, "unknown", "[unknown-once]");
        send(RISKY, "next", "next");
        await().until(() -> state(RISKY, "unknown").equals("unknown"));

        decide(RISKY, "dead", "discard");
        assertStillPending(RISKY, "next");

        admin.client().post(RISKY + "/messages/outbox/unknown/discard");
        await().until(() -> state(RISKY, "next").equals("delivered"));
    }

    static Stream<Arguments> holds() {
        return Stream.of(
                Arguments.of(RISKY, "[unknown-once]", "held_by_unknown_outcome"),
                Arguments.of(ECHO, "[permanent]", "held_by_dead_letter"),
                Arguments.of(ECHO, "[rate-limit-once]", "waiting_for_retry"));
    }

    @ParameterizedTest
    @MethodSource("holds")
    void isShownWithTheMessageThatHoldsIt(String channel, String text, String why) throws Exception {
        start(Map.of("palyra.outbox.on-dead-letter", "hold"));
        send(channel, "holds", text);
        send(channel, "next", "next");

        await().until(() -> admin.client()
                .get(channel)
                .text("/operations/blocked_conversations/oldest/why")
                .equals(why));
        JsonNode blocked = admin.client().get(channel).at("/operations/blocked_conversations");
        assertThat(blocked.path("count").asInt()).isEqualTo(1);
        assertThat(blocked.at("/oldest/envelope_id").asText()).isEqualTo("holds");
        assertThat(blocked.at("/oldest/conversation_id").asText()).isEqualTo("held");
        assertThat(blocked.at("/oldest").has("until_unix_ms")).isEqualTo(why.equals("waiting_for_retry"));
    }

    private void start(Map<String, String> settings) throws Exception {
        admin = AdminSetup.in(folder).settings(settings).start();
    }

    private void send(String channel, String envelopeId, String text) {
        send(channel, envelopeId, text, "held");
    }

    private void send(String channel, String envelopeId, String text, String conversation) {
        admin.client()
                .post(
                        channel + "/messages/send",
                        "{'envelope_id':'" + envelopeId + "','conversation_id':'" + conversation + "','text':'" + text
                                + "'}");
    }

    /** A message of another conversation overtakes it, so delivery had its chance. */
    private void assertStillPending(String channel, String envelopeId) {
        String other = "beside-" + envelopeId;
        send(channel, other, "beside", "other");
        await().until(() -> state(channel, other).equals("delivered"));
        assertThat(state(channel, envelopeId)).isEqualTo("pending");
    }

    private void decide(String channel, String envelopeId, String decision) {
        String path = channel + "/operations/dead-letters/" + letter(channel, envelopeId) + "/" + decision;
        assertThat(admin.client().post(path).status()).isEqualTo(200);
    }

    private long letter(String channel, String envelopeId) {
        for (JsonNode letter : admin.client().get(channel + "/dead-letters").at("/dead_letters")) {
            if (letter.path("envelope_id").asText().equals(envelopeId)) {
                return letter.path("dead_letter_id").asLong();
            }
        }
        return -1;
    }

    private String state(String channel, String envelopeId) {
        return admin.client().get(channel + "/messages/outbox/" + envelopeId).text("/state");
    }
}
