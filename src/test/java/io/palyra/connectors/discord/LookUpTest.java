package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.adapter.DeliveryLookup.Finding;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.DiscordFault;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Overwrite;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.platform.http.Outcomes;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RetryClass;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a look into the history finds, and when it is none at all. */
class LookUpTest {

    private static final long READ_MESSAGE_HISTORY = 1L << 16;

    private FakeDiscord discord;
    private OpenSession open;

    private static final SpareSession SPARE = new SpareSession();

    private Channel channel;
    private boolean asGoodAsNew;

    @BeforeEach
    void open() throws Exception {
        open = SPARE.take();
        discord = open.discord();
        channel = discord.addChannel(discord.guild(), "of this test");
    }

    @AfterEach
    void close() throws Exception {
        SPARE.giveBack(open, asGoodAsNew);
    }

    @AfterAll
    static void closeSpare() throws Exception {
        SPARE.close();
    }

    private OutboundMessageRequest message() {
        return OpenSession.message("m1", channel.id(), "hello", builder -> builder.timeoutMs(600));
    }

    private Finding find() {
        return open.history().find(message(), Instant.now(), id -> false);
    }

    static Stream<Arguments> noAnswers() {
        return Stream.of(
                Arguments.of("reset", Fault.resetBeforeAccepting()),
                Arguments.of("end of file", Fault.closedAfterAccepting()),
                Arguments.of("500", DiscordFault.error(500, 0, "Internal Server Error")),
                Arguments.of("502", Fault.status(502)),
                Arguments.of("429", DiscordFault.rateLimited(Duration.ofMillis(300), DiscordFault.Scope.USER)),
                Arguments.of("a ban", Fault.status(429, "text/plain", "error code: 1015")),
                Arguments.of("403 of a proxy", Fault.status(403)),
                Arguments.of("404 of a proxy", Fault.status(404)),
                Arguments.of("404 of a path that is none", DiscordFault.error(404, 0, "404: Not Found")),
                Arguments.of("407", Fault.status(407)),
                Arguments.of("a portal", Fault.status(200)),
                Arguments.of("a portal in JSON", Fault.status(200, "application/json", "{\"login\":\"please\"}")),
                Arguments.of("a list of what are no messages", Fault.status(200, "application/json", "[{}]")),
                Arguments.of("broken off", DiscordFault.error(200, 0, "").brokenOff()),
                Arguments.of("the token is refused", DiscordFault.error(401, 0, "401: Unauthorized")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noAnswers")
    void isNoneWhereDiscordDidNotAnswerIt(String what, Fault fault) {
        open.send(message());
        for (String path : new String[] {"/channels/{channel}", FakeDiscord.MESSAGES}) {
            discord.faults().next("GET", path, fault);
            assertThat(find()).as(path).isInstanceOf(Finding.NotAsked.class);
            discord.faults().clear();
            awaitEndOfLimit();
            assertThat(find()).as(path + ", the moment it answers").isInstanceOf(Finding.Found.class);
        }
        asGoodAsNew = true;
    }

    /** The one limit of the table that states a wait, 300 ms. */
    private void awaitEndOfLimit() {
        await().until(() -> !open.session().view().get("rate_limits").toString().contains("blocked_until_unix_ms"));
    }

    @Test
    void worksWithoutAGateway() throws Exception {
        open.send(message());
        discord.gateway().shut();
        assertThat(find())
                .isEqualTo(new Finding.Found(new MessageId(
                        discord.ledger().accepted(channel.id()).get(0).id())));
    }

    @Test
    void whatIsNotThereIsAbsent() {
        assertThat(find()).isEqualTo(new Finding.Absent());
    }

    @Test
    void discordsOwnRefusalIsAnAnswerThatDoesNotTell() {
        discord.faults().next("GET", FakeDiscord.MESSAGES, DiscordFault.error(403, 50_001, "Missing Access"));
        assertThat(find()).isInstanceOf(Finding.Undecided.class);
        discord.faults().next("GET", "/channels/{channel}", DiscordFault.error(404, 10_003, "Unknown Channel"));
        assertThat(find()).isInstanceOf(Finding.Undecided.class);
        discord.overwrite(channel, Overwrite.ofRole(discord.guild().id(), 0, READ_MESSAGE_HISTORY));
        assertThat(find()).isInstanceOf(Finding.Undecided.class);
    }

    @Test
    void readsThatAreRefusedStopTheReadingAndNotTheSending() throws Exception {
        discord.faults().always("GET", "/channels/{channel}", DiscordFault.error(403, 50_001, "Missing Access"));
        for (int i = 0; i < InvalidRequests.READS_MAX_IN_WINDOW; i++) {
            assertThat(find()).isInstanceOf(Finding.Undecided.class);
        }
        int asked = discord.requests().size();
        assertThat(find()).isInstanceOf(Finding.NotAsked.class);
        assertThat(discord.requests()).hasSize(asked);
        assertThat(Outcomes.of(refusedRead()))
                .isInstanceOfSatisfying(DeliveryOutcome.Retry.class, retry -> assertThat(retry.retryClass())
                        .isEqualTo(RetryClass.RATE_LIMIT));

        assertThat(open.send(message())).isInstanceOf(DeliveryOutcome.Delivered.class);
        // A gateway session is opened all the same
        discord.gateway().invalidateSessions(false);
        await().until(() -> discord.gateway().identifies() == 2);
    }

    private RequestFailure refusedRead() {
        try {
            open.session().rest().object(RestCall.of(Requests.CHANNEL, channel.id()));
        } catch (RequestException e) {
            return e.failure();
        }
        throw new AssertionError("it was made");
    }

    @Test
    void onlyDiscordsOwnAnswersAreToldAsSuch() {
        await().until(() -> discord.gateway().connected() == 1
                && Boolean.TRUE.equals(open.session().state().isConnected()));
        for (Fault foreign : new Fault[] {
            Fault.status(403),
            Fault.status(502),
            DiscordFault.error(500, 0, "no"),
            Fault.status(429, "text/plain", "error code: 1015"),
            Fault.resetAfterAccepting(),
            Fault.statusAfterAccepting(200)
        }) {
            int before = open.answers().get();
            discord.faults().nextPost(foreign);
            open.send(message());
            assertThat(open.answers()).as(foreign.toString()).hasValue(before);
        }
        for (Fault own : new Fault[] {
            DiscordFault.error(403, 50_013, "no"),
            DiscordFault.error(400, 987_654, "unknown"),
            DiscordFault.error(401, 0, "401: Unauthorized"),
            DiscordFault.rateLimited(Duration.ofMillis(1), DiscordFault.Scope.USER)
        }) {
            int before = open.answers().get();
            discord.faults().nextPost(own);
            open.send(message());
            assertThat(open.answers()).as(own.toString()).hasValueGreaterThan(before);
        }
        int before = open.answers().get();
        discord.gateway().dropLinks();
        await().untilAsserted(() ->
                assertThat(open.answers()).as("a session that is resumed").hasValueGreaterThan(before));
    }
}
