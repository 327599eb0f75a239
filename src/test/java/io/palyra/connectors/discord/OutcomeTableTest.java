package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.DiscordFault;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.DeliveryOutcome.Unknown;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of what can happen to a post, over real sockets, and the one outcome that it has. */
class OutcomeTableTest {

    private static final Duration WAIT = Duration.ofMillis(1_500);

    private OpenSession open;
    private FakeDiscord discord;

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

    static Stream<Arguments> rows() {
        return Stream.of(
                row("429 route", DiscordFault.rateLimited(WAIT, DiscordFault.Scope.USER), limit(LimitScope.BUCKET)),
                row("429 shared", DiscordFault.rateLimited(WAIT, DiscordFault.Scope.SHARED), limit(LimitScope.BUCKET)),
                row(
                        "429 global",
                        DiscordFault.rateLimited(WAIT, DiscordFault.Scope.GLOBAL),
                        limit(LimitScope.CONNECTOR)),
                row(
                        "429 Cloudflare",
                        DiscordFault.bannedByCloudflare(Duration.ofSeconds(2)),
                        new Retry(RetryClass.RATE_LIMIT, "", Duration.ofSeconds(2), LimitScope.CONNECTOR)),
                row("500", DiscordFault.error(500, 0, "Internal Server Error"), perhapsTaken()),
                row("501", Fault.status(501), perhapsTaken()),
                row("502", Fault.status(502), perhapsTaken()),
                row("503", Fault.status(503), perhapsTaken()),
                row("504", Fault.status(504), perhapsTaken()),
                row("520", Fault.status(520), perhapsTaken()),
                row("524", Fault.status(524), perhapsTaken()),
                row("529", Fault.status(529), perhapsTaken()),
                row("reset before accepting", Fault.resetBeforeAccepting(), new Unknown("")),
                row("reset after accepting", Fault.resetAfterAccepting(), new Unknown("")),
                row("end of file", Fault.closedAfterAccepting(), new Unknown("")),
                row("no answer in time", Fault.silentAfterAccepting(), new Unknown("")),
                row("200 with a broken body", Fault.brokenBodyAfterAccepting(), new Unknown("")),
                row("401", DiscordFault.error(401, 0, "401: Unauthorized"), connector(Readiness.AUTH_FAILED)),
                row("403 missing access", DiscordFault.error(403, 50001, "Missing Access"), target()),
                row(
                        "403 direct messages off",
                        DiscordFault.error(403, 50007, "Cannot send messages to this user"),
                        target()),
                row("403 missing permissions", DiscordFault.error(403, 50013, "Missing Permissions"), target()),
                row("404 unknown channel", DiscordFault.error(404, 10003, "Unknown Channel"), target()),
                row("400 invalid form", DiscordFault.error(400, 50035, "Invalid Form Body"), message(null)),
                row("302", Fault.redirect("https://example.org/"), connector(Readiness.MISCONFIGURED)),
                row("429 without a wait", limited(429), limit(null, LimitScope.BUCKET)),
                row("429 -1", limited(-1).with("Retry-After", "-1"), limit(null, LimitScope.BUCKET)),
                row("429 1e12", limited(1e12).with("Retry-After", "1e12"), limit(null, LimitScope.BUCKET)),
                row(
                        "429 0.3 s, shared",
                        DiscordFault.rateLimited(Duration.ofMillis(300), DiscordFault.Scope.SHARED),
                        limit(Duration.ofMillis(300), LimitScope.BUCKET)),
                row("429 1015", page(429, "text/plain", "error code: 1015"), limit(null, LimitScope.CONNECTOR)),
                row(
                        "429 broken off",
                        limited(1.5).brokenOff().with("Retry-After", "2"),
                        limit(Duration.ofSeconds(2), LimitScope.BUCKET)),
                row("400 with a code nobody knows", DiscordFault.error(400, 99_999_999, "New Rule"), unrecognised()),
                row("403 with a code nobody knows", DiscordFault.error(403, 50_999, "New Rule"), unrecognised()),
                row("413 of a proxy", page(413, "text/html", "<h1>Too Large</h1>"), unrecognised()),
                row("413 of Discord", DiscordFault.error(413, 40_005, "Request entity too large"), message(null)),
                row("403 HTML", Fault.status(403), connector(Readiness.MISCONFIGURED)),
                row("404 HTML", Fault.status(404), connector(Readiness.MISCONFIGURED)),
                row("400 HTML", Fault.status(400), connector(Readiness.MISCONFIGURED)),
                row("403 empty", page(403, "text/plain", ""), connector(Readiness.MISCONFIGURED)),
                row("404 code 0", DiscordFault.error(404, 0, "404: Not Found"), connector(Readiness.MISCONFIGURED)),
                row(
                        "403 40333",
                        DiscordFault.error(403, 40_333, "internal network error"),
                        connector(Readiness.MISCONFIGURED)),
                row("401 of a proxy", Fault.status(401), connector(Readiness.MISCONFIGURED)),
                row(
                        "401 in JSON, not Discord's",
                        page(401, "application/json", "{\"message\":\"Unauthorized\"}"),
                        connector(Readiness.MISCONFIGURED)),
                row("407", Fault.status(407), connector(Readiness.MISCONFIGURED)),
                row("451", Fault.status(451), connector(Readiness.MISCONFIGURED)),
                row("403 40001", DiscordFault.error(403, 40_001, "Unauthorized"), connector(Readiness.AUTH_FAILED)),
                row(
                        "400 40004",
                        DiscordFault.error(400, 40_004, "disabled"),
                        new Retry(RetryClass.TRANSIENT_NETWORK, "", null)),
                row(
                        "403 40058",
                        DiscordFault.error(403, 40_058, "Cannot message this thread until its author has"),
                        new Retry(RetryClass.TRANSIENT_NETWORK, "", null)),
                row("400 20028", DiscordFault.error(400, 20_028, "write limit"), limit(null, LimitScope.BUCKET)),
                row("403 broken off", DiscordFault.error(403, 50_013, "no").brokenOff(), perhapsTaken()),
                row("408", Fault.status(408), perhapsTaken()),
                row("200 of a portal", Fault.statusAfterAccepting(200), new Unknown("")),
                row("200 broken off", DiscordFault.error(200, 0, "no").brokenOff(), new Unknown("")));
    }

