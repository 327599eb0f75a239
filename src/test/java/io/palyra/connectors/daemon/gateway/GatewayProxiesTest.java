package io.palyra.connectors.daemon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palyra.connectors.daemon.DaemonMisconfiguredException;
import io.palyra.connectors.daemon.DaemonNotTakenException;
import io.palyra.connectors.daemon.DaemonUnavailableException;
import io.palyra.connectors.engine.DaemonFault;
import io.palyra.connectors.fake.FrameGateway;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.RouteInboundResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import palyra.gateway.v1.RouteMessageResponse;

/** What happens between this program and a daemon far away: proxies, servers that restart, connections that are ended. */
class GatewayProxiesTest {

    private static final byte[] ACCEPTED =
            RouteMessageResponse.newBuilder().setAccepted(true).build().toByteArray();
    private static final int NO_ERROR = 0;
    private static final int CANCEL = 8;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int INADEQUATE_SECURITY = 12;
    private static final int HTTP_1_1_REQUIRED = 13;
    private static final int LAST_OF_ALL = Integer.MAX_VALUE;
    private static final String RESET = "upstream connect error or disconnect/reset before headers. reset reason: ";

    private GatewayCalls calls;
    private FrameGateway gateway;

    @BeforeEach
    void start() throws Exception {
        calls = new GatewayCalls();
        gateway = FrameGateway.start();
    }

    @AfterEach
    void stop() throws Exception {
        calls.close();
        gateway.close();
    }

    private RouteInboundResult ask(AttachmentRef... attachments) throws Exception {
        return calls.ask(gateway.uri() + "?timeout=3000", GatewayCalls.event("proxies", attachments));
    }

    /** A daemon that dies of a message is not asked about it for an hour. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                RESET + "connection termination",
                RESET + "remote reset",
                "error reading from server: EOF",
                "transport is closing",
                "Connection reset by peer",
                "Stream removed"
            })
    void aProxyWhoseConnectionBrokeDoesNotKnowWhetherTheMessageWasTaken(String said) {
        gateway.answers(call -> onlyHeaders(call, "14", said));

        assertThatThrownBy(this::ask)
                .isExactlyInstanceOf(DaemonUnavailableException.class)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RESET + "connection failure",
                RESET
                        + "remote connection failure, transport failure reason: delayed connect error: Connection refused",
                RESET + "overflow",
                "no healthy upstream",
                "the daemon shuts down",
                ""
            })
    void aProxyThatHasReachedNobodyHasNotHadTheMessageTaken(String said) {
        gateway.answers(call -> onlyHeaders(call, "14", said));

        assertThatThrownBy(this::ask).isExactlyInstanceOf(DaemonNotTakenException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gRPC message exceeds maximum size 4194304: 6144592",
                "grpc: received message larger than max (6144592 vs. 4194304)",
                "Received message exceeds the maximum configured message size.",
                "Error, decoded message length too large: found 6 bytes, the limit is: 4 bytes"
            })
    void whatIsTooLargeGoesWithoutTheContentOfAttachments(String said) throws Exception {
        gateway.answers(call -> {
            if (gateway.calls() == 1) {
                onlyHeaders(call, "8", said);
            } else {
                accept(call);
            }
        });

        assertThat(ask(file(10)).accepted()).isTrue();
    }

    /** It would have the agent not see them, for the price of a moment without room. */
    @ParameterizedTest
    @ValueSource(strings = {"too many conversations in the coalescer", "quota exceeded", ""})
    void noRoomDoesNotCostTheContentOfAttachments(String said) {
        gateway.answers(call -> onlyHeaders(call, "8", said));

        assertThatThrownBy(() -> ask(file(10)))
                .isInstanceOfSatisfying(DaemonNotTakenException.class, e -> assertThat(e.fault())
                        .isEqualTo(DaemonFault.POSTPONED));
        assertThat(gateway.calls()).isEqualTo(1);
    }

    /** No server begins with a call whose end it has not seen; some end one that is too large without a word. */
    @Test
    void aCallThatIsEndedBeforeItHasLeftGoesWithoutTheContentOfAttachments() throws Exception {
        gateway.answersEarly(call -> {
            if (gateway.calls() == 1) {
                call.reset(CANCEL);
            } else {
                accept(call);
            }
        });

        assertThat(ask(file(300_000)).accepted()).isTrue();
        assertThat(gateway.calls()).isEqualTo(2);
    }

    @Test
    void aConnectionThatBreaksBeforeTheCallHasLeftCostsNoAttempt() {
        gateway.answersEarly(FrameGateway.Call::cut);

        assertThatThrownBy(() -> ask(file(300_000))).isExactlyInstanceOf(DaemonNotTakenException.class);
    }

    /** The network swallows what is sent: the deadline holds all the same. */
    @Test
    void aCallThatNobodyReadsCostsNoAttempt() {
        gateway.answersEarly(call -> {});

        assertThatThrownBy(() -> ask(file(300_000))).isExactlyInstanceOf(DaemonNotTakenException.class);
    }

    /** The answer counts that came before the rest of the question was refused. */
    @Test
    void anAnswerHoldsThoughTheQuestionIsCancelled() throws Exception {
        gateway.answersEarly(call -> {
            accept(call);
            call.reset(CANCEL);
        });

        assertThat(ask(file(300_000)).accepted()).isTrue();
    }

