package io.palyra.connectors.daemon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.daemon.DaemonMisconfiguredException;
import io.palyra.connectors.daemon.DaemonNotTakenException;
import io.palyra.connectors.daemon.DaemonRejectedException;
import io.palyra.connectors.daemon.DaemonUnavailableException;
import io.palyra.connectors.fake.FrameGateway;
import io.palyra.connectors.fake.FrameGateway.Script;
import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.RouteInboundResult;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import palyra.gateway.v1.RouteMessageResponse;

/** What gRPC's own server never sends: answers that break off or are none, and what a proxy between says. */
class GatewayFramesTest {

    private static final GatewayCalls CALLS = new GatewayCalls();
    private static final byte[] ACCEPTED =
            RouteMessageResponse.newBuilder().setAccepted(true).build().toByteArray();
    private static final int NO_ERROR = 0;
    private static final int ENHANCE_YOUR_CALM = 11;

    private FrameGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = FrameGateway.start();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @AfterAll
    static void close() throws Exception {
        CALLS.close();
    }

    private RouteInboundResult ask(AttachmentRef... attachments) throws Exception {
        return CALLS.ask(gateway.uri() + "?timeout=1000", GatewayCalls.event("frames", attachments));
    }

    private static Arguments answer(String name, Script script, String reason) {
        return Arguments.of(name, script, reason);
    }

