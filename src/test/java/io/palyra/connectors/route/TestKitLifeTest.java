package io.palyra.connectors.route;

import static io.palyra.connectors.test.HttpAnswer.accepted;
import static io.palyra.connectors.test.HttpAnswer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.fake.FlakyPlatform;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.test.EditedRoutes;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.test.PalyraExtension;
import io.palyra.connectors.test.PalyraExtension.Said;
import io.palyra.connectors.testkit.AdminClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a test does with the program of the shipped test kit, besides talking to it: restarts, edits, a daemon over HTTP. */
class TestKitLifeTest {

    private static final String ROUTE = """
            - route: {id: notes, from: {uri: 'direct:notes', steps: [{to: 'palyra-outbox:flaky:ops?conversationId=notes'}]}}
            """;

    private static final FlakyPlatform PLATFORM = FlakyPlatform.fresh(ConnectorId.of("flaky:ops"))
            .answers(request -> request.text().contains("refused")
                    ? new DeliveryOutcome.PermanentFailure("not here", Fault.MESSAGE, null)
                    : FlakyPlatform.delivered(request));

    private static final HttpDaemon DAEMON = HttpDaemon.start();

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program()
            .connectors("echo:default", "echo:other", "flaky:ops")
            .notStoodIn("flaky")
            .routeFile("notes.camel.yaml", ROUTE)
            .editRouteFile("notes.camel.yaml", text -> text.replace("id: notes", "id: edited-notes"))
            .prepareFolder(folder -> Files.writeString(folder.resolve("prepared"), "text"))
            .settings("palyra.daemon.endpoint=" + DAEMON.uri());

    @AfterEach
    void takeBack() {
        palyra.editedRoutes().restore();
    }

    @AfterAll
    static void stop() {
        DAEMON.close();
    }

    @Test
    void startsWithWhatTheTestHasPrepared() throws Exception {
        assertThat(palyra.context().getRoute("edited-notes")).isNotNull();
        assertThat(Files.readString(palyra.folder().resolve("prepared"))).isEqualTo("text");
    }

    @Test
    void aRestartKeepsTheStoreAndWhatThePlatformHas() throws Exception {
        try (PalyraExtension own = PalyraExtension.program()
                .daemon(text -> "re: " + text)
                .adviceWith(
                        "daemon",
                        route -> route.weaveById("ask-daemon").before().to("mock:asked"))
                .start()) {
            own.whenPlatformSays("team", "before");
            own.assertDelivered("team", "re: before");
            own.whenPlatformSays("slow", "[network-once]");
            Duration wait = own.assertWaits("slow");

            own.restart();
            own.mock("mock:asked").expectedMessageCount(1);
            own.whenPlatformSays("team", "after");

            own.assertDelivered("team", "re: before", "re: after");
            own.mock("mock:asked").assertIsSatisfied();
            own.passTime(wait);
            own.assertDelivered("slow", "re: [network-once]");
        }
    }

    @Test
    void routeFilesAreEditedWhileItRuns() {
        EditedRoutes routes = palyra.editedRoutes();
        assertThat(routes.write("own.camel.yaml", says("one")).load()).isEmpty();
        assertThat(ask()).isEqualTo("one");

        assertThat(routes.edit("own.camel.yaml", text -> text.replace("one", "two"))
                        .load())
                .isEmpty();
        assertThat(ask()).isEqualTo("two");

        assertThat(routes.write("own.camel.yaml", "- route: [").load().orElseThrow())
                .contains("own.camel.yaml");
        assertThat(ask()).isEqualTo("two");
        assertThatThrownBy(() -> routes.edit("own.camel.yaml", text -> text))
                .hasMessageStartingWith("edit: nothing of own.camel.yaml has changed");

        routes.edit("notes.camel.yaml", text -> text.replace("edited-notes", "others"))
                .restore();
        assertThat(palyra.context().getRoute("own")).isNull();
        assertThat(palyra.context().getRoute("edited-notes")).isNotNull();
    }

