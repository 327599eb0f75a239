package io.palyra.connectors.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.http.Fault;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.telegram.Chat;
import io.palyra.connectors.fake.telegram.FakeTelegram;
import io.palyra.connectors.fake.telegram.TelegramFault;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.DeliveryOutcome.Unknown;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.MessageId;
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

/** Each row of what can happen to a send, over real sockets, and the one outcome that it has. */
class TelegramOutcomeTableTest {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final String WORDS = "secret words of somebody";

    private static OpenTelegram shared;

    private OpenTelegram open;
    private FakeTelegram telegram;
    private Chat chat;
    private boolean isLimited;

    @AfterAll
    static void closeShared() throws Exception {
        if (shared != null) {
            shared.close();
        }
    }

    @BeforeEach
    void addChat() throws Exception {
        if (shared == null) {
            shared = OpenTelegram.start();
        }
        open = shared;
        telegram = open.telegram();
        chat = telegram.addGroup("of this test");
    }

    /** A limit that was met lasts. */
    @AfterEach
    void clear() throws Exception {
        telegram.faults().clear();
        if (isLimited) {
            shared.close();
            shared = null;
        }
    }

    private OutboundMessageRequest message() {
        return message(chat);
    }

    private static OutboundMessageRequest message(Chat to) {
        return OpenTelegram.message(OpenTelegram.id(to), WORDS, builder -> builder.timeoutMs(1_500));
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                        Stream.of(
                                row("ok without a message", taken("{\"ok\":true,\"result\":{}}"), new Unknown("")),
                                row("ok and no more", taken("{\"ok\":true}"), new Unknown("")),
                                row("ok with true", taken("{\"ok\":true,\"result\":true}"), new Unknown("")),
                                row(
                                        "an id that is a text",
                                        taken("{\"ok\":true,\"result\":{\"message_id\":\"17\"}}"),
                                        new Unknown("")),
                                row(
                                        "an id that is no whole number",
                                        taken("{\"ok\":true,\"result\":{\"message_id\":1.5}}"),
                                        new Unknown("")),
                                row(
                                        "200 with a broken body",
                                        TelegramFault.brokenJsonAfterAccepting(),
                                        new Unknown("")),
                                row("200 without a body", taken(""), new Unknown("")),
                                row("200 with a list", taken("[]"), new Unknown("")),
                                row("200 of a portal", TelegramFault.portalAfterAccepting(), new Unknown("")),
                                row(
                                        "shorter than announced",
                                        TelegramFault.shortAnswerAfterAccepting(),
                                        new Unknown("")),
                                row("reset before accepting", Fault.resetBeforeAccepting(), new Unknown("")),
                                row("reset after accepting", Fault.resetAfterAccepting(), new Unknown("")),
                                row("end of file", Fault.closedAfterAccepting(), new Unknown("")),
                                row("no answer in time", Fault.silentAfterAccepting(), new Unknown("")),
                                row(
                                        "an answer without end",
                                        TelegramFault.portal().dripping(),
                                        new Unknown("")),
                                row("502 after accepting", Fault.statusAfterAccepting(502), new Unknown("")),
                                row("408", Fault.status(408), new Unknown("")),
                                row("503 at once", Fault.status(503).with("Retry-After", "0"), new Unknown("")),
                                row(
                                        "restart",
                                        TelegramFault.refusedAfterAccepting(500, "Internal Server Error: restart"),
                                        new Unknown(""))),
                        Stream.of(500, 502, 503, 504, 520)
                                .flatMap(status -> Stream.of(
                                        row(status + " in HTML", Fault.status(status), new Unknown("")),
                                        row(
                                                status + " in JSON",
                                                TelegramFault.refused(status, "Bad Gateway"),
                                                new Unknown("")))),
                        Stream.of(
                                row("429", TelegramFault.rateLimited(WAIT), limit(WAIT, LimitScope.BUCKET)),
                                row("429 without a wait", TelegramFault.rateLimited(), limit(null, LimitScope.BUCKET)),
                                row(
                                        "429 in the header alone",
                                        TelegramFault.rateLimited().with("Retry-After", "30"),
                                        limit(WAIT, LimitScope.BUCKET)),
                                row(
                                        "429 of a proxy",
                                        Fault.status(429).with("Retry-After", "30"),
                                        limit(WAIT, LimitScope.BUCKET)),
                                row(
                                        "401",
                                        TelegramFault.refused(401, "Unauthorized"),
                                        connector(Readiness.AUTH_FAILED)),
                                row(
                                        "401 of an own server",
                                        TelegramFault.refused(401, "Unauthorized: invalid token specified"),
                                        connector(Readiness.AUTH_FAILED)),
                                row(
                                        "404 with a base URL of one's own",
                                        TelegramFault.refused(404, "Not Found"),
                                        connector(Readiness.MISCONFIGURED)),
                                row(
                                        "404, an older server",
                                        TelegramFault.refused(404, "Not Found: method not found"),
                                        notTaken()),
                                row("421", Fault.status(421), connector(Readiness.MISCONFIGURED)),
                                row(
                                        "421 of an own server",
                                        TelegramFault.refused(421, "Misdirected Request"),
                                        connector(Readiness.MISCONFIGURED)),
                                row("301", moved(301), connector(Readiness.MISCONFIGURED)),
                                row("302", moved(302), connector(Readiness.MISCONFIGURED)),
                                row("307", moved(307), connector(Readiness.MISCONFIGURED)),
                                row("308", moved(308), connector(Readiness.MISCONFIGURED)),
                                row("413 in HTML", Fault.status(413), unrecognised()),
                                row("413", TelegramFault.refused(413, "Request Entity Too Large"), notTaken()),
                                row(
                                        "a status of tomorrow",
                                        TelegramFault.refused(418, "I'm a teapot"),
                                        unrecognised())),
                        Stream.of(400, 401, 403, 404, 407, 451)
                                .map(status -> row(
                                        status + " of a proxy",
                                        Fault.status(status),
                                        connector(Readiness.MISCONFIGURED))),
                        refused(
                                403,
                                target(),
                                "Forbidden: bot was blocked by the user",
                                "Forbidden: bot was kicked from the supergroup chat",
                                "Forbidden: bot was kicked from the group chat",
                                "Forbidden: bot is not a member of the channel chat",
                                "Forbidden: bot can't initiate conversation with a user",
                                "Forbidden: bots can't send messages to bots",
                                "Forbidden: user is deactivated",
                                "Forbidden: the group chat was deleted",
                                "Forbidden: a rule of tomorrow"),
                        refused(
                                400,
                                target(),
                                "Bad Request: chat not found",
                                "Bad Request: message thread not found",
                                "Bad Request: TOPIC_CLOSED",
                                "Bad Request: not enough rights to send text messages to the chat",
                                "Bad Request: CHAT_WRITE_FORBIDDEN",
                                "Bad Request: need administrator rights in the channel chat",
                                "Bad Request: PEER_ID_INVALID",
                                "Bad Request: group chat was upgraded to a supergroup chat"),
                        refused(
                                400,
                                notTaken(),
                                "Bad Request: message is too long",
                                "Bad Request: message caption is too long",
                                "Bad Request: text must be non-empty",
                                "Bad Request: message text is empty",
                                "Bad Request: message to be replied not found",
                                "Bad Request: BUTTON_DATA_INVALID",
                                "Bad Request: ENTITIES_TOO_LONG",
                                "Bad Request: wrong file identifier/HTTP URL specified",
                                "Bad Request: IMAGE_PROCESS_FAILED",
                                "Bad Request: can't parse entities: no end of something",
                                "Bad Request: a rule of tomorrow"))
                .flatMap(rows -> rows);
    }

    private static Fault taken(String body) {
        return Fault.accepting(RestAnswer.of(200, "application/json", body));
    }

    /** To the same place: whoever follows sends again. */
    private static Fault moved(int status) {
        return Fault.refusing(RestAnswer.of(status, "text/html", "").header("Location", "sendMessage"));
    }

    private static Stream<Arguments> refused(int status, DeliveryOutcome outcome, String... descriptions) {
        return Stream.of(descriptions)
                .map(description -> row(description, TelegramFault.refused(status, description), outcome));
    }

    private static Arguments row(String what, Fault fault, DeliveryOutcome outcome) {
        return Arguments.of(what, fault, outcome);
    }

    private static DeliveryOutcome limit(Duration wait, LimitScope scope) {
        return new Retry(RetryClass.RATE_LIMIT, "", wait, scope);
    }

    private static DeliveryOutcome connector(Readiness readiness) {
        return new PermanentFailure("", io.palyra.connectors.protocol.Fault.CONNECTOR, readiness);
    }

    private static DeliveryOutcome target() {
        return new PermanentFailure("", io.palyra.connectors.protocol.Fault.TARGET, null);
    }

    private static DeliveryOutcome notTaken() {
        return new PermanentFailure("", io.palyra.connectors.protocol.Fault.MESSAGE, null);
    }

    private static DeliveryOutcome unrecognised() {
        return new PermanentFailure("", io.palyra.connectors.protocol.Fault.MESSAGE, null, true);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void hasItsOutcome(String what, Fault fault, DeliveryOutcome expected) {
        // A connection that is kept, as it is between messages: the fault meets a request on it
        open.send(message());
        long before = open.sends();
        telegram.faults().nextPost(fault);
        DeliveryOutcome outcome = open.send(message());
        isLimited = outcome instanceof Retry;
        assertThat(outcome.getClass()).as(outcome.toString()).isEqualTo(expected.getClass());
        assertThat(outcome).usingRecursiveComparison().ignoringFields("reason").isEqualTo(expected);
        assertThat(open.sends() - before)
                .as("one request: nobody but the outbox tries again")
                .isEqualTo(1);
        assertThat(outcome.toString()).doesNotContain(secret(), WORDS);
        if (outcome instanceof Unknown unknown) {
            assertThat(unknown.reason())
                    .as("says what an operator looks for")
                    .contains(
                            "in the chat " + chat.id(),
                            "a text of 24 characters",
                            "@" + telegram.bot().username())
                    .containsPattern("from 20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        }
    }

    private String secret() {
        return telegram.token().substring(telegram.token().indexOf(':') + 1);
    }

    @Test
    void whatIsThereIsDelivered() {
        assertThat(open.send(message()))
                .isEqualTo(new DeliveryOutcome.Delivered(
                        new MessageId(String.valueOf(open.last().id()))));
        assertThat(open.last().text()).isEqualTo(WORDS);
    }
}
