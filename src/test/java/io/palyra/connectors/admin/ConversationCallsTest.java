package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which conversation floods a queue, and which one waits. */
@ParameterizedClass
@EnumSource
class ConversationCallsTest {

    @Parameter
    private StoreUnderTest database;

    @TempDir
    private Path folder;

    private ProgramUnderTest admin;
    private AdminClient client;

    @BeforeEach
    void start() throws Exception {
        admin = AdminSetup.in(folder).on(database).start();
        client = admin.client();
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
    }

    private void send(String conversation, String text) {
        String body = "{'conversation_id':'%s','text':'%s'}".formatted(conversation, text);
        assertThat(client.post(ECHO + "/messages/send", body).status()).isEqualTo(202);
    }

    private List<String> names(String order) {
        List<String> names = new ArrayList<>();
        client.get(ECHO + "/conversations?order=" + order)
                .at("/conversations")
                .forEach(one -> names.add(one.path("conversation_id").asText()));
        return names;
    }

    @Test
    void theDeepestTheOldestAndTheNewestComeFirst() {
        client.post(ECHO + "/operations/queue/pause");
        send("early", "1");
        for (int i = 0; i < 5; i++) {
            send("flood", String.valueOf(i));
        }
        send("early", "2");
        send("late", "1");

        assertThat(names("depth")).containsExactly("flood", "early", "late");
        assertThat(names("oldest")).first().isEqualTo("early");
        assertThat(names("newest")).last().isEqualTo("flood");
        JsonNode deepest = client.get(ECHO + "/conversations?limit=1").at("/conversations");
        assertThat(deepest).hasSize(1);
        assertThat(deepest.at("/0/depth").asInt()).isEqualTo(5);
        assertThat(deepest.at("/0/state").asText()).isEqualTo("due");
        assertThat(deepest.at("/0/direction").asText()).isEqualTo("outbound");
        Reply wrong = client.get(ECHO + "/conversations?order=size");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text("/errors/0/field")).isEqualTo("order");
    }

    @Test
    void whatWaitsForTheDaemonSaysSo() {
        client.post(ECHO + "/test", "{'text':'[daemon-down]','conversation_id':'asks','wait_ms':0}");

        await().until(() ->
                client.get(ECHO + "/conversations").text("/conversations/0/why").equals("waiting_for_retry"));
        JsonNode waits = client.get(ECHO + "/conversations").at("/conversations/0");
        assertThat(waits.path("conversation_id").asText()).isEqualTo("asks");
        assertThat(waits.path("direction").asText()).isEqualTo("inbound");
        assertThat(waits.path("reason").asText()).contains("the daemon is down");
    }

    private List<String> said(String query) {
        List<String> said = new ArrayList<>();
        client.get(ECHO + "/messages?conversation_id=talk" + query)
                .at("/messages")
                .forEach(one -> said.add(one.path("direction").asText() + " "
                        + one.path("envelope_id").asText() + " "
                        + one.path("state").asText() + " " + one.path("text").asText("-")));
        return said;
    }

    @Test
    void whatWasSaidIsToldInBothDirectionsAndInItsOrder() {
        for (String envelope : List.of("one", "two")) {
            client.post(
                    ECHO + "/test",
                    "{'envelope_id':'" + envelope + "','text':'" + envelope + "','conversation_id':'talk'}");
        }
        client.post(ECHO + "/messages/send", "{'envelope_id':'x','conversation_id':'talk','text':'[permanent]'}");
        send("elsewhere", "1");
        await().until(() -> said("").contains("outbound x dead -"));

        assertThat(said("&text=true"))
                .containsExactly(
                        "inbound one routed one",
                        "outbound one:0 delivered echo: one",
                        "inbound two routed two",
                        "outbound two:0 delivered echo: two",
                        "outbound x dead [permanent]");
        assertThat(said("&limit=2")).containsExactly("outbound two:0 delivered -", "outbound x dead -");
        Reply page = client.get(ECHO + "/messages?conversation_id=talk&limit=2");
        assertThat(page.at("/more").asBoolean()).isTrue();
        assertThat(client.get(ECHO + "/messages?conversation_id=nobody").at("/messages"))
                .isEmpty();
        assertThat(client.get(ECHO + "/messages").text("/errors/0/field")).isEqualTo("conversation_id");
    }

    @Test
    void aDeadMessageSaysByWhatNumberItIsDecidedAbout() {
        client.post(ECHO + "/messages/send", "{'envelope_id':'x','conversation_id':'talk','text':'[permanent]'}");
        await().until(() -> said("").contains("outbound x dead -"));
        long number =
                client.get(ECHO + "/messages/outbox/x").at("/dead_letter_id").asLong();
        assertThat(number)
                .isPositive()
                .isEqualTo(client.get(ECHO + "/dead-letters")
                        .at("/dead_letters/0/dead_letter_id")
                        .asLong());

        client.post(ECHO + "/operations/dead-letters/" + number + "/discard");

        assertThat(client.get(ECHO + "/messages/outbox/x").at("/dead_letter_id").isMissingNode())
                .isTrue();
    }
}
