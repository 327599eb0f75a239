package io.palyra.connectors.daemon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.palyra.connectors.adapter.PalyraConstants;
import io.palyra.connectors.daemon.DaemonMisconfiguredException;
import io.palyra.connectors.daemon.DaemonNotTakenException;
import io.palyra.connectors.daemon.DaemonRejectedException;
import io.palyra.connectors.daemon.DaemonUnavailableException;
import io.palyra.connectors.engine.DaemonFault;
import io.palyra.connectors.fake.FakeGateway;
import io.palyra.connectors.fake.FakeGateway.Answer;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.test.HttpDaemon;
import io.palyra.connectors.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What follows from the end of a call that brings no answer. */
class GatewayEndsTest {

    private static final GatewayCalls CALLS = new GatewayCalls();
    private static FakeGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = FakeGateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        CALLS.close();
        gateway.close();
    }

    private static RouteInboundResult ask(String conversation) throws Exception {
        return CALLS.ask(gateway.uri(), GatewayCalls.event(conversation));
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of(
                        Status.PERMISSION_DENIED,
                        DaemonMisconfiguredException.class,
                        DaemonFault.MISCONFIGURED,
                        "token"),
                Arguments.of(
                        Status.UNAUTHENTICATED, DaemonMisconfiguredException.class, DaemonFault.MISCONFIGURED, "token"),
                Arguments.of(
                        Status.FAILED_PRECONDITION,
                        DaemonMisconfiguredException.class,
                        DaemonFault.MISCONFIGURED,
                        "version"),
                Arguments.of(
                        Status.UNIMPLEMENTED,
                        DaemonMisconfiguredException.class,
                        DaemonFault.MISCONFIGURED,
                        "endpoint"),
                Arguments.of(
                        Status.RESOURCE_EXHAUSTED, DaemonNotTakenException.class, DaemonFault.POSTPONED, "coalescer"),
                Arguments.of(Status.UNAVAILABLE, DaemonNotTakenException.class, DaemonFault.NOT_TAKEN, "coalescer"),
                Arguments.of(
                        Status.INTERNAL, DaemonUnavailableException.class, DaemonFault.NO_USABLE_ANSWER, "coalescer"),
                Arguments.of(
                        Status.UNKNOWN, DaemonUnavailableException.class, DaemonFault.NO_USABLE_ANSWER, "coalescer"),
                Arguments.of(
                        Status.CANCELLED, DaemonUnavailableException.class, DaemonFault.NO_USABLE_ANSWER, "coalescer"),
                Arguments.of(
                        Status.ABORTED, DaemonUnavailableException.class, DaemonFault.NO_USABLE_ANSWER, "coalescer"),
                Arguments.of(
                        Status.DEADLINE_EXCEEDED,
                        DaemonUnavailableException.class,
                        DaemonFault.NO_USABLE_ANSWER,
                        "coalescer"),
                Arguments.of(
                        Status.DATA_LOSS, DaemonUnavailableException.class, DaemonFault.NO_USABLE_ANSWER, "coalescer"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void eachStatusSaysWhetherToAskAgain(
            Status status, Class<? extends DaemonUnavailableException> type, DaemonFault fault, String mention) {
        String conversation = "status-" + status.getCode();
        gateway.answers(conversation, Answer.status(status.withDescription("100% of the coalescer")));

        assertThatThrownBy(() -> ask(conversation))
                .isExactlyInstanceOf(type)
                .hasMessageContaining(status.getCode().name())
                .hasMessageContaining("100% of the coalescer")
                .hasMessageContaining(mention)
                .satisfies(e ->
                        assertThat(((DaemonUnavailableException) e).fault()).isEqualTo(fault));
    }

    @ParameterizedTest
    @CsvSource({"INVALID_ARGUMENT", "OUT_OF_RANGE"})
    void twoStatusesRefuseTheMessage(Status.Code code) {
        gateway.answers("refused-" + code, Answer.status(code.toStatus().withDescription("no")));

        assertThatThrownBy(() -> ask("refused-" + code))
                .isInstanceOf(DaemonRejectedException.class)
                .hasMessageContaining("no");
    }

    @Test
    void aCallThatTakesTooLongIsCancelledThereToo() throws Exception {
        gateway.answers("slow", Answer.never());
        int before = gateway.cancelled();

        assertThatThrownBy(() -> CALLS.ask(gateway.uri() + "?timeout=300", GatewayCalls.event("slow")))
                .isExactlyInstanceOf(DaemonUnavailableException.class)
                .hasMessageContaining("within PT0.3S");

        await().until(() -> gateway.cancelled() > before);
    }

    /** While it is away and once it is back, without a start of this program. */
    @Test
    void aServerThatComesBackIsAskedAgain() throws Exception {
        int port = FreePort.next();
        FakeGateway first = FakeGateway.start(port);
        String uri = first.uri();
        assertThat(CALLS.ask(uri, GatewayCalls.event("restart")).accepted()).isTrue();

        first.close();
        assertThatThrownBy(() -> CALLS.ask(uri, GatewayCalls.event("restart")))
                .isInstanceOf(DaemonUnavailableException.class);

        try (FakeGateway second = FakeGateway.start(port)) {
            assertThat(CALLS.ask(uri, GatewayCalls.event("restart")).accepted()).isTrue();
            assertThat(second.questions("restart")).hasSize(1);
        }
    }

    @Test
    void whereNobodyListensNothingWasTaken() throws Exception {
        String uri = "palyra-gateway:127.0.0.1:" + FreePort.next();

        assertThatThrownBy(() -> CALLS.ask(uri, GatewayCalls.event("nobody")))
                .isInstanceOf(DaemonNotTakenException.class)
                .hasMessageContaining("cannot be reached");
    }

    /** As a machine that is off, or a firewall that drops. */
    @Test
    void whereNobodyAnswersNothingWasTaken() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> fill(full, waiting)).isInstanceOf(SocketTimeoutException.class);

            String uri = "palyra-gateway:127.0.0.1:" + full.getLocalPort() + "?timeout=300";
            assertThatThrownBy(() -> CALLS.ask(uri, GatewayCalls.event("silent")))
                    .isInstanceOf(DaemonNotTakenException.class)
                    .hasMessageContaining("cannot be reached");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** Until it has no room for another one. */
    private static void fill(ServerSocket server, List<Socket> waiting) throws IOException {
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            socket.connect(server.getLocalSocketAddress(), 200);
        }
    }

    /** One that is set for the platforms; a gateway in the clear could not be reached through it. */
    @Test
    void theProxyOfTheJavaRuntimeIsNotAsked() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", 1)));
        try {
            assertThat(CALLS.ask(gateway.uri() + "?timeout=9000", GatewayCalls.event("proxy"))
                            .accepted())
                    .isTrue();
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void aPrincipalThatNoHeaderCarriesIsTheDeploymentsFault() {
        assertThatThrownBy(() -> CALLS.ask(
                        gateway.uri(), GatewayCalls.event("principal"), Map.of(PalyraConstants.PRINCIPAL, "Bücher")))
                .isInstanceOf(DaemonMisconfiguredException.class)
                .hasMessageContaining("principal");
    }

    @Test
    void whatSpeaksHttpOneIsNotTheDaemon() throws Exception {
        try (HttpDaemon http = HttpDaemon.start()) {
            assertThatThrownBy(() -> CALLS.ask("palyra-gateway:127.0.0.1:" + http.port(), GatewayCalls.event("http")))
                    .isInstanceOf(DaemonMisconfiguredException.class)
                    .hasMessageContaining("palyra.daemon.endpoint");
        }
    }
}
