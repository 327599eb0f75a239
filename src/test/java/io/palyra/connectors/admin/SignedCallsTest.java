package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.admin.nodes.NodeClient.Reply;
import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which calls the node {@code one} believes that others pass on to it. */
class SignedCallsTest {

    private static final String TOKEN = "s3cret-t0ken";
    private static final String BODY = "{\"text\":\"hello\",\"wait_ms\":0}";

    private static ProgramUnderTest one;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        one = AdminSetup.in(folder)
                .settings("palyra.admin.token=" + TOKEN, "palyra.node.name=one")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        one.close();
    }

    @Test
    void onlyWhatIsSignedAndNewIsCarriedOut() {
        SignedCall test = at(now());

        assertRefused(test, "other", BODY, 401, "unauthorized", "signature");
        assertRefused(test, TOKEN, "{}", 401, "unauthorized", "its body is not the one that was signed");
        assertThat(answered(test, TOKEN, BODY).status()).isEqualTo(200);
        assertRefused(test, TOKEN, BODY, 401, "unauthorized", "it was here before");
    }

    @Test
    void anotherTimeNodeOrCallIsRefused() {
        long off = Duration.ofSeconds(31).toMillis();

        assertRefused(at(now() - off), TOKEN, BODY, 401, "unauthorized", "its time is more than 30 s off");
        assertRefused(at(now() + off), TOKEN, BODY, 401, "unauthorized", "its time is more than 30 s off");
        assertRefused(
                call("/test", "three", now()),
                TOKEN,
                BODY,
                409,
                "owned_elsewhere",
                "a call for node three, and this is node one: palyra.node.url of three leads here");
        assertRefused(
                call("/enabled", "one", now()), TOKEN, BODY, 401, "unauthorized", "no node passes on such a call");
    }

    /** Of what is signed, nothing can be changed on the way. */
    @Test
    void everyFieldIsSigned() throws Exception {
        String sent = sent();
        List<UnaryOperator<String>> changes = List.of(
                it -> it.replaceFirst("/test", "/typing"),
                it -> it.replaceFirst("test HTTP", "test?limit=1 HTTP"),
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

    /** As it goes over the wire; it is carried out. */
    private static String sent() throws Exception {
        try (NodeRelay relay = new NodeRelay()) {
            relay.leadsTo(one.port());
            assertThat(answered(relay.url(), at(now()), TOKEN, BODY).status()).isEqualTo(200);
            return relay.requests("/test").get(0);
        }
    }

    private static String relayed(String request) throws Exception {
        String[] parts = request.split("\r\n\r\n", 2);
        String head = parts[0].replaceAll("(?m)^Connection:.*\r\n", "").replace("\r\n", "\n") + "\n";
        return RawHttp.send(one.port(), head + RawHttp.BODY + parts[1]);
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private static SignedCall at(long unixMs) {
        return call("/test", "one", unixMs);
    }

    private static SignedCall call(String path, String to, long unixMs) {
        return PassedOnCalls.call("POST", ECHO + path, to, unixMs, BODY);
    }

    private static Reply.Answered answered(SignedCall call, String token, String body) {
        return answered("http://127.0.0.1:" + one.port(), call, token, body);
    }

    private static Reply.Answered answered(String url, SignedCall call, String token, String body) {
        return PassedOnCalls.answered(PassedOnCalls.client(token), url, call, body);
    }

    /** Without a signature: the same call may have been carried out. */
    private static void assertRefused(
            SignedCall call, String token, String body, int status, String code, String detail) {
        Reply.Answered reply = answered(call, token, body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers().firstValue(SignedCall.ANSWERED_BY)).contains("one");
        assertThat(reply.headers().firstValue(SignedCall.SIGNATURE)).isEmpty();
        assertThat(WireFormat.tree(reply.body()).path("code").asText()).isEqualTo(code);
        assertThat(WireFormat.tree(reply.body()).path("detail").asText()).contains(detail);
    }
}
