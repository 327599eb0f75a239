package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.BODY_BYTES_MAX;
import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API answers to requests that it does not carry out. */
class ProblemsTest {

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
    void describesAnErrorAsRfc9457Says() {
        Reply reply = client.post(ECHO + "/test", "{'text':'hi','wait_ms':60001}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.json())
                .hasToString(
                        "{\"type\":\"urn:palyra:problem:validation_failed\",\"title\":\"The request breaks a rule\","
                                + "\"status\":400,\"detail\":\"wait_ms: must be from 0 to 60000 (60001)\","
                                + "\"code\":\"validation_failed\",\"category\":\"validation\",\"retryable\":false,"
                                + "\"errors\":[{\"field\":\"wait_ms\",\"reason\":\"must be from 0 to 60000\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'text':''}",
                "{'text':'\\u0000'}",
                "{'text':7}",
                "{'text':null}",
                "{}",
            })
    void namesTheTextOfATestAsItIsCalledThere(String body) {
        Reply reply = client.post(ECHO + "/test", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/errors/0/field")).isEqualTo("text");
    }

    @Test
    void refusesATextAboveItsLimit() {
        for (int size : new int[] {64 * 1024 + 1, 1024 * 1024}) {
            Reply reply = client.post(ECHO + "/test", "{'text':'" + "x".repeat(size) + "'}");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("/errors/0/field")).isEqualTo("text");
            assertThat(reply.text("/errors/0/reason")).isEqualTo("value exceeds size limit");
        }
    }

    @Test
    void refusesABodyAboveTheLimit() {
        Reply reply = client.post(ECHO + "/test", "{'text':'" + "x".repeat(BODY_BYTES_MAX) + "'}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.text("/code")).isEqualTo("body_too_large");
    }

    /** Goal: the limit holds where no length is stated. The client sends such a body in chunks. */
    @Test
    void refusesAChunkedBodyAboveTheLimit() {
        byte[] body = new byte[BODY_BYTES_MAX + 1];

        Reply reply = client.send(
                "POST",
                ECHO + "/test",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                "Content-Type",
                "application/json");

        assertThat(reply.status()).isEqualTo(413);
    }

    @Test
    void goesOnWithTheConnectionAfterARefusedBody() {
        client.post(ECHO + "/nothing", "x".repeat(1_000_000));

        assertThat(client.post(ECHO + "/test", "{'text':'after','conversation_id':'c-after'}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void tellsAClientThatAsksFirstToGoOn() throws IOException {
        String answer = RawHttp.send(
                admin.port(),
                "POST " + ECHO + "/operations/queue/resume HTTP/1.1\nHost: localhost\nExpect: 100-continue\n"
                        + "Content-Type: application/json\nContent-Length: 0\n");

        assertThat(answer).startsWith("HTTP/1.1 100 Continue").contains("HTTP/1.1 200 OK");
    }

    @Test
    void takesOnlyJson() {
        for (String type :
                new String[] {"text/plain", "application/x-www-form-urlencoded", "application/json-seq", ""}) {
            Reply reply = client.send(
                    "POST", ECHO + "/test", BodyPublishers.ofString("{\"text\":\"hi\"}"), "Content-Type", type);

            assertThat(reply.status()).as(type).isEqualTo(415);
        }
        assertThat(client.send("POST", ECHO + "/test", BodyPublishers.ofString("{\"text\":\"hi\"}"))
                        .status())
                .isEqualTo(415);
        assertThat(client.post(ECHO + "/test").status()).isEqualTo(415);
        assertThat(client.send(
                                "POST",
                                ECHO + "/test",
                                BodyPublishers.ofString("{\"text\":\"hi\"}"),
                                "Content-Type",
                                "Application/JSON; charset=utf-8")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void saysWhichMethodsAPathTakes() {
        Reply reply = client.delete(ECHO + "/logs");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET");

        Reply channels = client.send("PUT", "/admin/v1/channels", BodyPublishers.ofString("{}"));
        assertThat(channels.header("Allow")).isEqualTo("GET, POST");
    }

    @Test
    void answersAHeadLikeAGetWithoutTheBody() {
        Reply reply = client.send("HEAD", ECHO, BodyPublishers.noBody());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.response().body()).isEmpty();
        assertThat(Integer.parseInt(reply.header("Content-Length"))).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/admin",
                "/admin/v1",
                "/admin/v2/channels",
                "/admin/v1/channels/echo:default/nothing",
                "/admin/v1/channels/echo:nobody",
                "/admin/v1/channels/nobody",
                "/admin/v1/channels/echo%2Fdefault",
                "/admin/v1/channels/echo:..%2F..%2Fetc",
                "/admin/v1/channels/echo:default%00",
                "/admin/v1/channels/../../etc/passwd",
                "/admin/v1/channels/echo:default/messages/outbox/%00",
                "/favicon.ico"
            })
    void knowsNothingElse(String path) throws IOException {
        assertThat(RawHttp.status(admin.port(), "GET " + path + " HTTP/1.1\nHost: localhost\n"))
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/v1/channels/%",
                "/admin/v1/channels/%zz",
                "/admin/v1/channels/echo:default/logs?limit=%zz"
            })
    void refusesWhatIsNotEncoded(String path) throws IOException {
        assertThat(RawHttp.status(admin.port(), "GET " + path + " HTTP/1.1\nHost: localhost\n"))
                .isIn(400, 404);
    }

    @Test
    void saysWhyAnIdIsNone() {
        assertThat(client.get("/admin/v1/channels/nobody").text("/detail")).contains("must be kind:name");
        assertThat(client.post(ECHO + "/operations/dead-letters/seven/replay").status())
                .isEqualTo(404);
        assertThat(client.post(ECHO + "/operations/dead-letters/7777777/replay").text("/code"))
                .isEqualTo("unknown_dead_letter");
    }

    @Test
    void saysThatTheSameCallMaySucceedLater() {
        StoreUnavailableException full = new StoreUnavailableException("the store is full", null);
        for (Throwable failure : new Throwable[] {
            full,
            new CompletionException(full),
            new InboundRefusedException("envelope e was not admitted", new IllegalStateException(full)),
            new InboundRefusedException("the connector is not running", null)
        }) {
            Problem problem = ProblemMapper.of(failure);

            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.retryable()).isTrue();
        }
    }

    @Test
    void blamesTheMessageWhichCanNeverBeAdmitted() {
        InvalidEnvelopeException invalid = new InvalidEnvelopeException("sender_id", "is not welcome");

        Problem problem =
                ProblemMapper.of(InboundRefusedException.forGood("refused", new IllegalStateException(invalid)));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.errors()).containsExactly(new Problem.FieldError("sender_id", "is not welcome"));
    }

    @Test
    void blamesTheRouteForWhatOneOfItsStepsHasSpoilt() {
        InvalidEnvelopeException spoilt = new InvalidEnvelopeException("body", "is not valid JSON");

        Problem problem = ProblemMapper.of(new InboundRefusedException("body is not valid JSON", spoilt));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.detail())
                .startsWith("body is not valid JSON (a step of the inbound route failed, see error ");
    }

    @Test
    void keepsAFailureOfOursToItself() {
        Problem problem = ProblemMapper.of(new IllegalStateException("secret of the house"));

        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.detail()).matches("an unexpected failure, see error [0-9A-Z]{26} in the log");
    }
}