    private static String says(String word) {
        return "- route: {id: own, from: {uri: 'direct:own', steps: [{setBody: {constant: " + word + "}}]}}\n";
    }

    private static String ask() {
        return palyra.template().requestBody("direct:own?block=false", null, String.class);
    }

    @Test
    void aKindOfOnesOwnIsWhatItIs() {
        palyra.template().sendBody("direct:notes", "a note");
        palyra.template().sendBody("direct:notes", "refused");

        palyra.assertDeadLetter("notes", "not here");
        palyra.assertDelivered("notes", "a note");
        assertThat(PLATFORM.taken()).hasSize(1);
        assertThat(PLATFORM.sent()).hasSize(2);
    }

    @Test
    void anotherConnectorIsSpokenTo() {
        palyra.whenPlatformSays("echo:other", "other", "hello");

        palyra.assertDelivered("other", "hello");
        assertThat(palyra.store("SELECT connector_id FROM palyra_inbox_v1 WHERE conversation_id = 'other'"))
                .isEqualTo(List.of(Map.of("connector_id", "echo:other")));
    }

    @Test
    void whatWasGivenHasItsAttachments() {
        palyra.template()
                .sendBodyAndHeader(
                        "palyra-outbox:echo:default?conversationId=files&bodyType=attachment",
                        new byte[] {1, 2, 3},
                        Exchange.FILE_NAME,
                        "plot.png");

        assertThat(palyra.allDelivered("files"))
                .singleElement()
                .extracting(OutboundMessageRequest::attachments)
                .satisfies(files -> assertThat(files.get(0).filename()).isEqualTo("plot.png"));
    }

    @Test
    void operatorsHaveTheirApi() {
        AdminClient operator = new AdminClient(palyra.admin("/").getPort());
        operator.post("/admin/v1/channels/echo:other/operations/queue/pause");
        palyra.template().sendBody("palyra-outbox:echo:other?conversationId=paused", "hello");

        palyra.patience(Duration.ofMillis(50));
        try {
            assertThatThrownBy(() -> palyra.allDelivered("paused"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("conversation \"paused\": messages are still on their way");
        } finally {
            palyra.patience(Duration.ofSeconds(10));
        }

        operator.post("/admin/v1/channels/echo:other/operations/queue/resume");
        palyra.assertDelivered("paused", "hello");
        assertThat(palyra.admin("/admin/v1/channels").getPort())
                .isEqualTo(palyra.admin("/").getPort());
    }

    @Test
    void aStepThatFailsIsAskedAgain() {
        palyra.editedRoutes()
                .edit(
                        "inbound.camel.yaml",
                        text -> text.replace(
                                "        - to:\n            id: admit",
                                "        - throwException: {exceptionType: java.lang.IllegalStateException, message: x}\n"
                                        + "        - to:\n            id: admit"));
        assertThat(palyra.editedRoutes().load()).isEmpty();

        Said said = palyra.whenPlatformSays("broken", "hello");

        assertThat(said.admitted()).isFalse();
        assertThat(said.comesAgainAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(palyra.whenPlatformSays(said.event()).comesAgainAfter()).isEqualTo(Duration.ofSeconds(2));
    }

    /** While it is out only one message at a time asks, at longer and longer intervals. */
    @Test
    void theDaemonIsOutAndComesBack() {
        DAEMON.answers("busy", status(503, "later"), accepted("at last"));
        palyra.whenPlatformSays("busy", "hello");
        palyra.passTime(palyra.assertWaits("busy"));
        palyra.assertDelivered("busy", "at last");
        assertThat(DAEMON.questions("busy")).hasSize(2);

        DAEMON.stop();
        palyra.whenPlatformSays("gone", "hello");
        palyra.passTime(palyra.assertWaits("gone"));
        palyra.assertWaits("gone");
        DAEMON.startAgain();
        palyra.passTime(palyra.assertWaits("gone"));

        palyra.assertDelivered("gone", "hello");
        assertThat(DAEMON.questions("gone")).singleElement().satisfies(asked -> assertThat(asked.headers())
                .containsEntry("x-palyra-connector-id", "echo:default"));
    }
}
