package io.palyra.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.slack.Channel;
import io.palyra.connectors.fake.slack.FakeSlack;
import io.palyra.connectors.fake.slack.SlackFault;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.DeliveryOutcome.Unknown;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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

    private static final Duration WAIT = Duration.ofSeconds(1);

    private static OpenSlack shared;

    private OpenSlack open;
    private FakeSlack slack;
    private Channel channel;

    @AfterAll
    static void closeShared() throws Exception {
        if (shared != null) {
            shared.close();
        }
    }

    @BeforeEach
    void addChannel() throws Exception {
        if (shared == null) {
            shared = OpenSlack.start();
        }
        open = shared;
        slack = open.slack();
        channel = slack.addChannel("of-this-test");
    }

    /** A limit that was met lasts. */
    @AfterEach
    void clear() throws Exception {
        slack.faults().clear();
        if (!open.session()
                .waitBeforePost(Target.parse("channel", channel.id()))
                .isZero()) {
            shared.close();
            shared = null;
        }
    }

    private OutboundMessageRequest message() {
        return OpenSlack.message("m1", channel.id(), "hello", builder -> builder.timeoutMs(600));
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                        Stream.of(
                                row("ok without ts", taken("{\"ok\":true,\"channel\":\"C1\"}"), new Unknown("")),
                                row("ok with an odd ts", taken("{\"ok\":true,\"ts\":17}"), new Unknown("")),
                                row("200 with a broken body", Fault.brokenBodyAfterAccepting(), new Unknown("")),
                                row("200 without a body", taken(""), new Unknown("")),
                                row("200 with a list", taken("[]"), new Unknown("")),
                                row("200 of a portal", Fault.statusAfterAccepting(200), new Unknown("")),
                                row("200 broken off", SlackFault.refused("no").brokenOff(), new Unknown("")),
                                row("reset before accepting", Fault.resetBeforeAccepting(), new Unknown("")),
                                row("reset after accepting", Fault.resetAfterAccepting(), new Unknown("")),
                                row("end of file", Fault.closedAfterAccepting(), new Unknown("")),
                                row("no answer in time", Fault.silentAfterAccepting(), new Unknown("")),
                                row("429", SlackFault.rateLimited(WAIT), limit(WAIT, LimitScope.BUCKET)),
                                row(
                                        "429 of a proxy",
                                        SlackFault.rateLimitedByProxy(WAIT),
                                        limit(WAIT, LimitScope.BUCKET)),
                                row("429 without a wait", SlackFault.rateLimited(), limit(null, LimitScope.BUCKET)),
                                row(
                                        "429 with an odd wait",
                                        SlackFault.rateLimited().with("Retry-After", "soon"),
                                        limit(null, LimitScope.BUCKET)),
                                row(
                                        "message_limit_exceeded",
                                        SlackFault.refused("message_limit_exceeded"),
                                        limit(null, LimitScope.CONNECTOR))),
                        codes(limit(null, LimitScope.BUCKET), "ratelimited", "rate_limited"),
                        Stream.of(500, 502, 503, 504, 520, 529)
                                .map(status -> row(String.valueOf(status), Fault.status(status), perhapsTaken())),
                        Stream.of(
                                row("502 after accepting", Fault.statusAfterAccepting(502), perhapsTaken()),
                                row("503 in JSON", SlackFault.refused(503, "service_unavailable"), perhapsTaken()),
                                row("408", Fault.status(408), perhapsTaken())),
                        codes(perhapsTaken(), "internal_error", "fatal_error", "service_unavailable"),
                        codes(
                                new Retry(RetryClass.TRANSIENT_NETWORK, "", null),
                                "request_timeout",
                                "team_added_to_org",
                                "org_login_required"),
                        codes(
                                connector(Readiness.AUTH_FAILED),
                                "invalid_auth",
                                "not_authed",
                                "account_inactive",
                                "token_revoked",
                                "token_expired"),
                        codes(
                                connector(Readiness.MISCONFIGURED),
                                "missing_scope",
                                "not_allowed_token_type",
                                "team_access_not_granted",
                                "accesslimited",
                                "access_denied",
                                "two_factor_setup_required",
                                "enterprise_is_restricted",
                                "method_deprecated"),
                        codes(
                                target(),
                                "channel_not_found",
                                "not_in_channel",
                                "is_archived",
                                "restricted_action",
                                "restricted_action_read_only_channel",
                                "restricted_action_thread_only_channel",
                                "ekm_access_denied",
                                "no_permission",
                                "messages_tab_disabled",
                                "cannot_reply_to_message",
                                "user_not_found"),
                        codes(
                                message(false),
                                "msg_too_long",
                                "no_text",
                                "msg_blocks_too_long",
                                "invalid_blocks",
                                "invalid_blocks_format",
                                "invalid_metadata_format",
                                "metadata_too_large",
                                "metadata_must_be_sent_from_app",
                                "markdown_text_conflict",
                                "too_many_attachments",
                                "too_many_contact_cards",
                                "attachment_payload_limit_exceeded",
                                "slack_connect_file_link_sharing_blocked",
                                "invalid_arguments",
                                "invalid_arg_name"),
                        codes(message(true), "a_rule_of_tomorrow"),
                        Stream.of(
                                row("400 with a code", SlackFault.refused(400, "no_text"), message(false)),
                                row(
                                        "401 with a code",
                                        SlackFault.refused(401, "invalid_auth"),
                                        connector(Readiness.AUTH_FAILED)),
                                row("302", Fault.redirect("https://example.org/"), connector(Readiness.MISCONFIGURED))),
                        Stream.of(400, 401, 403, 404, 407, 451)
                                .map(status -> row(
                                        status + " of a proxy",
                                        Fault.status(status),
                                        connector(Readiness.MISCONFIGURED))))
                .flatMap(rows -> rows);
    }

    private static Fault taken(String body) {
        return Fault.accepting(RestAnswer.of(200, "application/json", body));
    }

    private static Stream<Arguments> codes(DeliveryOutcome outcome, String... codes) {
        return Stream.of(codes).map(code -> row(code, SlackFault.refused(code), outcome));
    }

    private static Arguments row(String what, Fault fault, DeliveryOutcome outcome) {
        return Arguments.of(what, fault, outcome);
    }

    private static DeliveryOutcome limit(Duration wait, LimitScope scope) {
        return new Retry(RetryClass.RATE_LIMIT, "", wait, scope);
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

    private static DeliveryOutcome message(boolean unrecognised) {
        return new PermanentFailure("", io.palyra.connectors.protocol.Fault.MESSAGE, null, unrecognised);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void hasItsOutcome(String what, Fault fault, DeliveryOutcome expected) {
        long before = open.posts();
        slack.faults().nextPost(fault);
        DeliveryOutcome outcome = open.send(message());
        assertThat(outcome.getClass()).as(outcome.toString()).isEqualTo(expected.getClass());
        assertThat(outcome).usingRecursiveComparison().ignoringFields("reason").isEqualTo(expected);
        assertThat(open.posts() - before)
                .as("one request: nobody but the outbox tries again")
                .isEqualTo(1);
    }

    @Test
    void whatIsThereIsDelivered() {
        assertThat(open.send(message()))
                .isEqualTo(new DeliveryOutcome.Delivered(new MessageId(
                        slack.ledger().accepted(channel.id()).get(0).ts())));
    }

    @Test
    void theSecondChannelThatIsLimitedWithinTheSameWaitMeansAll() throws Exception {
        try (OpenSlack own = OpenSlack.start()) {
            Channel other = own.slack().addChannel("other");
            own.slack().faults().nextPost(SlackFault.rateLimited(Duration.ofSeconds(30)));
            own.slack().faults().nextPost(SlackFault.rateLimited(Duration.ofSeconds(30)));
            own.send(OpenSlack.message("m1", own.slack().channel().id(), "hello", builder -> builder));
            assertThat(own.send(OpenSlack.message("m2", other.id(), "hello", builder -> builder)))
                    .isInstanceOfSatisfying(
                            Retry.class, retry -> assertThat(retry.limit()).isEqualTo(LimitScope.CONNECTOR));
        }
    }

    @Test
    void aLimitThatIsKnownIsNotRunInto() {
        long before = open.posts();
        slack.faults().nextPost(SlackFault.rateLimited(Duration.ofSeconds(30)));
        open.send(message());
        assertThat(open.send(message())).isInstanceOfSatisfying(Retry.class, retry -> {
            assertThat(retry.limit()).isEqualTo(LimitScope.BUCKET);
            assertThat(retry.retryAfter()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
        });
        assertThat(open.posts() - before).isEqualTo(1);
    }

    @Test
    void aScopeThatIsMissingIsNamed() {
        slack.faults().nextPost(SlackFault.missingScope("chat:write", "channels:read"));
        assertThat(open.send(message()))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.reason())
                        .contains("chat:write", "reinstall the app"));
    }

    @Test
    void aTargetThatIsNoneIsTheMessagesFault() {
        for (String target : List.of("#general", "general", "C1 2")) {
            assertThat(open.send(OpenSlack.message("m1", target, "hello", builder -> builder)))
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.reason())
                            .startsWith("conversation_id: ")
                            .contains(target));
        }
    }

    @Test
    void notConnectedIsARetry() throws Exception {
        try (FakeSlack gone = FakeSlack.start()) {
            URI nowhere = URI.create(gone.apiUrl());
            gone.close();
            assertThat(OpenSlack.sender(nowhere, true).send(message()))
                    .isInstanceOfSatisfying(Retry.class, certainly());
        }
    }

    @Test
    void noHandshakeIsARetry() {
        URI tls = URI.create(slack.apiUrl().replace("http:", "https:"));
        assertThat(OpenSlack.sender(tls, true).send(message())).isInstanceOfSatisfying(Retry.class, certainly());
    }

    private static java.util.function.Consumer<Retry> certainly() {
        return retry -> {
            assertThat(retry.retryClass()).isEqualTo(RetryClass.TRANSIENT_NETWORK);
            assertThat(retry.uncertain()).isFalse();
        };
    }

    @Test
    void whatTheGuardDoesNotLetThroughIsTheConnectorsFault() {
        DeliveryOutcome outcome =
                OpenSlack.sender(URI.create(slack.apiUrl()), false).send(message());
        assertThat(outcome)
                .usingRecursiveComparison()
                .ignoringFields("reason")
                .isEqualTo(connector(Readiness.MISCONFIGURED));
        assertThat(open.posts()).isZero();
    }

    @Test
    void aSessionThatEndsIsARetry() throws Exception {
        try (OpenSlack own = OpenSlack.start()) {
            own.session().close();
            assertThat(own.send(message())).isInstanceOf(Retry.class);
        }
    }
}
