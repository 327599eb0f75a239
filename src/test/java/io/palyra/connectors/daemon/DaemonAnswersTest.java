package io.palyra.connectors.daemon;

import static io.palyra.connectors.test.HttpAnswer.accepted;
import static io.palyra.connectors.test.HttpAnswer.html;
import static io.palyra.connectors.test.HttpAnswer.json;
import static io.palyra.connectors.test.HttpAnswer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palyra.connectors.events.EventType;
import io.palyra.connectors.events.LoggedEvent;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.inbox.InboxState;
import io.palyra.connectors.lane.storage.DeadLetter;
import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.test.HttpAnswer;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.test.HttpStandIn;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a message for each thing that a daemon over HTTP can answer. Gives up after one redelivery. */
class DaemonAnswersTest {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final AtomicInteger MESSAGES = new AtomicInteger();
    private static final SettableClock CLOCK = new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));

    @TempDir
    static Path folder;

    private static HttpDaemon daemon;
    private static ProgramUnderTest program;

    /** The message of this test; its conversation has the same name. */
    private final String message = "m" + MESSAGES.incrementAndGet();

    @BeforeAll
    static void start() throws Exception {
        daemon = HttpDaemon.start(CLOCK);
        program = ProgramUnderTest.in(folder)
                .time(CLOCK)
                .routes(RoutesUnderTest.copy(folder).quickRetries(1))
                .settings("palyra.daemon.endpoint=" + daemon.uri())
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
        daemon.close();
    }

    @Test
    void askedWithTheEventAsJsonAndTheIdsInHeaders() throws Exception {
        InboundMessageEvent event = ProgramUnderTest.echoEvent(message, message, "hello Grüße \uD83D\uDE00");

        program.program().supervision().calls().emit(event);
        awaitDelivered(message + ":0");

        HttpStandIn.Request question = daemon.questions(message).get(0);
        assertThat(question.event()).isEqualTo(event);
        assertThat(question.method()).isEqualTo("POST");
        assertThat(question.path()).isEqualTo("/route");
        assertThat(question.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("X-Palyra-Principal", "channel:echo:default")
                .containsEntry("X-Palyra-Connector-Id", "echo:default")
                .doesNotContainKey("CamelPalyraPrincipal");
    }

    @Test
    void deliversEveryReplyInTheDaemonsOrder() throws Exception {
        daemon.answers(message, accepted("one", "two", "three"));

        receive();

        awaitDelivered(message + ":0", message + ":1", message + ":2");
        assertThat(program.events(message, EventType.INBOUND_ROUTED))
                .singleElement()
                .satisfies(event -> assertThat(
                                event.details().path("enqueued_outbound").asInt())
                        .isEqualTo(3));
    }

    @Test
    void tellsWhatOfAReplyIsNotShown() throws Exception {
        daemon.answers(
                message,
                json("{\"accepted\":true,\"decision_reason\":\"routed\",\"outputs\":["
                        + "{\"text\":\"plain\"},"
                        + "{\"text\":\"with data\",\"structured_json\":{\"a\":1},\"auto_ack_text\":\"one moment\"},"
                        + "{\"text\":\" \",\"a2ui_update\":{\"surface\":\"s\",\"patch_json\":[]}}]}"));

        receive();

        awaitDelivered(message + ":0", message + ":1");
        assertThat(program.events(message + ":0", EventType.OUTBOX_LEFT_OUT)).isEmpty();
        assertThat(program.events(message + ":1", EventType.OUTBOX_LEFT_OUT))
                .singleElement()
                .satisfies(event -> assertThat(event.details().path("left_out"))
                        .hasToString("[\"auto_ack_text\",\"structured_json\"]"));
        assertThat(program.events(message + ":2", EventType.OUTBOX_DEAD_LETTER))
                .singleElement()
                .satisfies(event -> assertThat(event.message())
                        .endsWith(
                                "outputs[2].text: cannot be empty; structured_json and a2ui_update do not stand in for a"
                                        + " text"));
    }

    @Test
    void deliversNothingWhereTheDaemonHasNothingToSay() throws Exception {
        daemon.answers(message, accepted());

        receive();

        awaitInbox(InboxState.ROUTED);
        assertThat(program.findOutbox(message + ":0")).isEmpty();
    }

    static Stream<Arguments> noUsableAnswers() {
        return Stream.of(
                arguments(named("HTML", html()), "no RouteInboundResult: document: value is not valid JSON"),
                arguments(named("an empty 200", json("")), "no RouteInboundResult"),
                arguments(named("204", status(204, "")), "no RouteInboundResult"),
                arguments(named("other JSON", json("{\"ok\":true}")), "accepted"),
                arguments(named("a JSON list", json("[]")), "no RouteInboundResult"),
                arguments(
                        named(
                                "queued",
                                json("{\"accepted\":false,\"queued_for_retry\":true,\"decision_reason\":\"busy\"}")),
                        "the daemon asked to be tried again: busy"),
                arguments(named("408", status(408, "")), "HTTP 408"),
                arguments(named("429", status(429, "slow down")), "HTTP 429: slow down"),
                arguments(named("500", status(500, "broken\nat line 1")), "HTTP 500: broken"),
                arguments(named("503", status(503, "")), "HTTP 503"));
    }

    @ParameterizedTest
    @MethodSource("noUsableAnswers")
    void asksAgainAfter(HttpAnswer answer, String reason) throws Exception {
        daemon.answers(message, answer, accepted("at last"));

        receive();

        awaitDelivered(message + ":0");
        assertThat(daemon.questions(message)).hasSize(2);
        assertThat(program.events(message, EventType.INBOUND_RETRY))
                .singleElement()
                .satisfies(event -> assertThat(event.message()).contains(reason));
        assertThat(program.inbox(message).orElseThrow().attempts()).isEqualTo(2);
    }

    private static final String PROBLEM = "application/problem+json";

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(
                        named("accepted:false", json("{\"accepted\":false,\"decision_reason\":\"not allowed here\"}")),
                        "not allowed here"),
                arguments(
                        named(
                                "422 with a result",
                                status(422, "{\"accepted\":false,\"decision_reason\":\"not this one\"}")),
                        "the daemon answered HTTP 422: not this one"),
                arguments(
                        named(
                                "400 with a problem",
                                status(400, "{\"title\":\"Bad\",\"detail\":\"no body\"}")
                                        .header("Content-Type", PROBLEM)),
                        "the daemon answered HTTP 400: no body"),
                arguments(
                        named(
                                "413 with a problem that has a title only",
                                status(413, "{\"title\":\"Too long\"}")
                                        .header("Content-Type", PROBLEM + "; charset=utf-8")),
                        "the daemon answered HTTP 413: Too long"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void endsAsNotRoutedAfter(HttpAnswer answer, String reason) throws Exception {
        daemon.answers(message, answer);

        receive();

        awaitInbox(InboxState.NOT_ROUTED);
        assertThat(program.inbox(message).orElseThrow().reason()).isEqualTo(reason);
        assertThat(program.events(message, EventType.INBOUND_NOT_ROUTED))
                .singleElement()
                .satisfies(event -> assertThat(event.message()).contains(reason));
        assertThat(daemon.questions(message)).hasSize(1);
    }

    static Stream<Arguments> notTheDaemonsAnswers() {
        String result = "{\"accepted\":false,\"decision_reason\":\"no\"}";
        return Stream.of(
                arguments(named("302", status(302, "")), "HTTP 302, text/plain, no body"),
                arguments(
                        named(
                                "400 with a page",
                                status(400, "<html>\n<b>Bad</b>").header("Content-Type", "text/html")),
                        "HTTP 400, text/html, \"<html> <b>Bad</b>\""),
                arguments(named("400 with other JSON", status(400, "{\"detail\":\"no\"}")), "HTTP 400"),
                arguments(
                        named(
                                "422 that says problem and is none",
                                status(422, "no").header("Content-Type", PROBLEM)),
                        "HTTP 422, application/problem+json, \"no\""),
                arguments(named("401", status(401, result)), "correct the credentials"),
                arguments(named("403", status(403, result)), "correct the credentials"),
                arguments(named("404", status(404, "")), "correct the path in palyra.daemon.endpoint"),
                arguments(named("405", status(405, result)), "correct the path"),
                arguments(named("407", status(407, "")), "a proxy wants credentials"),
                arguments(named("451", status(451, "blocked")), "HTTP 451, text/plain, \"blocked\""));
    }

    /** More often than the policy allows, and for free. */
    @ParameterizedTest
    @MethodSource("notTheDaemonsAnswers")
    void costsNoAttempt(HttpAnswer answer, String reason) throws Exception {
        daemon.answers(message, answer, answer, accepted("at last"));

        receive();

        awaitDelivered(message + ":0");
        assertThat(daemon.questions(message)).hasSize(3);
        assertThat(program.inbox(message).orElseThrow().attempts()).isEqualTo(1);
        assertThat(program.events(message, EventType.INBOUND_RETRY))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.message()).contains("not the daemon's answer: HTTP ", reason));
    }

    static Stream<HttpAnswer> noRoomNow() {
        String busy = "{\"accepted\":false,\"queued_for_retry\":true,\"decision_reason\":\"backpressure_queue_full\"}";
        return Stream.of(json(busy), status(429, busy), status(503, busy));
    }

    @ParameterizedTest
    @MethodSource("noRoomNow")
    void backpressureWaitsShortlyAndCostsNoAttempt(HttpAnswer busy) throws Exception {
        daemon.answers(message, busy, busy, busy, accepted("at last"));

        receive();

        awaitDelivered(message + ":0");
        assertThat(program.inbox(message).orElseThrow().attempts()).isEqualTo(1);
        assertThat(program.events(message, EventType.INBOUND_RETRY))
                .extracting(
                        retry -> retry.details().path("next_attempt_unix_ms").asLong() - retry.createdAtUnixMs())
                .satisfiesExactly(
                        wait -> assertThat(wait).isEqualTo(250L),
                        wait -> assertThat(wait).isEqualTo(500L),
                        wait -> assertThat(wait).isEqualTo(1_000L));
    }

    static Stream<Arguments> statedWaits() {
        return Stream.of(
                arguments("1", 1_000L),
                arguments("0", 250L),
                arguments("in a while", 250L),
                arguments(
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                CLOCK.instant().atZone(ZoneOffset.UTC).minusHours(1)),
                        250L));
    }

    @ParameterizedTest
    @MethodSource("statedWaits")
    void waitsAsLongAsTheDaemonStates(String retryAfter, long waitMs) throws Exception {
        daemon.answers(message, status(429, "").header("Retry-After", retryAfter), accepted("at last"));

        receive();

        awaitDelivered(message + ":0");
        LoggedEvent retry = program.events(message, EventType.INBOUND_RETRY).get(0);
        assertThat(retry.details().path("next_attempt_unix_ms").asLong() - retry.createdAtUnixMs())
                .isEqualTo(waitMs);
        List<HttpStandIn.Request> asked = daemon.questions(message);
        assertThat(asked.get(1).unixMs() - asked.get(0).unixMs()).isGreaterThanOrEqualTo(waitMs);
    }

    @Test
    void anAbsurdWaitIsThePolicys() throws Exception {
        daemon.answers(message, status(503, "").header("Retry-After", "9000000000000000"));

        receive();

        program.within()
                .until(() -> !program.events(message, EventType.INBOUND_RETRY).isEmpty());
        LoggedEvent retry = program.events(message, EventType.INBOUND_RETRY).get(0);
        assertThat(retry.details().path("next_attempt_unix_ms").asLong() - retry.createdAtUnixMs())
                .isEqualTo(250L);
    }

    @Test
    void makesADeadLetterOfAnAnswerWithTooManyOutputs() throws Exception {
        String outputs = IntStream.range(0, 10_000)
                .mapToObj(n -> "{\"text\":\"" + n + "\"}")
                .collect(Collectors.joining(","));
        daemon.answers(
                message, json("{\"accepted\":true,\"decision_reason\":\"routed\",\"outputs\":[" + outputs + "]}"));

        receive();

        awaitInbox(InboxState.DEAD);
        assertThat(daemon.questions(message)).hasSize(2);
        assertThat(deadLetters(Direction.INBOUND, message)).singleElement().satisfies(letter -> assertThat(
                        letter.reason())
                .contains("outputs: message exceeds output count limit", "10000", "64", "2 attempts"));
        assertThat(program.findOutbox(message + ":0")).isEmpty();
    }

    @Test
    void deliversTheOtherOutputsWhereOneIsInvalid() throws Exception {
        daemon.answers(
                message,
                json("{\"accepted\":true,\"decision_reason\":\"routed\","
                        + "\"outputs\":[{\"text\":\"one\"},{\"text\":\"   \"},{\"text\":\"three\"}]}"));

        receive();

        awaitDelivered(message + ":0", message + ":2");
        assertThat(program.findOutbox(message + ":1")).isEmpty();
        assertThat(deadLetters(Direction.OUTBOUND, message + ":1"))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.reason()).contains("outputs[1].text: cannot be empty");
                    assertThat(letter.payload().path("text").asText()).isEqualTo("   ");
                });
        assertThat(program.inbox(message).orElseThrow().enqueuedOutbound()).isEqualTo(2);
    }

    private void receive() throws Exception {
        assertThat(program.receive(message, message, "hello").accepted()).isTrue();
    }

    private void awaitInbox(InboxState state) {
        assertThat(program.awaitSettled(message, CLOCK).state()).isEqualTo(state);
    }

    private void awaitDelivered(String... envelopeIds) {
        for (String envelopeId : envelopeIds) {
            await(envelopeId).pollInterval(LOOK).untilAsserted(() -> {
                program.nextTryUnixMs(message).ifPresent(CLOCK::advanceTo);
                assertThat(program.findOutbox(envelopeId))
                        .hasValueSatisfying(entry -> assertThat(entry.state()).isEqualTo(OutboxState.DELIVERED));
            });
        }
    }

    private static List<DeadLetter> deadLetters(Direction direction, String envelopeId) {
        DeadLetterStore.Filter filter = new DeadLetterStore.Filter(direction, null, null, null);
        return program.program().deadLetters().latest(ProgramUnderTest.ECHO, filter, 100).letters().stream()
                .filter(letter -> letter.envelopeId().value().equals(envelopeId))
                .toList();
    }
}