    private static Fault limited(double seconds) {
        return page(
                429,
                "application/json",
                "{\"message\":\"no\",\"retry_after\":" + (seconds == 429 ? "null" : seconds) + "}");
    }

    private static Fault page(int status, String type, String body) {
        return Fault.status(status, type, body);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static DeliveryOutcome limit(Duration wait, LimitScope scope) {
        return new Retry(RetryClass.RATE_LIMIT, "", wait, scope);
    }

    private static DeliveryOutcome unrecognised() {
        return new PermanentFailure("", io.palyra.connectors.protocol.Fault.MESSAGE, null, true);
    }

    private static Arguments row(String what, Fault fault, DeliveryOutcome outcome) {
        return Arguments.of(what, fault, outcome);
    }

    private static DeliveryOutcome limit(LimitScope scope) {
        return new Retry(RetryClass.RATE_LIMIT, "", WAIT, scope);
    }

    private static DeliveryOutcome perhapsTaken() {
        return new Retry(RetryClass.TRANSIENT_NETWORK, "", null, null, true);
    }

    private static DeliveryOutcome connector(Readiness readiness) {
        return new PermanentFailure("", io.palyra.connectors.protocol.Fault.CONNECTOR, readiness);
    }

    private static DeliveryOutcome target() {
        return new PermanentFailure("", io.palyra.connectors.protocol.Fault.TARGET, null);
    }

    private static DeliveryOutcome message(Readiness readiness) {
        return new PermanentFailure("", io.palyra.connectors.protocol.Fault.MESSAGE, readiness);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void hasItsOutcome(String what, Fault fault, DeliveryOutcome expected) {
        long before = open.posts();
        discord.faults().nextPost(fault);
        DeliveryOutcome outcome = open.send(message());
        assertThat(outcome).usingRecursiveComparison().ignoringFields("reason").isEqualTo(expected);
        assertThat(outcome.getClass()).isEqualTo(expected.getClass());
        assertThat(open.posts() - before)
                .as("one request: nobody but the outbox tries again")
                .isEqualTo(1);
        asGoodAsNew = !(expected instanceof Retry retry && retry.limit() != null)
                && discord.faults().left() == 0;
    }

    @Test
    void notConnectedIsARetry() throws Exception {
        discord.close();
        // The first one may still find the connection that the login left
        open.send(message());
        assertThat(open.send(message())).isInstanceOfSatisfying(Retry.class, retry -> assertThat(retry.retryClass())
                .isEqualTo(RetryClass.TRANSIENT_NETWORK));
    }

    @Test
    void aTargetThatIsNoneIsTheMessagesFault() {
        assertThat(open.send(OpenSession.message("m1", "general", "hello", builder -> builder)))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.reason())
                        .contains("general"));
    }

    @Test
    void aSessionThatEndsIsARetry() {
        open.session().close();
        assertThat(open.send(message())).isInstanceOfSatisfying(Retry.class, retry -> assertThat(retry.retryClass())
                .isEqualTo(RetryClass.CONNECTOR_RESTARTING));
    }

    @Test
    void aLimitThatIsKnownIsNotRunInto() {
        long before = open.posts();
        discord.faults().nextPost(DiscordFault.rateLimited(Duration.ofSeconds(30), DiscordFault.Scope.USER));
        open.send(message());
        DeliveryOutcome second = open.send(message());
        assertThat(second).isInstanceOfSatisfying(Retry.class, retry -> {
            assertThat(retry.limit()).isEqualTo(LimitScope.BUCKET);
            assertThat(retry.retryAfter()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
        });
        assertThat(open.posts() - before).isEqualTo(1);
    }

    @Test
    void theSameNonceIsPostedOnce() {
        discord.faults().nextPost(Fault.resetAfterAccepting());
        open.send(message());
        DeliveryOutcome second = open.send(message());
        assertThat(second)
                .isEqualTo(new DeliveryOutcome.Delivered(new io.palyra.connectors.protocol.MessageId(
                        discord.ledger().accepted(channel.id()).get(0).id())));
        assertThat(discord.ledger().texts(channel.id())).containsExactly("hello");
        assertThat(discord.ledger().accepted(channel.id()).get(0).nonce())
                .hasValueSatisfying(nonce -> assertThat(nonce).hasSize(24));
    }

    @Test
    void refusedRequestsInNumbersStopTheSending() {
        discord.faults().always("POST", FakeDiscord.MESSAGES, DiscordFault.error(403, 50013, "no"));
        for (int i = 0; i < InvalidRequests.MAX_IN_WINDOW; i++) {
            open.send(message());
        }
        int asked = discord.requests().size();
        assertThat(open.send(message()))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.fault())
                        .isEqualTo(io.palyra.connectors.protocol.Fault.CONNECTOR));
        assertThat(discord.requests()).hasSize(asked);
    }
}