    /** After these it is not known whether the daemon has worked on the message. */
    static Stream<Arguments> unusable() {
        return Stream.of(
                answer("never ends", call -> call.begin().message(ACCEPTED), "within PT1S"),
                answer("no status", call -> call.begin().message(ACCEPTED).trailers("x", "y"), "without a status"),
                answer("OK at once", call -> onlyHeaders(call, "0", ""), "no message"),
                answer("OK and nothing", call -> call.begin().trailers("grpc-status", "0"), "no message"),
                answer(
                        "two",
                        call -> call.begin().message(ACCEPTED).message(ACCEPTED).trailers("grpc-status", "0"),
                        "more than one"),
                answer(
                        "compressed",
                        call -> call.begin().message(1, ACCEPTED).trailers("grpc-status", "0"),
                        "compressed"),
                answer("5 MiB", call -> call.begin().data(new byte[] {0, 0, 0x50, 0, 0}), "5242880 bytes"),
                answer("4 GiB", call -> call.begin().data(new byte[] {0, -1, -1, -1, -1}), "4294967295 bytes"),
                answer(
                        "less than said",
                        call -> call.begin().data(new byte[] {0, 0, 0, 0, 9, 1}).trailers("grpc-status", "0"),
                        "no usable answer"),
                answer(
                        "message and failure",
                        call -> call.begin().message(ACCEPTED).trailers("grpc-status", "13"),
                        "INTERNAL"),
                answer(
                        "no protobuf",
                        call -> call.begin()
                                .message(new byte[] {-1, -1, -1, -1, 3})
                                .trailers("grpc-status", "0"),
                        "cannot be read"),
                answer(
                        "no UTF-8",
                        call -> call.begin()
                                .message(new byte[] {34, 2, (byte) 0xc3, 0x28})
                                .trailers("grpc-status", "0"),
                        "UTF-8"),
                answer("status 99", call -> onlyHeaders(call, "99", "what"), "UNKNOWN: what"),
                answer("status x", call -> onlyHeaders(call, "x", ""), "UNKNOWN"),
                answer("no percent", call -> onlyHeaders(call, "13", "100% sure%"), "INTERNAL: 100% sure%"),
                answer("huge", call -> onlyHeaders(call, "7", "a".repeat(300_000)), "exceeded"),
                answer("reset", call -> call.reset(NO_ERROR), "NO_ERROR"),
                answer(
                        "reset in the middle",
                        call -> call.begin().message(ACCEPTED).reset(NO_ERROR),
                        "NO_ERROR"),
                answer(
                        "goes away and hangs up",
                        call -> call.goAway(call.stream(), NO_ERROR).cut(),
                        "reset"),
                answer("hangs up", FrameGateway.Call::cut, "reset"),
                answer("proxy, 500", call -> proxy(call, 500), "HTTP 500"),
                answer("proxy, 502", call -> proxy(call, 502), "HTTP 502"),
                answer("proxy, 504", call -> proxy(call, 504), "HTTP 504"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void itMayHaveWorkedOnTheMessage(String name, Script script, String reason) {
        gateway.answers(script);

        assertThatThrownBy(this::ask)
                .isExactlyInstanceOf(DaemonUnavailableException.class)
                .hasMessageContaining(reason);
        assertThat(gateway.calls()).isEqualTo(1);
    }

    static Stream<Arguments> notTaken() {
        return Stream.of(
                answer("refused", call -> call.reset(7), "REFUSED_STREAM"),
                answer("goes away", call -> call.goAway(0, NO_ERROR), "REFUSED_STREAM"),
                answer("is sent away", call -> call.goAway(0, ENHANCE_YOUR_CALM).cut(), "REFUSED_STREAM"),
                answer("proxy, 429", call -> proxy(call, 429), "HTTP 429"),
                answer("proxy, 503", call -> proxy(call, 503), "HTTP 503"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notTaken")
    void itHasNotTakenTheMessage(String name, Script script, String reason) {
        gateway.answers(script);

        assertThatThrownBy(this::ask)
                .isExactlyInstanceOf(DaemonNotTakenException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"204", "302", "400", "401", "403", "404", "405", "415", "431"})
    void aProxyThatRefusesIsTheDeploymentsFault(int status) {
        gateway.answers(call -> proxy(call, status));

        assertThatThrownBy(this::ask)
                .isInstanceOf(DaemonMisconfiguredException.class)
                .hasMessageContaining("HTTP " + status);
    }

    @Test
    void whatIsTooLargeForAProxyGoesWithoutTheContentOfAttachments() throws Exception {
        gateway.answers(call -> {
            if (gateway.calls() == 1) {
                proxy(call, 413);
            } else {
                accept(call);
            }
        });

        assertThat(ask(file(10)).accepted()).isTrue();
    }

    /** The rest of the call waits for room that a server that has refused it never gives. */
    @Test
    void whatIsRefusedBeforeItIsThereIsRefused() {
        gateway.answersEarly(call -> {
            onlyHeaders(call, "11", "too large");
            call.reset(NO_ERROR);
        });

        assertThatThrownBy(() -> ask(file(1_500_000), file(1_500_000)))
                .isInstanceOf(DaemonRejectedException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void aServerThatGoesAwayStillAnswers() throws Exception {
        gateway.answers(call -> accept(call.goAway(call.stream(), NO_ERROR)));

        assertThat(ask().accepted()).isTrue();
        assertThat(ask().accepted()).isTrue();
        assertThat(gateway.connections()).isEqualTo(2);
    }

    /** As behind a firewall that has forgotten it: it takes what is sent, and never answers. */
    @Test
    void aDeadConnectionCostsOneTimeoutAndNotOneForEachCall() throws Exception {
        gateway.answers(GatewayFramesTest::accept);
        ask();
        gateway.forgetConnections();

        assertThatThrownBy(this::ask).hasMessageContaining("within PT1S");

        await().pollInSameThread().ignoreExceptions().until(() -> ask().accepted());
        assertThat(gateway.connections()).isEqualTo(2);
        assertThat(gateway.calls()).isEqualTo(2);
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

    private static void proxy(FrameGateway.Call call, int status) throws IOException {
        call.headers(true, ":status", String.valueOf(status), "content-type", "text/html");
    }

    private static AttachmentRef file(int bytes) {
        return AttachmentRef.upload(
                AttachmentKind.FILE,
                "file",
                "application/octet-stream",
                Base64.getEncoder().encodeToString(new byte[bytes]));
    }
}
