package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static io.palyra.connectors.admin.AdminSetup.RISKY;
import static io.palyra.connectors.protocol.Direction.INBOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.approvals.HeldChange;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.program.AdminServerStarter;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ApiDescription;
import io.palyra.connectors.testkit.ApiDescription.Operation;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The description says what the program does. The client holds each answer to it, here and in every other test of the
 * API; here each call is made with what is valid and with what is not.
 */
class ApiDescriptionTest {

    private static final String OPS = AdminSetup.DISCORD_OPS;
    private static final ApiDescription API = ApiDescription.OURS;

    private static FakeDiscord discord;
    private static ProgramUnderTest admin;
    private static AdminClient client;

    private static final int LONG_JOB = 20_000;

    private final Set<String> done = new TreeSet<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        discord = FakeDiscord.start();
        admin = AdminSetup.in(folder)
                .discord(discord)
                .settings(LoopbackDiscord.strangersAsk())
                .start();
        client = admin.client();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        discord.close();
    }

    @Test
    void namesEveryCallAndNoOther() {
        assertThat(API.operations().stream().map(operation -> operation.method() + " " + operation.path()))
                .containsExactlyInAnyOrderElementsOf(admin.server().endpoints().stream()
                        .map(endpoint ->
                                endpoint.method() + " " + endpoint.path().replaceAll(":(\\w+)", "{$1}"))
                        .toList());
        assertThat(API.operations().stream().map(Operation::id)).doesNotHaveDuplicates();
    }

    @Test
    void saysWhichCallsTakeABody() {
        for (Endpoint endpoint : admin.server().endpoints()) {
            String path = endpoint.path().replaceAll(":(\\w+)", "{$1}");
            JsonNode body = API.operation(endpoint.method().name(), path)
                    .orElseThrow()
                    .json()
                    .path("requestBody");

            if (endpoint.bodyUse() == Endpoint.BodyUse.REQUIRED) {
                assertThat(body.path("required").asBoolean()).as(path).isTrue();
            } else if (endpoint.bodyUse() == Endpoint.BodyUse.NONE) {
                assertThat(body.isMissingNode()).as(path).isTrue();
            }
        }
    }

    @Test
    void saysWhichParametersTheQueryOfEachCallTakes() {
        for (Endpoint endpoint : admin.server().endpoints()) {
            String path = endpoint.path().replaceAll(":(\\w+)", "{$1}");
            Operation operation = API.operation(endpoint.method().name(), path).orElseThrow();

            assertThat(endpoint.parameters())
                    .as(path)
                    .containsExactlyInAnyOrderElementsOf(API.queryParameters(operation));
        }
    }

    /** Each call once so that it is carried out, on echo or, for what only a platform can do, on Discord. */
    @Test
    void describesWhatEachCallAnswers() throws Exception {
        observe();
        stream();
        instances();
        queueAndDeadLetters();
        messages();
        approvals();
        platform();
        access();
        // Without tokens there are none; ConsoleSessionTest has both
        done.addAll(Set.of("openSession", "endSession"));

        assertThat(done).isEqualTo(API.operations().stream().map(Operation::id).collect(Collectors.toSet()));
    }

    private void observe() {
        get("/admin/v1/whoami");
        for (String path : List.of(
                "/",
                "/openapi.json",
                "/observe/health/live",
                "/observe/health/ready?exclude=connector,daemon",
                "/observe/metrics")) {
            get(path);
        }
    }

    /** The stream has no end. */
    private void stream() throws Exception {
        String path = "/admin/v1/events/stream?level=info";
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.port() + path))
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        response.body().close();
        Operation operation = API.operation("GET", path).orElseThrow();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(operation
                        .json()
                        .at("/responses/200/content")
                        .has(response.headers().firstValue("Content-Type").orElseThrow()))
                .isTrue();
        done.add(operation.id());
    }

    private void instances() {
        get("/admin/v1/kinds");
        get("/admin/v1/kinds/slack/setup?name=ops");
        post("/admin/v1/channels/probe", "{'kind':'discord','name':'ops'}");
        get("/admin/v1/nodes");
        get("/admin/v1/daemon");
        get("/admin/v1/settings");
        get("/admin/v1/routes");
        get("/admin/v1/events?limit=3&level=info&event_type=node.*");
        get("/admin/v1/channels");
        post("/admin/v1/channels", "{'connector_id':'echo:third','enabled':true,'egress_allowlist':['*.example.com']}");
        post("/admin/v1/channels/echo:third/enabled", "{'enabled':false}");
        delete("/admin/v1/channels/echo:third");
        get(ECHO);
        get(ECHO + "/runtime");
        post(ECHO + "/test", "{'text':'hello','wait_ms':5000,'sender_display':'Ann','envelope_id':'described-in'}");
        get(ECHO + "/logs?limit=3&level=info&event_type=inbound.*");
        post(
                OPS + "/operations/health-refresh",
                "{'verify_channel_id':'" + discord.channel().id() + "'}");
    }

    private void queueAndDeadLetters() {
        post(ECHO + "/operations/queue/pause", "{'reason':'described'}");
        post(ECHO + "/messages/send", "{'conversation_id':'flood','text':'first'}");
        get(ECHO + "/conversations?order=oldest&limit=1");
        post(ECHO + "/operations/queue/drain", "");
        post(ECHO + "/operations/queue/resume", "");
        for (int i = 0; i < 4; i++) {
            post(ECHO + "/test", "{'text':'[permanent]','conversation_id':'dead-" + i + "'}");
        }
        JsonNode letters = get(ECHO + "/dead-letters?direction=outbound&limit=2&reason_contains=e")
                .at("/dead_letters");
        String one = ECHO + "/operations/dead-letters/";
        post(one + letters.at("/0/dead_letter_id") + "/replay", "");
        post(one + letters.at("/1/dead_letter_id") + "/discard", "");
        post(one + "replay", "{'dry_run':true,'direction':'outbound'}");
        post(one + "replay", "{'limit':1}");
        post(one + "discard", "{'reason_contains':'e'}");
        jobs(one);
    }

    private void approvals() {
        String approval = HeldChange.of(
                AdminServerStarter.services(admin.application()).approvals().desk(), ConnectorId.of("echo:default"));
        get("/admin/v1/approvals?limit=1");
        get("/admin/v1/approvals/" + approval);
        post("/admin/v1/approvals/" + approval + "/decision", "{'approved':false,'reason':'r'}");
    }

    /** One that takes so long that it can be canceled. */
    private void jobs(String deadLetters) {
        admin.program().transactions().writeAndWait(transaction -> {
            for (int i = 0; i < LONG_JOB; i++) {
                admin.program()
                        .deadLetters()
                        .add(
                                transaction,
                                ConnectorId.of("echo:default"),
                                new EnvelopeId("j" + i),
                                INBOUND,
                                "r",
                                "{}",
                                1);
            }
        });
        Reply started = post(deadLetters + "discard", "{'all':true}");
        String job = started.text("/job/job_id");
        post(ECHO + "/operations/jobs/" + job + "/cancel", "");
        get("/admin/v1/jobs?limit=1");
        get("/admin/v1/jobs/" + job);
        post(deadLetters + "discard", "{'all':true}");
    }

    private void messages() {
        post(
                ECHO + "/messages/send",
                "{'conversation_id':'c','text':'long','envelope_id':'described','structured_json':{'a':[1]},"
                        + "'a2ui_update':{'surface':'s','patch_json':[]}}");
        get(ECHO + "/messages?conversation_id=c&limit=5&text=true");
        get(ECHO + "/messages/outbox?state=delivered&limit=1");
        get(ECHO + "/messages/outbox/described?text=true");
        get(ECHO + "/messages/inbox/described-in?text=true");
        get(ECHO + "/messages/trace/described");
        get("/admin/v1/failures?connector_id=echo:default&limit=5");
        get("/admin/v1/search?q=described&limit=5");
        get("/admin/v1/stats?window=1h&connector_id=echo:default");
        post(ECHO + "/test-send", "{'target':'c','confirm':true}");
        for (String decision : List.of("resend", "discard")) {
            String envelope = "unknown-" + decision;
            post(
                    RISKY + "/messages/send",
                    "{'conversation_id':'" + envelope + "','text':'[unknown-once]','envelope_id':'" + envelope + "'}");
            String message = RISKY + "/messages/outbox/" + envelope;
            await().until(() -> get(message).text("/state").equals("unknown"));
            post(message + "/" + decision, "");
        }
    }

    private void platform() {
        Message said = discord.userSaysUnheard(discord.channel(), discord.user(), UserMessage.of("green tea"));
        String conversation = "'conversation_id':'" + discord.channel().id() + "'";
        String locator = "{'locator':{" + conversation + ",'message_id':'" + said.id() + "'}";
        post(OPS + "/messages/read", "{" + conversation + ",'limit':5}");
        post(OPS + "/messages/search", "{" + conversation + ",'limit':5,'query':'tea'}");
        post(OPS + "/messages/react-add", locator + ",'emoji':'X'}");
        post(OPS + "/messages/react-remove", locator + ",'emoji':'X'}");
        post(OPS + "/messages/edit", locator + ",'body':'black tea'}");
        post(OPS + "/messages/delete", locator + "}");
        post(OPS + "/typing", "{" + conversation + "}");
    }

    /** Two strangers ask: one is let in, and out again, the other one is not. */
    private void access() {
        User one = discord.addUser("One");
        User two = discord.addUser("Two");
        discord.userSays(discord.direct(one), one, "hello");
        discord.userSays(discord.direct(two), two, "hello");
        await().until(() -> client.get(OPS + "/access").at("/requests").size() == 2);
        JsonNode requests = get(OPS + "/access?limit=2").at("/requests");
        String request = OPS + "/access/requests/";
        post(request + requests.at("/0/code").asText() + "/approve", "{'ttl_ms':60000}");
        post(request + requests.at("/1/code").asText() + "/deny", "");
        post(OPS + "/access/codes", "{'ttl_ms':30000}");
        post(ECHO + "/access/rules", "{'groups':'allowlist','allow_from':['discord:user:1'],'dm':null}");
        post(ECHO + "/access/rules", "{'groups':null,'allow_from':null}");
        get(OPS + "/access");
        post(
                OPS + "/access/preview",
                "{'sender_id':'discord:user:1','conversation_id':'discord:channel:1','text':'hello',"
                        + "'is_direct_message':true}");
        delete(OPS + "/access/grants/" + requests.at("/0/sender_id").asText().replace(":", "%3A"));
    }

    private Reply get(String path) {
        return done("GET", path, client.get(path));
    }

    private void delete(String path) {
        done("DELETE", path, client.delete(path));
    }

    private Reply post(String path, String json) {
        Operation operation = API.operation("POST", path).orElseThrow();
        if (!json.isEmpty()) {
            assertThat(API.faults(schema(operation), json.replace('\'', '"')))
                    .as(path + " " + json)
                    .isEmpty();
        }
        return done("POST", path, json.isEmpty() ? client.post(path) : client.post(path, json));
    }

    private Reply done(String method, String path, Reply reply) {
        assertThat(reply.status())
                .as(method + " " + path + " " + reply.response().body())
                .isBetween(200, 299);
        done.add(API.operation(method, path).orElseThrow().id());
        return reply;
    }

    private static JsonNode schema(Operation operation) {
        return API.at(operation
                .json()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema"));
    }

    @Test
    void refusesWhatTheDescriptionDoesNotAllow() {
        for (Operation operation : API.operations()) {
            String path = path(operation);
            for (String body : InvalidBodies.of(API, schema(operation))) {
                assertThat(API.faults(schema(operation), body))
                        .as(operation.id() + " allows " + body)
                        .isNotEmpty();
                assertThat(client.post(path, body).status())
                        .as(operation.id() + " takes " + body)
                        .isBetween(400, 499);
            }
            for (JsonNode parameter : operation.json().path("parameters")) {
                for (String value : InvalidBodies.texts(API.at(API.at(parameter).path("schema")))) {
                    String query = API.at(parameter).path("name").asText() + "=" + value;
                    assertThat(client.get(path + "?" + query).status())
                            .as(operation.id() + " takes " + query)
                            .isEqualTo(400);
                }
            }
        }
    }

    /** Also the calls that take no field at all, and within objects and lists; nothing is done before the body is read. */
    @Test
    void refusesFieldsThatNoCallHasBeforeAnythingChanges() {
        String events = "/logs?limit=1";
        JsonNode before = client.get(ECHO + events).at("/events");
        Set<String> refused = new TreeSet<>();
        for (Operation operation : API.operations()) {
            if (operation.method().equals("POST")) {
                InvalidBodies.unknownFields(API, schema(operation)).forEach((field, body) -> {
                    String call = operation.id() + " " + body;
                    Reply reply = client.post(path(operation), body.toString());
                    assertThat(reply.status()).as(call).isEqualTo(400);
                    assertThat(reply.text("/errors/0/field")).as(call).isEqualTo(field);
                    assertThat(reply.text("/detail")).as(call).contains("is no field of this call; ");
                    refused.add(field);
                });
            }
        }
        assertThat(refused)
                .containsExactly(
                        "a2ui_update.unheard_of", "attachments[0].unheard_of", "locator.unheard_of", "unheard_of");
        assertThat(client.get(ECHO + events).at("/events")).isEqualTo(before);
    }

    /** On a connector that can do it. */
    private static String path(Operation operation) {
        return operation
                .path()
                .replace(
                        "{id}",
                        operation.path().matches(".*/(read|search|edit|delete|react-.*|health-refresh)")
                                ? "discord:ops"
                                : "echo:default")
                .replace("{kind}", "echo")
                .replace("{approval}", "unknown")
                .replace("{job}", "unknown")
                .replace("{envelope}", "described")
                .replace("{code}", "ABCDEF")
                .replace("{sender}", "user")
                .replace("{number}", "1");
    }
}
