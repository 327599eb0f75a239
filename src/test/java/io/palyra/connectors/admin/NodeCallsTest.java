package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.DISCORD_OPS;
import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.Command;
import io.palyra.connectors.admin.nodes.NodeClient;
import io.palyra.connectors.admin.nodes.NodeClient.Reply;
import io.palyra.connectors.admin.nodes.NodeSignature;
import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.cluster.ClusterStore.StoredNode;
import io.palyra.connectors.cluster.NodeState;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.WireFormat;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        String[] all = {AUTHORIZED[0], AUTHORIZED[1], "X-Palyra-Operator", "ann"};
        return node.client().post(path, json, all);
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

        assertThat(get(two, DISCORD_OPS + "/logs?event_type=operator.action&limit=1")
                        .text("/events/0/details/operator"))
                .isEqualTo("ann");
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

    @Test
    void anUrlThatLeadsToItselfIsFoundOut() {
        relay.leadsTo(two.port());

        AdminClient.Reply refused = post(two, DISCORD_OPS + "/messages/react-add", reaction("X"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("owned_elsewhere");
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
    void onlyWhatIsSignedAndNewIsCarriedOut() {
        SignedCall read = read();

        assertRefused(read, "other", body(), 401, "unauthorized", "signature");
        assertRefused(read, TOKEN, "{}", 401, "unauthorized", "its body is not the one that was signed");
        assertThat(answered(one, read, TOKEN, body()).status()).isEqualTo(200);
        assertRefused(read, TOKEN, body(), 401, "unauthorized", "it was here before");
    }

    @Test
    void anotherTimeNodeOrCallIsRefused() {
        long off = Duration.ofSeconds(31).toMillis();

        assertRefused(at(now() - off), TOKEN, body(), 401, "unauthorized", "its time is more than 30 s off");
        assertRefused(at(now() + off), TOKEN, body(), 401, "unauthorized", "its time is more than 30 s off");
        assertRefused(
                call("POST", DISCORD_OPS + "/messages/read", "three", now()),
                TOKEN,
                body(),
                409,
                "owned_elsewhere",
                "a call for node three, and this is node one: palyra.node.url of three leads here");
        assertRefused(
                call("POST", DISCORD_OPS + "/enabled", "one", now()),
                TOKEN,
                body(),
                401,
                "unauthorized",
                "no node passes on such a call");
    }

    @Test
    void whatIsPassedOnIsNotPassedOnAgain() {
        Reply.Answered reply = answered(two, call("POST", DISCORD_OPS + "/messages/read", "two", now()), TOKEN, body());

        assertThat(reply.status()).isEqualTo(409);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("owned_elsewhere", "node one has it");
        assertThat(relay.requests("/messages/read")).isEmpty();
    }

    /** Of what is signed, nothing can be changed on the way. */
    @Test
    void everyFieldIsSigned() {
        post(two, DISCORD_OPS + "/messages/read", target());
        String sent = relay.requests("/messages/read").get(0);
        List<UnaryOperator<String>> changes = List.of(
                it -> it.replaceFirst("messages/read", "messages/search"),
                it -> it.replaceFirst("read HTTP", "read?limit=1 HTTP"),
                it -> it.replaceFirst("^POST", "PUT"),
                it -> it.replaceFirst("-Operator: ann", "-Operator: bob"),
                it -> it.replaceFirst("-Role: admin", "-Role: viewer"),
                it -> it.replaceFirst("-From: two", "-From: three"),
                it -> it.replaceFirst("-To: one", "-To: two"),
                it -> it.replaceFirst("-Origin: api", "-Origin: cli"),
                it -> it.replaceFirst("-Nonce: ", "-Nonce: 1"),
                it -> it.replaceFirst("-Time: (\\d+)", "-Time: 1$1"),
                it -> it.replaceFirst("-Body: ", "-Body: 0"));

        assertThat(changes).allSatisfy(change -> {
            String changed = change.apply(sent);
            assertThat(changed).isNotEqualTo(sent);
            assertThat(relayed(changed)).startsWith("HTTP/1.1 4").contains("unauthorized", "signature");
        });
    }

    private static String relayed(String request) throws Exception {
        String[] parts = request.split("\r\n\r\n", 2);
        String head = parts[0].replaceAll("(?m)^Connection:.*\r\n", "").replace("\r\n", "\n") + "\n";
        return RawHttp.send(one.port(), head + RawHttp.BODY + parts[1]);
    }

    @Test
    void withoutTokenOnlyThisMachineIsCalled() {
        assertThat(OwnerRequests.noWay(stored("http://10.0.0.2:8080"), LoopbackDiscord.OPS, false))
                .get()
                .asString()
                .contains("node one runs discord:ops at http://10.0.0.2:8080", "palyra.admin.token");
        assertThat(OwnerRequests.noWay(stored("http://10.0.0.2:8080"), LoopbackDiscord.OPS, true))
                .isEmpty();
        assertThat(OwnerRequests.noWay(stored("http://[::1]:8080"), LoopbackDiscord.OPS, false))
                .isEmpty();
        assertThat(OwnerRequests.noWay(stored(null), LoopbackDiscord.OPS, true)).isPresent();
    }

    private static StoredNode stored(@Nullable String url) {
        return new StoredNode("one#1", "one", "1", url, NodeState.ALIVE, 1, 1, 5_000, null, false);
    }

    private static long now() {
        return one.program().membership().orElseThrow().sharedUnixMs();
    }

    private static String body() {
        return target().replace('\'', '"');
    }

    private static SignedCall read() {
        return at(now());
    }

    private static SignedCall at(long unixMs) {
        return call("POST", DISCORD_OPS + "/messages/read", "one", unixMs);
    }

    private static SignedCall call(String method, String uri, String to, long unixMs) {
        String hash = NodeSignature.hash(body().getBytes(StandardCharsets.UTF_8));
        return new SignedCall(
                method, uri, "two", to, unixMs, UUID.randomUUID().toString(), hash, "api", "ann", SignedCall.ROLE);
    }

    private static Reply.Answered answered(ProgramUnderTest node, SignedCall call, String token, String body) {
        return (Reply.Answered) new NodeClient(new NodeSignature(Optional.of(token)))
                .send("http://127.0.0.1:" + node.port(), call, body.getBytes(StandardCharsets.UTF_8), PATIENCE);
    }

    private static void assertRefused(
            SignedCall call, String token, String body, int status, String code, String detail) {
        Reply.Answered reply = answered(one, call, token, body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers().firstValue(SignedCall.ANSWERED_BY)).contains("one");
        assertThat(WireFormat.tree(reply.body()).path("code").asText()).isEqualTo(code);
        assertThat(WireFormat.tree(reply.body()).path("detail").asText()).contains(detail);
    }
}
