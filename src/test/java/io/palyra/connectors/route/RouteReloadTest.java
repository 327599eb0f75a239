package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: an edit that works takes effect while the program runs, on what is made of it too. */
class RouteReloadTest {

    @TempDir
    private static Path folder;

    private static EditedRoutes edited;
    private static ProgramUnderTest program;

    @BeforeAll
    static void start() throws Exception {
        edited = EditedRoutes.start(folder, Map.of("palyra.ingress.port", "0"), Map.of());
        program = edited.program();
    }

    @AfterAll
    static void stop() throws Exception {
        edited.close();
    }

    @AfterEach
    void takeBack() throws IOException {
        edited.restore();
    }

    @Test
    void anEditedPolicyTakesEffect() throws Exception {
        edited.edit("retries.camel.yaml", text -> text.replace("maximumRedeliveries: 81", "maximumRedeliveries: 0"));

        looked().untilAsserted(() -> {
            String id = "m" + System.nanoTime();
            program.receive(id, id, "fails [network-once]");
            await().untilAsserted(() -> assertThat(
                            program.findOutbox(id + ":0").orElseThrow().attempts())
                    .isEqualTo(1));
            assertThat(program.findOutbox(id + ":0").orElseThrow().state()).isEqualTo(OutboxState.DEAD);
        });
    }

    /** The handler of the added file and no other: its steps, its onWhen, its policy; and the old one again without it. */
    @Test
    void aConfigurationOfOnesOwnTakesEffectAndGoesAgain() throws Exception {
        String example = Files.readString(Path.of("routes/examples/retries-per-connector.camel.yaml"))
                .replace("maximumRedeliveries: 12", "maximumRedeliveries: 0")
                .replace(
                        "${header.CamelPalyraConnectorId} == '{{retries-per-connector.connector:echo:default}}'",
                        "${header.CamelPalyraConversationId} startsWith 'hasty' && ${exception.message} contains 'network'")
                .replace(
                        "            - to: palyra-settle",
                        "            - setHeader: {name: CamelPalyraConversationId, constant: other}\n"
                                + "            - to: palyra-settle");
        edited.write("own.camel.yaml", example);

        awaitThatHastyMessagesAre(OutboxState.DEAD);
        program.receive("patient", "c1", "fails [network-once]");
        program.awaitDelivered("patient:0");

        edited.delete("own.camel.yaml");

        awaitThatHastyMessagesAre(OutboxState.DELIVERED);
    }

    private void awaitThatHastyMessagesAre(OutboxState expected) {
        looked().untilAsserted(() -> {
            String id = "m" + System.nanoTime();
            program.receive(id, "hasty-" + id, "fails [network-once]");
            await().until(() -> program.findOutbox(id + ":0")
                    .filter(it -> it.state() == OutboxState.DEAD || it.state() == OutboxState.DELIVERED)
                    .isPresent());
            assertThat(program.findOutbox(id + ":0").orElseThrow().state()).isEqualTo(expected);
        });
    }

    @Test
    void anAddedStepTakesEffect() throws Exception {
        edited.edit(
                "outbox.camel.yaml",
                text -> text.replace(
                        "        - to:\n            id: settle-outbox",
                        "        - to: seda:copies\n        - to:\n            id: settle-outbox"));

        try (var consumer = edited.context().createConsumerTemplate()) {
            looked().untilAsserted(() -> {
                String id = "m" + System.nanoTime();
                program.receive(id, "c1", "hello");
                assertThat(consumer.receive("seda:copies", 500)).isNotNull();
            });
        }
    }

    @Test
    void anEditedTemplateReachesTheConnectorsThatRun() throws Exception {
        edited.edit(
                "inbound.camel.yaml",
                text -> text.replace("        - to:\n            id: admit", """
                %s- filter:
                %s    simple: "${body.body} contains 'spam'"
                %s    steps:
                %s      - stop: {}
                %s- filter:
                %s    simple: "${body.body} contains 'crash'"
                %s    steps:
                %s      - throwException: {exceptionType: java.lang.NullPointerException}
                %s- to:
                %s    id: admit""".replace("%s", "        ")));

        looked().ignoreException(InboundRefusedException.class).untilAsserted(() -> assertThat(
                        program.receive("m" + System.nanoTime(), "c1", "spam").accepted())
                .isFalse());
        assertThat(program.receive("good", "c1", "no junk").accepted()).isTrue();
        program.awaitDelivered("good:0");
        assertThatThrownBy(() -> program.receive("m1", "c1", "crash"))
                .hasMessage("envelope m1 was not admitted: NullPointerException");
    }

    @Test
    void theRoutesOfATemplateOfOnesOwnFollowIt() throws Exception {
        String made = """
                - routeTemplate: {id: says, parameters: [{name: name}], from: {uri: 'direct:{{name}}', steps: [{setBody: {constant: WORD}}]}}
                - templatedRoute: {routeTemplateRef: says, routeId: made, parameters: [{name: name, value: made}]}
                """;
        for (String word : List.of("one", "two")) {
            edited.write("own.camel.yaml", made.replace("WORD", word));
            edited.look();
            assertThat(edited.lastError()).isEmpty();
            assertThat(edited.ask("made")).isEqualTo(word);
        }
    }

    /** Camel makes routes of it, one of which has the id of the route that it calls. */
    @Test
    void aRestServiceComesChangesAndGoes() throws Exception {
        String rest = "- rest: {path: /shop, get: [{path: /orders, to: 'direct:orders'}]}\n"
                + "- route: {id: orders, from: {uri: 'direct:orders', steps: [{setBody: {constant: first}}]}}\n";
        edited.write("own.camel.yaml", rest);
        edited.look();
        assertThat(edited.lastError()).isEmpty();
        List<String> first = edited.routeIds();
        assertThat(first).contains("orders");

        edited.write("own.camel.yaml", rest.replace("first", "second"));
        edited.look();
        assertThat(edited.lastError()).isEmpty();
        assertThat(edited.routeIds()).hasSameSizeAs(first).contains("orders");

        edited.delete("own.camel.yaml");
        edited.look();
        assertThat(edited.lastError()).isEmpty();
        assertThat(edited.routeIds()).doesNotContain("orders").noneMatch(id -> id.contains("shop"));
        assertThat(edited.context().getRestDefinitions()).isEmpty();
    }

    private static ConditionFactory looked() {
        edited.look();
        return await();
    }
}
