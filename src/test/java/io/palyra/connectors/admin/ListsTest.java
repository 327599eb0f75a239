package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Long lists: page by page, and only what is asked for. And who did what. */
class ListsTest {

    private static final String ECHO = AdminSetup.ECHO;
    private static final String BULK = ECHO + "/operations/dead-letters/";

    private static ProgramUnderTest admin;
    private static AdminClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        admin = AdminSetup.in(folder).start();
        client = admin.client();
        for (int n = 0; n < 5; n++) {
            send("dead-" + n, "poison", "[permanent]");
        }
        await().until(() ->
                client.get(ECHO + "/dead-letters").at("/dead_letters").size() == 5);
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    private static void send(String envelope, String conversation, String text) {
        assertThat(client.post(
                                ECHO + "/messages/send",
                                "{'envelope_id':'%s','conversation_id':'%s','text':'%s'}"
                                        .formatted(envelope, conversation, text))
                        .status())
                .isEqualTo(202);
    }

    /** Every entry of a list, two at a time. */
    private static List<JsonNode> pages(String path, String list, String next, String parameter) {
        List<JsonNode> all = new ArrayList<>();
        Reply page = client.get(path + "limit=2");
        while (true) {
            assertThat(page.at(list)).hasSizeLessThanOrEqualTo(2);
            page.at(list).forEach(all::add);
            if (page.at(next).isMissingNode()) {
                return all;
            }
            page = client.get(path + "limit=2&" + parameter + "=" + page.text(next));
        }
    }

