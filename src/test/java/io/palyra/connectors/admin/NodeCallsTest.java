package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.DISCORD_OPS;
import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.Command;
import io.palyra.connectors.admin.nodes.NodeClient.Reply;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramSetup;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The API of two nodes: {@code one} runs {@code discord:ops} and is reached over a relay, {@code two} runs {@code
 * echo:default} and says nowhere how it is reached.
 */
class NodeCallsTest {

    private static final String TOKEN = "s3cret-t0ken";
    private static final String[] AUTHORIZED = {"Authorization", "Bearer " + TOKEN};
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Path folder;
    private static FakeDiscord discord;
    private static NodeRelay relay;
    private static ProgramUnderTest one;
    private static ProgramUnderTest two;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        discord = FakeDiscord.start();
        relay = new NodeRelay();
        one = node("one").settings("palyra.node.url=" + relay.url()).startAnyway();
        one.awaitConnected();
        two = node("two").startAnyway();
        await().atMost(PATIENCE)
                .until(() -> two.program().membership().orElseThrow().owns(ProgramUnderTest.ECHO));
    }

    private static ProgramSetup node(String name) throws Exception {
        return ProgramUnderTest.in(folder)
                .on(StoreUnderTest.POSTGRESQL)
                .discord(discord)
                .settings("palyra.node.name=" + name, "palyra.cluster.lease=5s", "palyra.admin.token=" + TOKEN)
                .admin();
    }

    @AfterAll
    static void stop() throws Exception {
        two.close();
        one.close();
        relay.close();
        discord.close();
    }

    @BeforeEach
    void leadsToOne() {
        relay.leadsTo(one.port());
        relay.forget();
    }

    @AfterEach
    void through() {
        relay.way(NodeRelay.Way.THROUGH);
    }

    private static AdminClient.Reply get(ProgramUnderTest node, String path) {
        return node.client().get(path, AUTHORIZED);
    }

    private static AdminClient.Reply post(ProgramUnderTest node, String path, String json) {
        return node.client().post(path, json, AUTHORIZED[0], AUTHORIZED[1], "X-Palyra-Operator", "ann");
    }

    private static String target() {
        return "{'conversation_id':'" + discord.channel().id() + "','limit':5}";
    }

    private static String reaction(String emoji) {
        Message said = discord.userSaysUnheard(discord.channel(), discord.user(), UserMessage.of("tea"));
        return "{'locator':{'conversation_id':'" + discord.channel().id() + "','message_id':'" + said.id()
                + "'},'emoji':'" + emoji + "'}";
    }

    private static JsonNode named(JsonNode nodes, String name) {
        return StreamSupport.stream(nodes.spliterator(), false)
                .filter(node -> node.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void listsNodesAndWhatTheyRun() {
        JsonNode nodes = get(two, "/admin/v1/nodes").at("/nodes");

        assertThat(nodes).hasSize(2);
        JsonNode first = named(nodes, "one");
        assertThat(first.path("connectors")).extracting(JsonNode::asText).containsExactly("discord:ops");
        assertThat(first.path("url").asText()).isEqualTo(relay.url());
        assertThat(first.path("state").asText()).isEqualTo("alive");
        assertThat(named(nodes, "two").path("connectors"))
                .extracting(JsonNode::asText)
                .containsExactly("echo:default");
        assertThat(get(one, DISCORD_OPS).text("/connector/node")).isEqualTo("one");
    }

    @Test
    void aNodeThatRunsNothingIsReady() throws Exception {
        try (ProgramUnderTest three = node("three").startAnyway()) {
            AdminClient.Reply ready = three.client().get("/observe/health/ready");

            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.response().body()).contains("node three runs no connector");
            assertThat(three.client().get("/observe/metrics").response().body()).contains("node=\"three\"");
        }
        assertThat(one.client().get("/observe/health/ready").response().body()).contains("node one runs discord:ops");
    }

    @Test
    void passesOnWhatNeedsTheSessionAndNoToken() {
        AdminClient.Reply reply = post(two, DISCORD_OPS + "/messages/read", target());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/result/preflight/allowed").asBoolean()).isTrue();
        assertThat(relay.requests("/messages/read"))
                .singleElement()
                .asString()
                .contains("X-Palyra-Node-Signature: ")
                .doesNotContainIgnoringCase("authorization", TOKEN);
    }

    @Test
    void theOwnerKnowsWhoCalled() {
        assertThat(post(two, DISCORD_OPS + "/messages/react-add", reaction("X")).status())
                .isEqualTo(200);

        JsonNode who = get(two, DISCORD_OPS + "/logs?event_type=operator.action&limit=1")
                .at("/events/0/details");
        assertThat(who.path("operator").asText()).isEqualTo("admin");
        assertThat(who.path("claimed").asText()).isEqualTo("ann");
    }

    @Test
    void aTestMessageEntersWhereTheSessionIs() {
        AdminClient.Reply reply = post(
                two,
                DISCORD_OPS + "/test",
                "{'text':'hello','conversation_id':'" + discord.channel().id() + "'}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/ingest/accepted").asBoolean()).isTrue();
        assertThat(relay.requests("/test")).hasSize(1);
    }

    @Test
    void theBotIsSeenTypingWhileAnotherNodeAsksTheDaemon() throws Exception {
        ConversationId conversation =
                new ConversationId("discord:channel:" + discord.channel().id());

        two.supervision()
                .calls()
                .typingIndicator(LoopbackDiscord.OPS)
                .orElseThrow()
                .showTyping(conversation, null);

        assertThat(relay.requests("/typing")).isNotEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(discord.requests()).anyMatch(request -> request.path()
                        .endsWith("/channels/" + discord.channel().id() + "/typing")));
    }

    @Test
    void theRuntimeIsTheOwners() {
        assertThat(get(two, DISCORD_OPS).at("/runtime/bots").isObject()).isTrue();
        assertThat(get(two, DISCORD_OPS + "/runtime").at("/runtime/metrics").isObject())
                .isTrue();
    }

    /** What one node signs is what the other one hears: its client leaves some ends of an address away. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?&", "?#x"})
    void aCallIsPassedOnWhateverItsAddressEndsWith(String end) throws IOException {
        String call = "GET " + DISCORD_OPS + "/runtime" + end + " HTTP/1.1\nHost: localhost\n";
        String head = call + String.join(": ", AUTHORIZED) + "\n";

        assertThat(RawHttp.status(two.port(), head)).isEqualTo(200);
    }

    @Test
    void anOwnerThatIsSilentOnlyCostsTheRuntime() {
        relay.way(NodeRelay.Way.SILENT);

        AdminClient.Reply reply = get(two, DISCORD_OPS);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/connector/node")).isEqualTo("one");
        assertThat(reply.at("/runtime").isMissingNode()).isTrue();
        assertThat(reply.text("/runtime_unavailable")).contains("node one", "no answer within 1 s");
        assertThat(get(two, DISCORD_OPS).text("/runtime_unavailable")).contains("did not answer just now");
        assertThat(relay.requests("/runtime")).hasSize(1);
        relay.way(NodeRelay.Way.THROUGH);
        await().atMost(PATIENCE)
                .until(() -> get(two, DISCORD_OPS).at("/runtime").isObject());
    }

    @Test
    void anOwnerWithoutUrlIsNamed() {
        AdminClient.Reply refused = post(one, ECHO + "/test", "{'text':'hello'}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("owned_elsewhere");
        assertThat(refused.text("/retryable")).isEqualTo("false");
        assertThat(refused.text("/detail")).contains("node two runs echo:default", "palyra.node.url");
        assertThat(get(one, ECHO).text("/runtime_unavailable")).isEqualTo(refused.text("/detail"));
    }

    @Test
    void theCommandLineShowsNodes() {
        String status = typed("channels", "status", "echo:default");

        assertThat(status).containsPattern("node +two").containsPattern("runtime +node two runs echo:default");
        assertThat(status).contains("claimed; ").doesNotContain("unknown");
        assertThat(typed("channels", "status", "discord:ops")).contains("claimed, 0 unknown; ");
        assertThat(typed("nodes", "list"))
                .containsPattern("one +alive .* " + relay.url() + " +discord:ops")
                .containsPattern("two +alive .* - +echo:default");
    }

    private static String typed(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(
                List.of("--url=http://127.0.0.1:" + one.port(), "--token=" + TOKEN, "--allow-insecure-credential-arg"));
        return Command.run(all.toArray(String[]::new)).out();
    }

    @Test
    void anOwnerThatIsAwayIsNamed() throws Exception {
        relay.close();
        try {
            AdminClient.Reply refused = post(two, DISCORD_OPS + "/messages/read", target());

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("/code")).isEqualTo("owned_elsewhere");
            assertThat(refused.text("/retryable")).isEqualTo("true");
            assertThat(refused.text("/detail")).contains("node one", relay.url(), "cannot be reached");
        } finally {
            relay.openAgain();
        }
    }

    @Test
    void anAnswerThatIsLostIsUnknownAndNotAskedForAgain() {
        relay.way(NodeRelay.Way.CUT);

        AdminClient.Reply changes = post(two, DISCORD_OPS + "/messages/react-add", reaction("X"));
        AdminClient.Reply reads = post(two, DISCORD_OPS + "/messages/read", target());

        assertThat(changes.status()).isEqualTo(503);
        assertThat(changes.text("/code")).isEqualTo("platform_unavailable");
        assertThat(changes.text("/retryable")).isEqualTo("false");
        assertThat(changes.text("/detail")).contains("unknown", "look before you do it again");
        assertThat(relay.requests("/messages/react-add")).hasSize(1);
        assertThat(reads.status()).isEqualTo(409);
        assertThat(reads.text("/retryable")).isEqualTo("true");
    }

    /** The connection between nodes, or the URL that the database has, may be an attacker's. */
    @Test
    void anAnswerThatTheOwnerHasNotSignedIsUnknown() {
        String page = "<script>alert(1)</script>";
        relay.changesAnswers(answer -> "HTTP/1.1 200 OK\r\nX-Palyra-Node-Name: one\r\nContent-Type: text/html\r\n"
                + "Location: javascript:x\r\nContent-Length: " + page.length() + "\r\n\r\n" + page);

        AdminClient.Reply changes = post(two, DISCORD_OPS + "/messages/react-add", reaction("X"));

        assertThat(changes.status()).isEqualTo(503);
        assertThat(changes.text("/code")).isEqualTo("platform_unavailable");
        assertThat(changes.text("/retryable")).isEqualTo("false");
        assertThat(changes.text("/detail"))
                .contains("unknown", "HTTP 200 without its signature", "look before you do it again");
        assertThat(changes.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(relay.requests("/messages/react-add")).hasSize(1);
    }

    @Test
    void ofAnAnswerNothingCanBeChangedOnTheWay() {
        List<UnaryOperator<String>> changes = List.of(
                it -> it.replaceFirst("200 OK", "201 Created"),
                it -> it.replaceFirst("\"allowed\":true", "\"allowed\":null"),
                it -> it.replaceFirst("\r\n", "\r\nRetry-After: 1\r\n"),
                it -> it.replaceFirst("(?i)-Signature: ", "-Signature: 0"),
                it -> it.replaceFirst("(?i)X-Palyra-Node-Signature: ", "X-Other: "));

        assertThat(changes).allSatisfy(change -> {
            relay.changesAnswers(answer -> change.apply(answer).equals(answer) ? "" : change.apply(answer));
            AdminClient.Reply reply = post(two, DISCORD_OPS + "/messages/read", target());
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.text("/retryable")).isEqualTo("false");
            assertThat(reply.text("/detail")).contains("its answer is not believed");
        });
    }

    @Test
    void theAnswerToAnotherCallIsNotBelieved() {
        AtomicReference<String> first = new AtomicReference<>();
        relay.changesAnswers(
                answer -> !answer.contains("preflight") || first.compareAndSet(null, answer) ? answer : first.get());

        assertThat(post(two, DISCORD_OPS + "/messages/read", target()).status()).isEqualTo(200);
        assertThat(post(two, DISCORD_OPS + "/messages/read", target()).status()).isEqualTo(409);
    }

    @Test
    void whatIsSaidIsJsonWhateverItIsCalledOnTheWay() {
        relay.changesAnswers(answer ->
                answer.replaceFirst("(?i)Content-Type: [^\r]*", "Content-Type: text/html\r\nLocation: javascript:x"));

        AdminClient.Reply good = post(two, DISCORD_OPS + "/messages/read", target());
        AdminClient.Reply problem = post(two, DISCORD_OPS + "/messages/read", "{}");

        assertThat(good.status()).isEqualTo(200);
        assertThat(good.header("Content-Type")).isEqualTo("application/json");
        assertThat(good.response().headers().firstValue("Location")).isEmpty();
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void anUrlThatLeadsToItselfIsFoundOut() {
        relay.leadsTo(two.port());

        AdminClient.Reply refused = post(two, DISCORD_OPS + "/messages/read", target());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("owned_elsewhere");
        assertThat(refused.text("/retryable")).isEqualTo("false");
        assertThat(refused.text("/detail"))
                .contains("palyra.node.url of node one (" + relay.url() + ") leads to node two");
    }

    @Test
    void anUrlThatLeadsToNoNodeIsFoundOut() {
        relay.leadsTo(URI.create(discord.restUrl()).getPort());

        assertThat(post(two, DISCORD_OPS + "/messages/read", target()).text("/detail"))
                .contains("palyra.node.url of node one (" + relay.url() + ") leads to no node");
    }

    /** The caller's own token and host were right. */
    @Test
    void anOwnerThatRefusesTheNodeIsNamed() {
        relay.way(NodeRelay.Way.RENAMED);

        AdminClient.Reply refused = post(two, DISCORD_OPS + "/messages/read", target());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("owned_elsewhere");
        assertThat(refused.text("/detail")).contains("node one (" + relay.url() + ")", "the Host header");
    }

    @Test
    void whatIsNoAddressIsTheCallersFault() throws IOException {
        assertThat(RawHttp.status(
                        two.port(),
                        "POST " + DISCORD_OPS + "/messages/read?a=| HTTP/1.1\nHost: localhost\nAuthorization: Bearer "
                                + TOKEN + "\n"))
                .isEqualTo(400);
    }

    @Test
    void whatIsPassedOnIsNotPassedOnAgain() {
        long now = one.program().membership().orElseThrow().sharedUnixMs();
        String body = target().replace('\'', '"');
        Reply.Answered reply = PassedOnCalls.answered(
                PassedOnCalls.client(TOKEN),
                "http://127.0.0.1:" + two.port(),
                PassedOnCalls.call("POST", DISCORD_OPS + "/messages/read", "two", now, body),
                body);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("owned_elsewhere", "node one has it");
        assertThat(relay.requests("/messages/read")).isEmpty();
    }
}
