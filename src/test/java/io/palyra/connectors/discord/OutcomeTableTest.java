package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Fault;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.DeliveryOutcome.Unknown;
import io.palyra.connectors.protocol.InboundIngestOutcome;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of what can happen to a post, over real sockets, and the one outcome that it has. */
class OutcomeTableTest {

    private static final Duration WAIT = Duration.ofMillis(1_500);

    private FakeDiscord discord;
    private Session session;
    private Sender sender;

    @BeforeEach
    void open() throws Exception {
        discord = FakeDiscord.start();
        session = open(discord, URI.create(discord.restUrl()));
        sender = new Sender(session.rest(), session.channels(), DiscordConnector.UPLOAD_BYTES_MAX);
    }

    static Session open(FakeDiscord discord, URI restUrl) throws Exception {
        CursorStore cursors = new NoCursors();
        return Session.open(new Session.Setup(
                DiscordProgram.OPS,
                discord.token(),
                new DiscordOptions(
                        restUrl,
                        URI.create(discord.gatewayUrl()),
                        true,
                        Duration.ofMinutes(2),
                        DiscordConnector.UPLOAD_BYTES_MAX,
                        true),
                new EgressGuard(List.of(), true),
                cursors,
                event -> new InboundIngestOutcome(true, false, false, "admitted", null, 0, 0),
                Clock.systemUTC()));
    }

    @AfterEach
    void close() throws Exception {
        session.close();
        discord.close();
    }

    private OutboundMessageRequest message() {
        return DiscordProgram.message("m1", discord.channel().id(), "hello", builder -> builder.timeoutMs(600));
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                row("429 route", Fault.rateLimited(WAIT, Fault.Scope.USER), limit(LimitScope.ROUTE)),
                row("429 shared", Fault.rateLimited(WAIT, Fault.Scope.SHARED), limit(LimitScope.ROUTE)),
                row("429 global", Fault.rateLimited(WAIT, Fault.Scope.GLOBAL), limit(LimitScope.CONNECTOR)),
                row(
                        "429 Cloudflare",
                        Fault.bannedByCloudflare(Duration.ofSeconds(2)),
                        new Retry(RetryClass.RATE_LIMIT, "", Duration.ofSeconds(2), LimitScope.CONNECTOR)),
                row("500", Fault.error(500, 0, "Internal Server Error"), perhapsTaken()),
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
                row("401", Fault.error(401, 0, "401: Unauthorized"), connector(Readiness.AUTH_FAILED)),
                row("403 missing access", Fault.error(403, 50001, "Missing Access"), target()),
                row("403 direct messages off", Fault.error(403, 50007, "Cannot send messages to this user"), target()),
                row("403 missing permissions", Fault.error(403, 50013, "Missing Permissions"), target()),
                row("404 unknown channel", Fault.error(404, 10003, "Unknown Channel"), message(null)),
                row("400 invalid form", Fault.error(400, 50035, "Invalid Form Body"), message(null)),
                row("302", Fault.redirect("https://example.org/"), connector(Readiness.MISCONFIGURED)));
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
        discord.faults().nextPost(fault);
        DeliveryOutcome outcome = sender.send(message());
        assertThat(outcome).usingRecursiveComparison().ignoringFields("reason").isEqualTo(expected);
        assertThat(outcome.getClass()).isEqualTo(expected.getClass());
        assertThat(discord.requests().stream()
                        .filter(request -> request.method().equals("POST"))
                        .count())
                .as("one request: nobody but the outbox tries again")
                .isEqualTo(1);
    }

    @Test
    void notConnectedIsARetry() throws Exception {
        discord.close();
        // The first one may still find the connection that the login left
        sender.send(message());
        assertThat(sender.send(message())).isInstanceOfSatisfying(Retry.class, retry -> assertThat(retry.retryClass())
                .isEqualTo(RetryClass.TRANSIENT_NETWORK));
    }

    @Test
    void aTargetThatIsNoneIsTheMessagesFault() {
        assertThat(sender.send(DiscordProgram.message("m1", "general", "hello", builder -> builder)))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.reason())
                        .contains("general"));
    }

    @Test
    void aSessionThatEndsIsARetry() {
        session.close();
        assertThat(sender.send(message())).isInstanceOfSatisfying(Retry.class, retry -> assertThat(retry.retryClass())
                .isEqualTo(RetryClass.CONNECTOR_RESTARTING));
    }

    @Test
    void aLimitThatIsKnownIsNotRunInto() {
        discord.faults().nextPost(Fault.rateLimited(Duration.ofSeconds(30), Fault.Scope.USER));
        sender.send(message());
        DeliveryOutcome second = sender.send(message());
        assertThat(second).isInstanceOfSatisfying(Retry.class, retry -> {
            assertThat(retry.limit()).isEqualTo(LimitScope.ROUTE);
            assertThat(retry.retryAfter()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
        });
        assertThat(discord.requests().stream()
                        .filter(request -> request.method().equals("POST"))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void theSameNonceIsPostedOnce() {
        discord.faults().nextPost(Fault.resetAfterAccepting());
        sender.send(message());
        DeliveryOutcome second = sender.send(message());
        assertThat(second)
                .isEqualTo(new DeliveryOutcome.Delivered(new io.palyra.connectors.protocol.MessageId(
                        discord.ledger().accepted().get(0).id())));
        assertThat(discord.ledger().texts(discord.channel().id())).containsExactly("hello");
        assertThat(discord.ledger().accepted().get(0).nonce())
                .hasValueSatisfying(nonce -> assertThat(nonce).hasSize(24));
    }

    @Test
    void refusedRequestsInNumbersStopTheSending() {
        discord.faults()
                .always("POST", io.palyra.connectors.fake.discord.Faults.MESSAGES, Fault.error(403, 50013, "no"));
        for (int i = 0; i < InvalidRequests.MAX_IN_WINDOW; i++) {
            sender.send(message());
        }
        int asked = discord.requests().size();
        assertThat(sender.send(message()))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.fault())
                        .isEqualTo(io.palyra.connectors.protocol.Fault.CONNECTOR));
        assertThat(discord.requests()).hasSize(asked);
    }
}
