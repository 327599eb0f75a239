package io.palyra.connectors.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.WebhookAnswer;
import io.palyra.connectors.adapter.WebhookCall;
import io.palyra.connectors.adapter.WebhookReceiver;
import io.palyra.connectors.protocol.ConnectorId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a connector gets a call as it was sent, and its caller an answer in every case. Method: receivers behind a real port. */
class ConnectorDoorTest {

    private static final int MIB = 1024 * 1024;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ConnectorId ONE = ConnectorId.of("hook:one");
    private static final Map<ConnectorId, WebhookReceiver> RECEIVERS = new ConcurrentHashMap<>();

    private static DefaultCamelContext context;
    private static IngressServer server;

    @BeforeAll
    static void listen() {
        context = new DefaultCamelContext();
        server = IngressServer.of(context, "127.0.0.1", Optional.of(0), id -> Optional.ofNullable(RECEIVERS.get(id)))
                .orElseThrow();
        server.listen();
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
        context.close();
    }

    @AfterEach
    void forget() {
        RECEIVERS.clear();
    }

    @Test
    void handsOverWhatWasSentAsItWasSent() throws Exception {
        byte[] bytes = {0, (byte) 0xff, '\r', '\n', 'a', '=', '%', '2', '0', '&', '+'};
        CompletableFuture<WebhookCall> received = new CompletableFuture<>();
        RECEIVERS.put(ONE, call -> {
            received.complete(call);
            return new WebhookAnswer(202, "text/x-own", "grüezi", Map.of("X-Own", "a"));
        });

        HttpResponse<String> answer = HTTP.send(
                request("/connectors/hook/One/events/new?a=1%202&b&a=3")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Sign", "s1")
                        .header("X-Twice", "1")
                        .header("X-Twice", "2")
                        .method("PATCH", BodyPublishers.ofByteArray(bytes))
                        .build(),
                BodyHandlers.ofString());

        WebhookCall call = received.get(10, TimeUnit.SECONDS);
        assertThat(call.body()).isEqualTo(bytes);
        assertThat(call.method()).isEqualTo("PATCH");
        assertThat(call.path()).isEqualTo("/events/new");
        assertThat(call.query()).isEqualTo("a=1%202&b&a=3");
        assertThat(call.parameter("a")).contains("1 2");
        assertThat(call.parameter("b")).contains("");
        assertThat(call.parameter("c")).isEmpty();
        assertThat(call.header("x-sign")).contains("s1");
        assertThat(call.headers()).containsEntry("x-TWICE", List.of("1", "2"));
        assertThat(call.header("X-Twice")).as("whose is it?").isEmpty();
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("grüezi");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/x-own");
        assertThat(answer.headers().firstValue("X-Own")).contains("a");
    }

    @Test
    void aBodyInPiecesIsOneBodyUpToAMebibyte() throws Exception {
        RECEIVERS.put(ONE, call -> WebhookAnswer.text(200, String.valueOf(call.body().length)));
        assertThat(post(MIB).body()).isEqualTo("" + MIB);
        assertThat(post(MIB + 1).statusCode()).isEqualTo(413);

        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST /connectors/hook/one HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
                                    + "\r\n3\r\nabc\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            out.write("4\r\ndefg\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("\r\n\r\n7");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/connectors",
                "/connectors/",
                "/connectors/hook",
                "/connectors/hook/",
                "/connectors/hook/two",
                "/connectors/Hook/one",
                "/connectors/hook/one%2F..%2Ftwo",
                "/connectors/hook/%7Bone%7D",
                "/connectors/hook/../hook",
                "/connectors//one",
                "/connectorshook/one"
            })
    void whatIsForNobodyIsAnswered404(String path) throws Exception {
        RECEIVERS.put(ONE, call -> WebhookAnswer.ok());

        assertThat(HTTP.send(request(path).GET().build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void dotsAndEncodedLettersLeadToTheSameInstance() throws Exception {
        RECEIVERS.put(ONE, call -> WebhookAnswer.ok());

        assertThat(get("/connectors/hook/x/../one").statusCode()).isEqualTo(200);
        assertThat(get("/connectors/hook/%6Fne").statusCode()).isEqualTo(200);
    }

    @Test
    void aRefusedMessageIsToComeAgainAndOneThatNobodyEverTakesIsNot() throws Exception {
        RECEIVERS.put(ONE, call -> {
            throw InboundRefusedException.later("secret inner reason", null, Duration.ofMillis(1_200));
        });
        HttpResponse<String> later = get("/connectors/hook/one");
        assertThat(later.statusCode()).isEqualTo(503);
        assertThat(later.headers().firstValue("Retry-After")).contains("2");
        assertThat(later.body()).doesNotContain("secret");

        RECEIVERS.put(ONE, call -> {
            throw InboundRefusedException.forGood("too long", new IllegalStateException());
        });
        assertThat(get("/connectors/hook/one").statusCode()).isEqualTo(200);
    }

    @Test
    void aConnectorThatFailsTellsNothingAndIsNamedInTheLog() throws Exception {
        List<WebhookReceiver> faults = List.of(
                call -> {
                    throw new IllegalStateException("secret inner reason");
                },
                call -> null,
                call -> {
                    throw new NoClassDefFoundError("acme/Gone");
                },
                call -> WebhookAnswer.status(99));
        for (WebhookReceiver fault : faults) {
            RECEIVERS.put(ONE, fault);
            try (LogLines log = LogLines.of(ConnectorDoor.class)) {
                HttpResponse<String> answer = get("/connectors/hook/one");

                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(answer.body()).isEqualTo("the connector failed\n");
                assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR hook:one failed while taking a call"));
            }
        }
    }

    /** And what is in hand is answered. */
    @Test
    void onlySoManyCallsAreInHand() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        RECEIVERS.put(ONE, call -> {
            await(open);
            return WebhookAnswer.ok();
        });
        int tooMany = 8;
        List<CompletableFuture<Integer>> statuses = IntStream.range(0, IngressServer.CALLS_MAX + tooMany)
                .mapToObj(i -> HTTP.sendAsync(
                                request("/connectors/hook/one").GET().build(), BodyHandlers.ofString())
                        .thenApply(HttpResponse::statusCode))
                .toList();
        Awaitility.await()
                .until(() -> statuses.stream().filter(CompletableFuture::isDone).count() == tooMany);

        open.countDown();

        assertThat(statuses.stream().map(CompletableFuture::join).filter(status -> status == 200))
                .hasSize(IngressServer.CALLS_MAX);
        assertThat(statuses.stream().map(CompletableFuture::join).filter(status -> status == 503))
                .hasSize(tooMany);
        assertThat(get("/connectors/hook/one").statusCode()).isEqualTo(200);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpResponse<String> post(int bytes) throws Exception {
        return HTTP.send(
                request("/connectors/hook/one")
                        .POST(BodyPublishers.ofByteArray(new byte[bytes]))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + server.address() + path))
                .timeout(Duration.ofSeconds(30));
    }
}