    @Test
    void aCallThatIsTooMuchForTheServerIsNotTaken() {
        gateway.answers(call -> call.reset(ENHANCE_YOUR_CALM));

        assertThatThrownBy(this::ask)
                .isExactlyInstanceOf(DaemonNotTakenException.class)
                .hasMessageContaining("ENHANCE_YOUR_CALM");
    }

    @ParameterizedTest
    @ValueSource(ints = {INADEQUATE_SECURITY, HTTP_1_1_REQUIRED})
    void aServerThatWantsAnotherProtocolIsTheDeploymentsFault(int code) {
        gateway.answers(call -> call.reset(code));

        assertThatThrownBy(this::ask)
                .isInstanceOf(DaemonMisconfiguredException.class)
                .hasMessageContaining("palyra.daemon.endpoint");
    }

    @Test
    void aProxyThatWantsToKnowWhoAsksIsTheDeploymentsFault() {
        gateway.answers(call -> call.headers(true, ":status", "407", "content-type", "text/html"));

        assertThatThrownBy(this::ask)
                .isInstanceOf(DaemonMisconfiguredException.class)
                .hasMessageContaining("HTTP 407");
    }

    /** Only the policies of the program repeat. */
    @ParameterizedTest
    @CsvSource({"408", "429", "503"})
    void nothingIsRepeatedUnasked(int status) {
        gateway.answers(call -> call.headers(true, ":status", String.valueOf(status), "retry-after", "0"));

        assertThatThrownBy(this::ask).isInstanceOf(DaemonUnavailableException.class);
        assertThat(gateway.calls()).isEqualTo(1);
    }

    @Test
    void aFailureThatEndsInAnEmptyFrameOfDataIsRead() {
        gateway.answers(call -> {
            call.headers(
                    false,
                    ":status",
                    "200",
                    "content-type",
                    "application/grpc",
                    "grpc-status",
                    "7",
                    "grpc-message",
                    "who are you");
            call.end();
        });

        assertThatThrownBy(this::ask)
                .isInstanceOf(DaemonMisconfiguredException.class)
                .hasMessageContaining("who are you");
    }

    /** As gRPC's servers do when they stop: first for all that may come, then for what has come. */
    @Test
    void aServerThatGoesAwayInTwoStepsAnswersWhatItHas() throws Exception {
        gateway.answers(call -> accept(call.goAway(LAST_OF_ALL, NO_ERROR).ping().goAway(call.stream(), NO_ERROR)));

        for (int i = 0; i < 3; i++) {
            assertThat(ask().accepted()).isTrue();
        }
        assertThat(gateway.connections()).isEqualTo(3);
    }

    /** As nginx does after a number of calls, and each time it reads its settings: none is lost, and none asked twice. */
    @Test
    void aServerThatGoesAwayUnderManyCallsLosesNone() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        gateway.answers(call -> {
            if (call.stream() < 40) {
                answered.incrementAndGet();
                accept(call);
            } else if (call.stream() == 41) {
                answered.incrementAndGet();
                accept(call.goAway(call.stream(), NO_ERROR));
            }
        });
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger notTaken = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(16);
        List<Future<?>> asked = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            asked.add(callers.submit(() -> {
                try {
                    ask();
                    accepted.incrementAndGet();
                } catch (DaemonNotTakenException e) {
                    notTaken.incrementAndGet();
                }
                return null;
            }));
        }
        callers.shutdown();

        assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        for (Future<?> one : asked) {
            one.get();
        }
        assertThat(accepted.get() + notTaken.get()).isEqualTo(800);
        assertThat(answered.get()).isEqualTo(accepted.get());
        assertThat(gateway.connections()).isGreaterThan(10);
    }

    /** Whatever is under way when a route is loaded anew. */
    @Test
    void nothingStaysOpenWhenTheProducerStops() throws Exception {
        gateway.answers(call -> {});
        Thread asking = new Thread(
                () -> assertThatThrownBy(this::ask).isInstanceOf(DaemonUnavailableException.class), "asking");
        asking.start();
        await().until(() -> gateway.calls() == 1);

        calls.close();

        await().until(() -> gateway.openConnections() == 0);
        asking.join();
    }

    /** The operating system asks whether the other side is there, on the connection that carries the calls. */
    @Test
    void theConnectionIsKeptAlive() throws Exception {
        Path sockets = Path.of("/proc/net/tcp6");
        assumeTrue(Files.exists(sockets));
        gateway.answers(GatewayProxiesTest::accept);
        ask();

        String there = String.format(":%04X 01 ", gateway.port());
        await().untilAsserted(() -> assertThat(Files.readAllLines(sockets))
                .filteredOn(line -> line.contains(there))
                // Remote address, state, queues, and which timer runs: 02 is the keep-alive's
                .singleElement()
                .asString()
                .contains(there + "00000000:00000000 02:"));
    }

    private static void accept(FrameGateway.Call call) throws IOException {
        call.begin().message(ACCEPTED).trailers("grpc-status", "0");
    }

    private static void onlyHeaders(FrameGateway.Call call, String status, String message) throws IOException {
        call.headers(
                true,
                ":status",
                "200",
                "content-type",
                "application/grpc",
                "grpc-status",
                status,
                "grpc-message",
                message);
    }

    private static AttachmentRef file(int bytes) {
        return AttachmentRef.upload(
                AttachmentKind.FILE,
                "file",
                "application/octet-stream",
                Base64.getEncoder().encodeToString(new byte[bytes]));
    }
}
