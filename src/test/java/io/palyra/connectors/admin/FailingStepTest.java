package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the call {@code test} tells of steps of the inbound route that fail for each message. */
class FailingStepTest {

    private static final String STEPS = """
                  steps:
                    - filter:
                        simple: "${body.body} contains 'look up'"
                        steps:
                          - throwException: {exceptionType: java.io.IOException, message: the directory of people is down}
                    - filter:
                        simple: "${body.body} contains 'reload'"
                        steps:
                          - throwException:
                              exceptionType: java.lang.IllegalStateException
                              message: "SendProcessor has not been started: palyra-access://echo:default"
                    - filter:
                        simple: "${body.body} contains 'quote me'"
                        steps:
                          - throwException: {exceptionType: java.io.IOException, message: "no sense in <${body.body}>"}
                    - filter:
                        simple: "${body.body} contains 'spoil'"
                        steps:
                          - setBody: {constant: nonsense}
                    - to:
                        id: admit
                        uri: "palyra-inbox:{{connectorId}}"
            """;

    private static ProgramUnderTest admin;
    private static AdminClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        admin = AdminSetup.in(folder)
                .routes(RoutesUnderTest.copy(folder).withInboundSteps(STEPS))
                .start();
        client = admin.client();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    private static Reply test(String envelopeId, String text) {
        return client.post(
                ECHO + "/test",
                "{'text':'%1$s','envelope_id':'%2$s','conversation_id':'%2$s'}".formatted(text, envelopeId));
    }

    /** What Camel says of a route that is being made anew. */
    @Test
    void aStepThatHasNotStartedIsNoFaultOfTheMessageHoweverOften() {
        for (int attempt = 1; attempt <= 6; attempt++) {
            Reply refused = test("reloaded", "reload");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("/detail"))
                    .isEqualTo("envelope reloaded was not admitted: echo:default is not running at present");
        }
        assertThat(admin.inbox("reloaded")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"look-up, look up, the directory of people is down", "spoilt, spoil, value is not valid JSON"})
    void fourTimesTheCallerIsToldTheFailureTheFifthMakesADeadLetter(String envelopeId, String text, String reason) {
        for (int attempt = 1; attempt <= 4; attempt++) {
            Reply refused = test(envelopeId, text);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("/code")).isEqualTo("not_admitted");
            assertThat(refused.text("/detail"))
                    .startsWith("envelope " + envelopeId + " was not admitted: ")
                    .contains(reason, "see error ");
            assertThat(admin.inbox(envelopeId)).isEmpty();
        }

        Reply last = test(envelopeId, text);

        assertThat(last.status()).isEqualTo(200);
        assertThat(last.at("/ingest/accepted").asBoolean(true)).isFalse();
        assertThat(last.text("/ingest/decision_reason"))
                .startsWith("a step of the inbound route failed 5 times: ")
                .contains(reason);
        assertThat(admin.inbox(envelopeId).orElseThrow().state()).isEqualTo(InboxState.DEAD);
        assertThat(client.get(ECHO + "/logs?limit=1000").at("/dead_letters").toString())
                .contains("\"envelope_id\":\"" + envelopeId + "\"", "\"direction\":\"inbound\"");
    }

    /** Goal: whoever may not see texts does not see them in what a step says of one. */
    @Test
    void theTextThatAStepQuotesIsLeftOut() {
        try (LogLines said = LogLines.of("io.palyra.connectors.admin.ProblemMapper")) {
            for (int attempt = 1; attempt <= 4; attempt++) {
                assertThat(test("quoted", "please quote me").text("/detail")).contains("no sense in <[text]>");
            }
            assertThat(said.lines()).hasSize(4).allMatch(line -> line.endsWith("no sense in <[text]>"));
        }

        assertThat(test("quoted", "please quote me").text("/ingest/decision_reason"))
                .endsWith("no sense in <[text]>");
        assertThat(client.get(ECHO).text("/connector/last_error")).endsWith("no sense in <[text]>");
    }

    @Test
    void theMessagesThatTheStepDoesNotFailForGoOn() {
        assertThat(test("before", "look up").status()).isEqualTo(503);

        assertThat(test("beside", "hello").at("/ingest/immediate_delivery").asInt())
                .isEqualTo(1);
    }
}