    /** An answer that holds more than was asked for looks as if it were what was asked for. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /admin/v1/events?type=session.lost       | type: is no parameter of this call; the nearest is event_type
            /admin/v1/events?limit=1&Level=warn      | Level: is no parameter of this call; the nearest is level
            /admin/v1/kinds?limit=1                  | limit: is no parameter of this call; it takes none
            /admin/v1/jobs?limit=1&limit=2           | limit: is given more than once
            /admin/v1/jobs?%1b%5b31m=1               | ?[31m: is no parameter of this call; the nearest is limit
            /admin/v1/jobs?                          |
            """)
    void aParameterThatIsNotKnownIsNotOverlooked(String path, String message) {
        Reply reply = client.get(path);

        assertThat(reply.status()).isEqualTo(message == null ? 200 : 400);
        if (message != null) {
            assertThat(reply.text("/detail")).isEqualTo(message);
        }
    }

    /** Also by a call that changes something: before it does. */
    @Test
    void aCallWithAParameterThatItDoesNotTakeDoesNothing() {
        Reply reply = client.post(ECHO + "/operations/queue/pause?reson=night", "{'reason':'day'}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo("reson");
        assertThat(client.get(ECHO).at("/connector/queue/paused").asBoolean()).isFalse();
    }

    /** A probe that somebody decorates must not take the program out of service. */
    @Test
    void healthAndMetricsAnswerWhateverIsAskedBesides() {
        assertThat(client.get("/observe/health/live?verbose").status()).isEqualTo(200);
        assertThat(client.get("/observe/metrics?cache=1&cache=2").status()).isEqualTo(200);
    }

    @Test
    void givesConnectorsPageByPage() {
        List<String> expected = Stream.concat(
                        Stream.of("echo:risky"),
                        ConnectorType.all().stream()
                                .flatMap(kind -> kind.builtIn().stream())
                                .map(instance -> instance.connectorId().value()))
                .sorted()
                .toList();

        List<JsonNode> all = pages("/admin/v1/channels?", "/connectors", "/next_after", "after");

        assertThat(all)
                .extracting(connector -> connector.path("connector_id").asText())
                .containsExactlyElementsOf(expected);
        assertThat(client.get("/admin/v1/channels").at("/connectors")).hasSize(expected.size());
    }

    @Test
    void recordsWhatOperatorsDoAndNotWhatTheyOnlyAskFor() {
        String risky = AdminSetup.RISKY;
        client.post(risky + "/operations/dead-letters/discard", "{'limit':1,'dry_run':true}");
        client.post(risky + "/messages/read", "{'conversation_id':'c','limit':1}");
        client.post(risky + "/operations/dead-letters/discard", "{'limit':1}", "User-Agent", "palyra-cli/1");
        client.post(risky + "/enabled", "{'enabled':true}", "X-Palyra-Operator", "ann");

        assertThat(client.get(risky + "/logs?event_type=operator.action").at("/events"))
                .extracting(event -> event.at("/details/call").asText().replaceFirst(".*/", "") + " by "
                        + event.at("/details/origin").asText() + " "
                        + event.at("/details/operator").asText())
                .containsExactly("enabled by api ann", "discard by cli ");
    }

    @Test
    void givesDeadLettersPageByPage() {
        List<JsonNode> all =
                pages(ECHO + "/dead-letters?", "/dead_letters", "/next_before_dead_letter_id", "before_dead_letter_id");

        assertThat(all)
                .extracting(letter -> letter.path("envelope_id").asText())
                .containsExactly("dead-4", "dead-3", "dead-2", "dead-1", "dead-0");
        assertThat(client.get(ECHO + "/dead-letters?reason_contains=nothing-like-this")
                        .at("/dead_letters"))
                .isEmpty();
    }

    @Test
    void givesTheLogPageByPageAndFiltered() {
        List<JsonNode> all = pages(
                ECHO + "/logs?event_type=outbox.dead_letter&level=error&",
                "/events",
                "/next_before_event_id",
                "before_event_id");

        assertThat(all)
                .extracting(event -> event.at("/details/envelope_id").asText())
                .containsExactly("dead-4", "dead-3", "dead-2", "dead-1", "dead-0");
        assertThat(client.get(ECHO + "/logs?envelope_id=dead-3&event_type=outbox.*")
                        .at("/events")
                        .findValuesAsText("event_type"))
                .containsExactly("outbox.dead_letter", "outbox.enqueued");
        assertThat(client.get(ECHO + "/logs?since_unix_ms=99999999999999").at("/events"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ECHO + "/logs", "/admin/v1/events"})
    void namesTheNearestOfATypeThatDoesNotExist(String log) {
        Reply refused = client.get(log + "?event_type=queue.*,outbox.deliverd");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/errors/0/field")).isEqualTo("event_type");
        assertThat(refused.text("/errors/0/reason"))
                .isEqualTo("\"outbox.deliverd\" is no event type; the nearest is outbox.delivered");
    }

    /** Goal: whoever asks for what is before a number that is far ahead need not page through numbers that nothing has. */
    @Test
    void beforeANumberAheadOfAllIsTheEnd() {
        String newest =
                client.get("/admin/v1/events?connector_id=echo:default&limit=1").text("/events/0/event_id");

        assertThat(client.get("/admin/v1/events?connector_id=echo:default&limit=1&before_event_id=9007199254740991")
                        .text("/events/0/event_id"))
                .isEqualTo(newest);
    }

    @Test
    void givesTheEventsOfAllConnectorsPageByPageAndFiltered() {
        client.post(ECHO + "/operations/queue/drain", "{}", "X-Palyra-Operator", "bob");

        List<JsonNode> all = pages("/admin/v1/events?", "/events", "/next_before_event_id", "before_event_id");
        assertThat(all)
                .extracting(event -> event.path("connector_id").asText())
                .contains("echo:default", "echo:risky", "discord:default");
        assertThat(all)
                .extracting(event -> event.path("connector_id").asText() + event.path("event_id"))
                .doesNotHaveDuplicates();
        assertThat(client.get("/admin/v1/events?limit=1&event_type=operator.action")
                        .text("/events/0/details/operator"))
                .as("newest first")
                .isEqualTo("bob");
        List<JsonNode> dead = pages(
                "/admin/v1/events?connector_id=echo:default&event_type=outbox.dead_letter&level=error&",
                "/events",
                "/next_before_event_id",
                "before_event_id");
        assertThat(dead)
                .extracting(event -> event.at("/details/envelope_id").asText())
                .containsExactly("dead-4", "dead-3", "dead-2", "dead-1", "dead-0");
        assertThat(client.get("/admin/v1/events?connector_id=echo:nobody").text("/code"))
                .isEqualTo("unknown_connector");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "level=loud",
                "since_unix_ms=yesterday",
                "connector_id=echo",
                "before_event_id=-1",
                "before_event_id=x&connector_id=echo:default"
            })
    void namesAFilterOfEventsThatCannotBe(String query) {
        Reply reply = client.get("/admin/v1/events?" + query);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(query).contains(reply.text("/errors/0/field"));
    }

    @Test
    void givesTheOutboxByStatePageByPage() {
        List<JsonNode> all = pages(
                ECHO + "/messages/outbox?state=dead&conversation_id=poison&", "/messages", "/next_after", "after");

        assertThat(all)
                .extracting(message -> message.path("envelope_id").asText())
                .containsExactly("dead-0", "dead-1", "dead-2", "dead-3", "dead-4");
        assertThat(all).allSatisfy(message -> {
            assertThat(message.path("state").asText()).isEqualTo("dead");
            assertThat(message.path("reason").asText()).contains("permanent");
        });
        assertThat(client.get(ECHO + "/messages/outbox?state=unknown").at("/messages"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/logs?level=loud",
                "/logs?before_event_id=-1",
                "/logs?since_unix_ms=yesterday",
                "/dead-letters?direction=sideways",
                "/dead-letters?limit=0",
                "/messages/outbox?state=lost",
                "/messages/outbox?after=x"
            })
    void namesAFilterThatCannotBe(String call) {
        Reply reply = client.get(ECHO + call);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(call).contains(reply.text("/errors/0/field"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "discard"})
    void saysFirstWhatABulkDecisionWouldDo(String decision) {
        Reply reply = client.post(BULK + decision, "{'dry_run':true,'direction':'outbound','limit':3}");

        assertThat(reply.at("/action/dry_run").asBoolean()).isTrue();
        assertThat(reply.at("/action/count").asInt()).isEqualTo(3);
        assertThat(reply.at("/action/dead_letters").findValuesAsText("envelope_id"))
                .containsExactly("dead-4", "dead-3", "dead-2");
        assertThat(reply.text("/action/message"))
                .matches("3 messages would be .*; 2 more are as wanted, which \"all\": true takes as well");
        assertThat(client.post(BULK + decision, "{'dry_run':true,'direction':'outbound','limit':1}")
                        .text("/action/message"))
                .matches("1 message would be .*; 4 more are as wanted, .*");
        assertThat(client.post(BULK + decision, "{'dry_run':true,'direction':'outbound','limit':5}")
                        .text("/action/message"))
                .matches("5 messages would be [a-z ]+");
        assertThat(client.get(ECHO + "/dead-letters").at("/dead_letters")).hasSize(5);
    }

    @Test
    void leavesAnEventOfWhoChangedWhat() {
        client.post(
                ECHO + "/operations/queue/drain",
                "{}",
                "User-Agent",
                "palyra-cli/1",
                "X-Palyra-Operator",
                "night shift");

        JsonNode event =
                client.get(ECHO + "/logs?event_type=operator.action&limit=1").at("/events/0");

        assertThat(event.at("/details/call").asText()).endsWith("/operations/queue/drain");
        assertThat(event.at("/details/origin").asText()).isEqualTo("cli");
        assertThat(event.at("/details/operator").asText()).isEqualTo("night shift");
        client.post(ECHO + "/operations/queue/drain");
        assertThat(client.get(ECHO + "/logs?event_type=operator.action&limit=1").text("/events/0/details/origin"))
                .isEqualTo("api");
    }

    @Test
    void leavesNoEventOfWhatWasRefused() {
        String actions = AdminSetup.RISKY + "/logs?event_type=operator.action";
        JsonNode before = client.get(actions).at("/events");

        assertThat(client.post(AdminSetup.RISKY + "/enabled", "{}").status()).isEqualTo(400);

        assertThat(client.get(actions).at("/events")).isEqualTo(before);
    }
}
