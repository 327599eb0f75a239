package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.FakeSlackOptions;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.fake.slack.Words;
import io.palyra.connectors.platform.session.Connecting;
import io.palyra.connectors.protocol.Readiness;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets come and go, and nothing that is said meanwhile is missed, or heard twice. */
class SlackSocketsTest {

    private static final String TICKET = "apps.connections.open";

    private HearingSlack hearing;
    private FakeSlack slack;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        hearing = HearingSlack.start(FakeSlackOptions.defaults()
                .redelivery(Duration.ofMillis(1_500), Duration.ofMillis(100), Duration.ofSeconds(1)));
        slack = hearing.slack();
        channel = slack.channel();
        slack.says(channel, slack.user(), "first");
        hearing.awaitHeard(channel, "first");
    }

    @AfterEach
    void stop() throws Exception {
        hearing.close();
    }

    private void awaitHellos(int count) {
        HearingSlack.within()
                .alias(count + " hellos")
                .until(() -> slack.socket().hellos() == count);
    }

    private void unheard(String text) {
        slack.saysUnheard(channel, slack.user(), Words.of(text));
    }

    /** The socket before is read on: what Slack still sends by it comes, in Slack's order, and is acknowledged by it. */
    @ParameterizedTest
    @ValueSource(strings = {"warning", "refresh_requested"})
    void theNextSocketIsOpenBeforeTheOldOneGoes(String reason) {
        slack.socket().disconnect(reason);
        awaitHellos(2);
        HearingSlack.within().until(() -> Integer.valueOf(2).equals(hearing.ofSession("sockets")));
        assertThat(slack.socket().connected()).as("sockets that are open").isEqualTo(2);
        String[] heard = Stream.concat(
                        Stream.of("first"), IntStream.range(0, 40).mapToObj(n -> "by one or the other " + n))
                .toArray(String[]::new);
        for (int n = 1; n < heard.length; n++) {
            slack.says(channel, slack.user(), heard[n]);
        }
        HearingSlack.within().until(() -> hearing.inbox().texts(channel).size() == heard.length);
        // Every other one comes by the other socket, and nobody promises an order between the two
        assertThat(hearing.inbox().texts(channel))
                .containsExactlyInAnyOrder(heard)
                .containsSubsequence(everyOther(heard, 1))
                .containsSubsequence(everyOther(heard, 2));
        hearing.awaitAcknowledged();
        assertThat(slack.socket().lateAcks()).isZero();
        assertThat(hearing.inbox().duplicates()).isZero();
        assertThat(slack.calls("conversations.history"))
                .as("nothing was missed")
                .isZero();
        assertThat(hearing.session().isOpen()).isTrue();
    }

    private static String[] everyOther(String[] all, int first) {
        return IntStream.iterate(first, n -> n < all.length, n -> n + 2)
                .mapToObj(n -> all[n])
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterABrokenSocketWhatWasMissedIsRead(boolean closedInOrder) {
        unheard("missed");
        if (closedInOrder) {
            slack.socket().closeLinks();
        } else {
            slack.socket().dropLinks();
        }
        awaitHellos(2);
        hearing.awaitHeard(channel, "first", "missed");
        slack.says(channel, slack.user(), "after");
        hearing.awaitHeard(channel, "first", "missed", "after");
        assertThat(hearing.inbox().texts(channel)).containsExactly("first", "missed", "after");
    }

    /** One that was to be read on until Slack closes it: what it had in hand is lost with it. */
    @Test
    void anOldSocketThatBreaksHasWhatItMissedRead() {
        slack.socket().disconnect("warning");
        awaitHellos(2);
        unheard("lost with the old socket");
        slack.socket().dropOldest();
        hearing.awaitHeard(channel, "first", "lost with the old socket");
        assertThat(slack.socket().hellos()).isEqualTo(2);
    }

    @Test
    void tooManySocketsAreNotOpenedAtOnceAgain() {
        slack.socket().disconnect("too_many_websockets");
        HearingSlack.within().until(() -> slack.socket().connected() == 0);
        HearingSlack.within().until(() -> !hearing.session().isOpen());
        assertThat(slack.calls(TICKET)).isEqualTo(1);
    }

    @Test
    void aTicketThatIsPutOffIsAskedForWhenSlackHasSaid() {
        slack.faults().times(1, SlackFault.to(TICKET), SlackFault.rateLimited(Duration.ofSeconds(2)));
        long before = System.nanoTime();
        slack.socket().dropLinks();
        awaitHellos(2);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(1_900));
        assertThat(slack.calls(TICKET)).isEqualTo(3);
    }

    @Test
    void aFailingTicketIsAskedForAgain() {
        slack.faults().times(1, SlackFault.to(TICKET), Fault.status(503));
        unheard("missed");
        slack.socket().dropLinks();
        awaitHellos(2);
        hearing.awaitHeard(channel, "first", "missed");
    }

    @Test
    void conversationsThatCannotBeNamedAtFirstAreNamedLater() {
        slack.faults().times(1, SlackFault.to("users.conversations"), Fault.status(503));
        unheard("missed");
        Channel unknown = slack.addChannel("unknown");
        slack.saysUnheard(unknown, slack.user(), Words.of("new"));
        slack.socket().dropLinks();
        hearing.awaitHeard(channel, "first", "missed");
        hearing.awaitHeard(unknown, "new");
    }

    /** A page of what stands in between, an answer that was cut: at night nobody is there to switch it on again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>maintenance</html>",
                "[]",
                "{\"ok\":true}",
                "{\"ok\":true,\"url\":null}",
                "{\"ok\":true,\"url\":\"\"}",
                "{\"ok\":true,\"url\":\"no socket %%\"}",
                "{\"ok\":true,\"url\":\"ftp://127.0.0.1/x\"}",
                "{\"ok\":true,\"url\":\"ws://\"}"
            })
    void anAnswerThatIsNoTicketIsAskedForAgain(String body) {
        slack.faults().times(1, SlackFault.to(TICKET), Fault.status(200, "application/json", body));
        unheard("missed");
        slack.socket().dropLinks();
        awaitHellos(2);
        hearing.awaitHeard(channel, "first", "missed");
    }

    @ParameterizedTest
    @CsvSource({
        "socket_mode_not_enabled, MISCONFIGURED, Socket Mode",
        "invalid_auth, AUTH_FAILED, App-Level Tokens",
        "token_revoked, AUTH_FAILED, App-Level Tokens",
        "missing_scope, MISCONFIGURED, connections:write",
        "enterprise_is_restricted, MISCONFIGURED, enterprise_is_restricted"
    })
    void whatSlackRefusesSaysWhereItIsMended(String code, Readiness readiness, String words) {
        CompletableFuture<Connecting.End> end = new CompletableFuture<>();
        hearing.session().onEnd(end::complete);
        slack.faults().always(SlackFault.to(TICKET), SlackFault.refused(code));
        slack.socket().dropLinks();
        assertThat(end).succeedsWithin(Duration.ofSeconds(10)).satisfies(said -> {
            assertThat(said.readiness()).isEqualTo(readiness);
            assertThat(said.reason()).contains(words).doesNotContain("reinstall the app");
        });
    }

    @Test
    void whyNoSocketOpensIsSaidAsLongAsNoneDoes() {
        slack.faults().always(SlackFault.to(TICKET), SlackFault.refused("internal_error"));
        slack.socket().dropLinks();
        HearingSlack.within().until(() -> String.valueOf(hearing.ofSession("last_close_code"))
                .contains("internal_error"));
        slack.faults().clear();
        awaitHellos(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app_uninstalled", "tokens_revoked"})
    void anAppThatIsRemovedEndsTheSession(String type) {
        CompletableFuture<Connecting.End> end = new CompletableFuture<>();
        hearing.session().onEnd(end::complete);
        ObjectNode event = Json.object().put("type", type);
        event.putObject("tokens").putArray("bot").add(slack.bot().id());
        slack.event(slack.team(), event);
        assertThat(end)
                .succeedsWithin(Duration.ofSeconds(20))
                .extracting(Connecting.End::readiness)
                .isEqualTo(Readiness.AUTH_FAILED);
    }

    /** Tickets are few: what ends as soon as it is open is not opened again at once each time. */
    @Test
    void socketsThatAreEndedAsSoonAsTheyOpenAreOpenedMoreAndMoreSlowly() {
        long before = System.nanoTime();
        for (int hellos = 2; hellos <= 4; hellos++) {
            slack.socket().disconnect("refresh_requested");
            awaitHellos(hellos);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(2_900));
        slack.says(channel, slack.user(), "by any of them");
        hearing.awaitHeard(channel, "first", "by any of them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ok\":true}", "{\"ok\":true,\"channels\":[null,{\"id\":null},{\"id\":\"#x\"}]}"})
    void aListOfConversationsThatIsNoneIsAskedForAgain(String body) {
        slack.faults().times(1, SlackFault.to("users.conversations"), Fault.status(200, "application/json", body));
        unheard("missed");
        slack.socket().dropLinks();
        hearing.awaitHeard(channel, "first", "missed");
    }
}
