package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.DiscordFault;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.protocol.DeliveryOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One send is one request on the wire, whatever comes back and however the connection ends: only the outbox sends again.
 * Each post goes over a connection that was used before, which is where HTTP clients like to try once more.
 */
class OneRequestTest {

    /** 2xx is looked at elsewhere: those posts are accepted. */
    private static final int[] WITHOUT_BODY = {204, 205, 304};

    private OpenSession open;
    private FakeDiscord discord;
    private int messages;

    @BeforeEach
    void open() throws Exception {
        open = OpenSession.start();
        discord = open.discord();
    }

    @AfterEach
    void close() throws Exception {
        open.close();
    }

    private DeliveryOutcome send() {
        messages++;
        return open.send(OpenSession.message(
                "m" + messages, discord.channel().id(), "hello", builder -> builder.timeoutMs(600)));
    }

    /** How many posts one send made. */
    private long postsOf(Fault fault) {
        long before = open.posts();
        discord.faults().nextPost(fault);
        send();
        return open.posts() - before;
    }

    private static String body(int status) {
        return IntStream.of(WITHOUT_BODY).anyMatch(without -> without == status) ? "" : "<html></html>";
    }

    @Test
    void forEveryStatusWithEveryInvitationToSendAgain() {
        Map<String, String> invitations = Map.of(
                "Retry-After", "0",
                "Location", discord.restUrl() + "channels/" + discord.channel().id() + "/messages",
                "WWW-Authenticate", "Basic realm=\"proxy\"",
                "Proxy-Authenticate", "Basic realm=\"proxy\"");
        List<String> wrong = new ArrayList<>();
        for (int status = 200; status < 600; status++) {
            Fault fault = Fault.status(status, "text/html", body(status));
            for (Map.Entry<String, String> invitation : invitations.entrySet()) {
                fault = fault.with(invitation.getKey(), invitation.getValue());
            }
            long posts = postsOf(fault);
            if (posts != 1) {
                wrong.add(status + ": " + posts);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void forEveryCut() {
        List<Fault> cuts = List.of(
                Fault.resetBeforeAccepting(),
                Fault.resetAfterAccepting(),
                Fault.closedAfterAccepting(),
                DiscordFault.error(200, 1, "cut in its headers").brokenOffInHeaders(),
                DiscordFault.error(200, 1, "cut in its body").brokenOff(),
                DiscordFault.error(403, 50_013, "cut in its headers").brokenOffInHeaders(),
                DiscordFault.error(403, 50_013, "cut in its body").brokenOff(),
                Fault.status(503).with("Retry-After", "0").brokenOff(),
                Fault.status(408).brokenOff(),
                Fault.status(101),
                Fault.silentAfterAccepting());
        for (Fault cut : cuts) {
            send();
            assertThat(postsOf(cut)).as(cut.toString()).isEqualTo(1);
        }
    }

    @Test
    void whenTheServerHasClosedTheConnectionInBetween() {
        for (int i = 0; i < 20; i++) {
            send();
            discord.cutRestConnections();
            send();
        }
        await().untilAsserted(() -> assertThat(send()).isInstanceOf(DeliveryOutcome.Delivered.class));
        // A post may be counted after its send was cut, so each is told by its nonce
        assertThat(discord.requests().stream()
                        .filter(request -> request.method().equals("POST"))
                        .map(RestRequest::body)
                        .map(body -> body.replaceFirst("(?s).*\"nonce\":\"?([^\",}]+).*", "$1")))
                .hasSizeGreaterThan(20)
                .doesNotHaveDuplicates();
    }

    @Test
    void whenTheAnswerDripsForLongerThanTheMessageMayTake() {
        discord.faults().next("POST", FakeDiscord.MESSAGES, Fault.status(200).dripping());
        long start = System.nanoTime();
        assertThat(send()).isInstanceOf(DeliveryOutcome.Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(open.posts()).isEqualTo(1);
    }
}
