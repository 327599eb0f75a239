package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.test.EditedRoutes;
import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.test.PalyraExtension.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Goal: an edit that works takes effect while the program runs, on what is made of it too. */
class RouteReloadTest {

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program();

    private static final long PATIENCE_MS = 10_000;

    private static EditedRoutes edited;

    @BeforeAll
    static void find() {
        edited = palyra.editedRoutes();
    }

    @AfterEach
    void takeBack() {
        edited.restore();
    }

    private static void load() {
        assertThat(edited.load()).isEmpty();
    }

    @Test
    void anEditedPolicyTakesEffect() {
        edited.edit("retries.camel.yaml", text -> text.replace("maximumRedeliveries: 81", "maximumRedeliveries: 0"));
        load();

        isADeadLetterAtOnce("edited");
    }

    private static void isADeadLetterAtOnce(String conversation) {
        palyra.whenPlatformSays(conversation, "fails [network-once]");
        palyra.assertDeadLetter(conversation, "simulated network failure");
        assertThat(palyra.store("SELECT attempts FROM palyra_outbox_v1 WHERE conversation_id = '" + conversation + "'"))
                .isEqualTo(List.of(Map.of("attempts", 1)));
    }

    private static void isDeliveredLater(String conversation) {
        palyra.whenPlatformSays(conversation, "fails [network-once]");
        palyra.passTime(palyra.assertWaits(conversation));
        palyra.assertDelivered(conversation, "echo: fails [network-once]");
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
        load();

        isADeadLetterAtOnce("hasty-before");
        isDeliveredLater("patient");

        edited.delete("own.camel.yaml");
        load();

        isDeliveredLater("hasty-after");
    }

    /** See nodes.md: of several programs one runs it, and of one, that one. */
    @Test
    void aRouteThatRunsOnceIsAddedAndEdited() throws Exception {
        String once = """
                - from:
                    uri: "master:once:timer:once?repeatCount=1&delay=0"
                    steps:
                      - setBody: {constant: first}
                      - to: seda:once
                """;
        edited.write("once.camel.yaml", once);
        load();
        edited.write("once.camel.yaml", once.replace("first", "second"));
        load();

        try (var consumer = palyra.context().createConsumerTemplate()) {
            assertThat(consumer.receiveBody("seda:once", PATIENCE_MS)).isIn("first", "second");
        }
    }

    @Test
    void anAddedStepTakesEffect() throws Exception {
        edited.edit(
                "outbox.camel.yaml",
                text -> text.replace(
                        "        - to:\n            id: settle-outbox",
                        "        - to: seda:copies\n        - to:\n            id: settle-outbox"));

        load();

        try (var consumer = palyra.context().createConsumerTemplate()) {
            palyra.whenPlatformSays("copied", "hello");
            assertThat(consumer.receive("seda:copies", PATIENCE_MS)).isNotNull();
        }
    }

    @Test
    void anEditedTemplateReachesTheConnectorsThatRun() {
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

        load();

        assertThat(palyra.whenPlatformSays("filtered", "spam").admitted()).isFalse();
        assertThat(palyra.whenPlatformSays("let-in", "no junk").admitted()).isTrue();
        palyra.assertDelivered("let-in", "echo: no junk");
        Said crashed = palyra.whenPlatformSays("filtered", "crash");
        assertThat(crashed.reason())
                .isEqualTo("envelope " + crashed.envelopeId() + " was not admitted: NullPointerException");
    }

    @Test
    void theRoutesOfATemplateOfOnesOwnFollowIt() {
        String made = """
                - routeTemplate: {id: says, parameters: [{name: name}], from: {uri: 'direct:{{name}}', steps: [{setBody: {constant: WORD}}]}}
                - templatedRoute: {routeTemplateRef: says, routeId: made, parameters: [{name: name, value: made}]}
                """;
        for (String word : List.of("one", "two")) {
            edited.write("own.camel.yaml", made.replace("WORD", word));
            load();
            assertThat(palyra.template().requestBody("direct:made", null, String.class))
                    .isEqualTo(word);
        }
    }

    /** Camel makes routes of it, one of which has the id of the route that it calls. */
    @Test
    void aRestServiceComesChangesAndGoes() {
        String rest = "- rest: {path: /shop, get: [{path: /orders, to: 'direct:orders'}]}\n"
                + "- route: {id: orders, from: {uri: 'direct:orders', steps: [{setBody: {constant: first}}]}}\n";
        edited.write("own.camel.yaml", rest);
        load();
        List<String> first = routeIds();
        assertThat(first).contains("orders");

        edited.write("own.camel.yaml", rest.replace("first", "second"));
        load();
        assertThat(routeIds()).hasSameSizeAs(first).contains("orders");

        edited.delete("own.camel.yaml");
        load();
        assertThat(routeIds()).doesNotContain("orders").noneMatch(id -> id.contains("shop"));
        assertThat(palyra.context().getRestDefinitions()).isEmpty();
    }

    private static List<String> routeIds() {
        return palyra.context().getRoutes().stream().map(Route::getRouteId).toList();
    }
}
