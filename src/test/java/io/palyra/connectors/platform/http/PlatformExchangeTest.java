package io.palyra.connectors.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.palyra.connectors.fake.RawHttp;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.net.EgressGuard;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.DeliveryOutcome.PermanentFailure;
import io.palyra.connectors.protocol.DeliveryOutcome.Retry;
import io.palyra.connectors.protocol.DeliveryOutcome.Unknown;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.LimitScope;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.RetryClass;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts to a platform in words of its own, over real sockets: what comes back, and the one outcome that it has. */
class PlatformExchangeTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final String OK = "{\"ok\":true}";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final PlatformTime time = new PlatformTime(System::nanoTime, clock);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger answers = new AtomicInteger();
    private final RateLimitWindows windows = new RateLimitWindows("Chatter", clock);
    private final PlatformExchange exchange = new PlatformExchange(
            new Chatter(),
            windows,
            RefusalBudget.NONE,
            new RequestPace(1_000, System::nanoTime),
            answers::incrementAndGet,
            timer);
    private final OkHttpClient client = client(true);
    private final RawHttp server;

    PlatformExchangeTest() throws IOException {
        server = new RawHttp();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        timer.shutdownNow();
        client.connectionPool().evictAll();
    }

    private OkHttpClient client(boolean allowLoopback) {
        return GuardedClient.builder(new EgressGuard(List.of("chatter.example"), allowLoopback), exchange, time)
                .build();
    }

    private Request.Builder request(String method) {
        return new Request.Builder().url(server.uri() + Chatter.TOKEN + "/" + method);
    }

    /** Empty where it is done. */
    private static Optional<RequestFailure> call(OkHttpClient through, Request request) {
        RequestIoException failure = catchThrowableOfType(RequestIoException.class, () -> {
            try (Response response = through.newCall(request).execute()) {
                assertThat(response.body().string()).isEqualTo(OK);
            }
        });
        return Optional.ofNullable(failure).map(RequestIoException::failure);
    }

    private Optional<RequestFailure> post(String method) {
        return call(
                client,
                request(method).post(RequestBody.create(new byte[] {'x'})).build());
    }

    private static String refusal(Chatter.Code code) {
        return "{\"ok\":false,\"error\":\"" + code + "\"}";
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Chatter.Code.TOO_LONG, fault(Fault.MESSAGE, null)),
                Arguments.of(Chatter.Code.NO_SUCH_ROOM, fault(Fault.TARGET, null)),
                Arguments.of(Chatter.Code.REPLIED_TO_NOTHING, fault(Fault.MESSAGE, null)),
                Arguments.of(Chatter.Code.SLOWER, new Retry(RetryClass.RATE_LIMIT, "", null, LimitScope.BUCKET)),
                Arguments.of(Chatter.Code.AT_LUNCH, new Retry(RetryClass.TRANSIENT_NETWORK, "", null)),
                Arguments.of(Chatter.Code.STUMBLED, new Retry(RetryClass.TRANSIENT_NETWORK, "", null, null, true)),
                Arguments.of(Chatter.Code.WHO_ARE_YOU, fault(Fault.CONNECTOR, Readiness.AUTH_FAILED)),
                Arguments.of(Chatter.Code.MISSING_SCOPE, fault(Fault.CONNECTOR, Readiness.MISCONFIGURED)),
                Arguments.of(Chatter.Code.WRONG_HOUSE, fault(Fault.CONNECTOR, Readiness.MISCONFIGURED)));
    }

    private static DeliveryOutcome fault(Fault whose, @Nullable Readiness readiness) {
        return new PermanentFailure("", whose, readiness);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aCodeMeansTheSameWhateverStatusItComesWith(Chatter.Code code, DeliveryOutcome expected) {
        for (int status : new int[] {200, 400, 403}) {
            server.answers(RawHttp.Answer.of(status, "", refusal(code)));
            DeliveryOutcome outcome = Outcomes.of(post("send").orElseThrow());
            assertThat(outcome)
                    .as("%d", status)
                    .usingRecursiveComparison()
                    .ignoringFields("reason")
                    .isEqualTo(expected);
            assertThat(outcome.getClass()).isEqualTo(expected.getClass());
        }
        assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void aCodeThatIsNotInTheTableDecidesNothing() {
        server.answers(RawHttp.Answer.of(200, "", "{\"ok\":false,\"error\":\"NEW_RULE\"}"));
        assertThat(post("send")).get().isInstanceOfSatisfying(RequestFailure.Refused.class, refused -> {
            assertThat(refused.meaning()).isEqualTo(RefusalMeaning.UNKNOWN);
            assertThat(refused.code()).isEqualTo("NEW_RULE");
            assertThat(refused.reason())
                    .isEqualTo("Chatter answered 200 (NEW_RULE): it said so; what that code means is not known");
        });
    }

    @Test
    void onlyThePlatformsOwnWordIsToldAsAnAnswer() {
        server.answers(RawHttp.Answer.of(200, "", OK));
        assertThat(post("send")).isEmpty();
        server.answers(RawHttp.Answer.of(200, "", refusal(Chatter.Code.TOO_LONG)));
        post("send");
        assertThat(answers).hasValue(2);
        server.answers(RawHttp.Answer.of(403, "", "<html>Blocked</html>"));
        assertThat(post("send")).get().isInstanceOf(RequestFailure.Foreign.class);
        server.answers(RawHttp.Answer.of(502, "", refusal(Chatter.Code.TOO_LONG)));
        assertThat(post("send")).get().isInstanceOf(RequestFailure.ServerFailed.class);
        assertThat(answers).hasValue(2);
    }

    /** A method that only asks may be told from one that does something by nothing but GET. */
    @Test
    void aPageInPlaceOfASuccessLeavesAPostUncertainAndNothingElse() {
        server.answers(RawHttp.Answer.of(200, "Content-Type: text/html\r\n", "<html>Log in</html>"));
        assertThat(post("send").map(Outcomes::of)).get().isInstanceOf(Unknown.class);
        assertThat(call(client, request("me").get().build())).get().isInstanceOf(RequestFailure.Foreign.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 401, 407, 408, 421, 500, 503})
    void onePostIsOneRequestWhateverItIsInvitedTo(int status) {
        server.answers(RawHttp.Answer.of(200, "", OK));
        post("send");
        String invitations = "Retry-After: 0\r\nLocation: /again\r\nWWW-Authenticate: Basic realm=\"x\"\r\n";
        server.answers(RawHttp.Answer.of(status, invitations, ""));
        assertThat(post("send")).isPresent();
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aPostWhoseConnectionBreaksIsSentOnceAndItsOutcomeIsNotKnown() {
        server.answers(RawHttp.Answer.of(200, "", OK));
        post("send");
        for (int length : new int[] {0, 10, 40}) {
            int before = server.requests();
            server.answers(RawHttp.Answer.of(200, "", OK).cutTo(length));
            assertThat(post("send").map(Outcomes::of))
                    .as("%d bytes", length)
                    .get()
                    .isInstanceOf(Unknown.class);
            assertThat(server.requests() - before).isEqualTo(1);
            server.answers(RawHttp.Answer.of(200, "", OK));
            post("send");
        }
    }

    @Test
    void whatNeverLeftIsSaidToHaveStayedHere() throws IOException {
        server.close();
        assertThat(post("send")).get().isInstanceOf(RequestFailure.NotSent.class);
        assertThat(call(client(false), request("send").get().build()))
                .get()
                .isInstanceOfSatisfying(RequestFailure.Withheld.class, withheld -> assertThat(withheld.reason())
                        .contains("egress denied", "127.0.0.1"));
    }

    @Test
    void aLimitThatIsKnownIsNotRunIntoAndHoldsItsBucketOnly() {
        server.answers(RawHttp.Answer.of(429, "Retry-After: 30\r\n", "slow down"));
        assertThat(post("send")).get().isInstanceOf(RequestFailure.Limited.class);
        server.answers(RawHttp.Answer.of(200, "", OK));
        assertThat(post("send")).get().isInstanceOfSatisfying(RequestFailure.Limited.class, limit -> assertThat(
                        limit.retryAfter())
                .isEqualTo(Duration.ofSeconds(30)));
        assertThat(server.requests()).isEqualTo(1);
        assertThat(post("other")).isEmpty();
        clock.advance(Duration.ofSeconds(30));
        assertThat(post("send")).isEmpty();
    }

    @Test
    void aRequestThatTakesLongerThanItsDeadlineIsEnded() {
        exchange.deadline(Duration.ofMillis(300));
        server.answers(new RawHttp.Answer(
                "HTTP/1.1 200 .\r\nContent-Length: 10\r\n\r\n{".getBytes(StandardCharsets.US_ASCII), false));
        assertThat(post("send").map(Outcomes::of)).get().isInstanceOf(Unknown.class);
    }

    @Test
    void noReasonHasTheTokenThatIsInThePath() throws IOException {
        List<RawHttp.Answer> troubles = List.of(
                RawHttp.Answer.of(404, "", "no " + Chatter.TOKEN + "/send here"),
                RawHttp.Answer.of(429, "", Chatter.TOKEN),
                RawHttp.Answer.of(500, "", "at /" + Chatter.TOKEN + "/send"),
                RawHttp.Answer.of(200, "", "<html>" + Chatter.TOKEN),
                RawHttp.Answer.of(200, "", OK).cutTo(20));
        for (RawHttp.Answer trouble : troubles) {
            server.answers(trouble);
            assertThat(post("send").orElseThrow().reason()).doesNotContain(Chatter.TOKEN);
            clock.advance(Duration.ofDays(1));
        }
        server.answers(RawHttp.Answer.of(200, "", OK));
        try (Response response =
                new OkHttpClient().newCall(request("send").build()).execute()) {
            assertThat(response.toString()).contains(Chatter.TOKEN);
            assertThat(HttpAnswer.read(response).toString()).doesNotContain(Chatter.TOKEN);
        }
        server.close();
        assertThat(post("send").orElseThrow().reason()).doesNotContain(Chatter.TOKEN);
    }

    @Test
    void theTimeIsThatOfTheLastAnswerALimitToo() {
        server.answers(RawHttp.Answer.of(429, "Date: Thu, 26 Nov 2026 12:00:00 GMT\r\n", ""));
        post("send");
        assertThat(time.isStated()).isTrue();
        assertThat(time.ahead(Instant.parse("2026-11-26T12:00:00Z"))).isLessThan(Duration.ofMinutes(1));
    }

    /** With a guard, and without a pace or limits: what comes over it is no answer to anything. */
    @Test
    void aWebSocketPassesThroughTheSameClient() throws Exception {
        CountDownLatch listening = new CountDownLatch(1);
        WebSocketServer socketServer = new EchoSockets(listening);
        socketServer.start();
        try {
            listening.await();
            Request request = new Request.Builder()
                    .url("ws://127.0.0.1:" + socketServer.getPort() + "/" + Chatter.TOKEN)
                    .build();
            CompletableFuture<String> heard = new CompletableFuture<>();
            WebSocket socket = client.newWebSocket(request, new Ear(heard));
            socket.send("hello");
            assertThat(heard).succeedsWithin(WAIT).isEqualTo("hello");
            socket.cancel();

            CompletableFuture<String> denied = new CompletableFuture<>();
            client(false).newWebSocket(request, new Ear(denied));
            assertThat(denied).failsWithin(WAIT).withThrowableThat().withMessageContaining("egress allow list");
        } finally {
            socketServer.stop();
        }
    }

    private static final class Ear extends WebSocketListener {

        private final CompletableFuture<String> heard;

        Ear(CompletableFuture<String> heard) {
            this.heard = heard;
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            heard.complete(text);
        }

        @Override
        public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
            heard.completeExceptionally(failure);
        }
    }

    private static final class EchoSockets extends WebSocketServer {

        private final CountDownLatch listening;

        EchoSockets(CountDownLatch listening) {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            this.listening = listening;
        }

        @Override
        public void onStart() {
            listening.countDown();
        }

        @Override
        public void onOpen(org.java_websocket.WebSocket socket, ClientHandshake handshake) {
            // Waits for what is said
        }

        @Override
        public void onMessage(org.java_websocket.WebSocket socket, String text) {
            socket.send(text);
        }

        @Override
        public void onClose(org.java_websocket.WebSocket socket, int code, String reason, boolean remote) {
            // The test's end
        }

        @Override
        public void onError(org.java_websocket.WebSocket socket, Exception failure) {
            // The test waits in vain then
        }
    }
}
