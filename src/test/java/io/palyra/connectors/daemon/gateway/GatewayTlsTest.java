package io.palyra.connectors.daemon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.palyra.connectors.daemon.DaemonMisconfiguredException;
import io.palyra.connectors.daemon.DaemonNotTakenException;
import io.palyra.connectors.fake.FakeGateway;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.testkit.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and client certificates against gRPC's own server. */
class GatewayTlsTest {

    private static final GatewayCalls CALLS = new GatewayCalls();
    private static Certificates server;
    private static Certificates client;
    private static Certificates stranger;
    private static FakeGateway encrypted;
    private static FakeGateway mutual;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = Certificates.make(folder, "server", "dns:gateway.test");
        client = Certificates.make(folder, "client");
        stranger = Certificates.make(folder, "stranger");
        SslContext plain = GrpcSslContexts.forServer(
                        server.certificate().toFile(), server.key().toFile())
                .build();
        encrypted = FakeGateway.start(plain);
        mutual = FakeGateway.start(GrpcSslContexts.forServer(
                        server.certificate().toFile(), server.key().toFile())
                .trustManager(client.certificate().toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .build());
    }

    @AfterAll
    static void stop() throws Exception {
        CALLS.close();
        encrypted.close();
        mutual.close();
    }

    private static RouteInboundResult ask(String uri) throws Exception {
        return CALLS.ask(uri, GatewayCalls.event("tls"));
    }

    private static String trusting(FakeGateway gateway, Certificates own) {
        return gateway.uri() + "?tls=true&serverName=gateway.test&caFile=" + server.certificate()
                + (own == null ? "" : "&certFile=" + own.certificate() + "&keyFile=" + own.key());
    }

    @Test
    void theCertificateIsCheckedAgainstTheAuthorityAndTheName() throws Exception {
        assertThat(ask(trusting(encrypted, null)).accepted()).isTrue();

        assertThatThrownBy(() -> ask(trusting(encrypted, null).replace("&serverName=gateway.test", "")))
                .isInstanceOf(DaemonMisconfiguredException.class)
                .hasMessageContaining("the certificate of 127.0.0.1 is not trusted")
                .hasMessageContaining("serverName");
        assertThatThrownBy(() -> ask(encrypted.uri() + "?tls=true&serverName=gateway.test"))
                .isInstanceOf(DaemonMisconfiguredException.class)
                .hasMessageContaining("the certificate of gateway.test is not trusted")
                .hasMessageContaining("caFile");
    }

    @Test
    void aServerThatWantsTlsIsToldFromOneThatIsAway() {
        assertThatThrownBy(() -> ask(encrypted.uri()))
                .isInstanceOf(DaemonMisconfiguredException.class)
                .hasMessageContaining("camel.component.palyra-gateway.tls=true");
    }

    @Test
    void theOwnCertificateIsShownWhereItIsAskedFor() throws Exception {
        int asked = mutual.questions().size();
        assertThat(ask(trusting(mutual, client)).accepted()).isTrue();

        assertThatThrownBy(() -> ask(trusting(mutual, null)))
                .isInstanceOf(DaemonMisconfiguredException.class)
                .hasMessageContaining("certFile");
        assertThatThrownBy(() -> ask(trusting(mutual, stranger))).isInstanceOf(DaemonMisconfiguredException.class);
        assertThat(mutual.questions()).hasSize(asked + 1);
    }

    /** Until then each message waits, free of charge. */
    @Test
    void renewedCertificatesAreReadWithoutARestart(@TempDir Path folder) throws Exception {
        Path certificate = Files.copy(stranger.certificate(), folder.resolve("own.crt"));
        Path key = Files.copy(stranger.key(), folder.resolve("own.key"));
        String uri = trusting(mutual, new Certificates(certificate, key));
        assertThatThrownBy(() -> ask(uri)).isInstanceOf(DaemonMisconfiguredException.class);

        Files.writeString(certificate, "half written");
        assertThatThrownBy(() -> ask(uri))
                .isInstanceOf(DaemonMisconfiguredException.class)
                .hasMessageContaining("certFile=" + certificate + " cannot be used");
        Files.copy(client.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(client.key(), key, StandardCopyOption.REPLACE_EXISTING);

        assertThat(ask(uri).accepted()).isTrue();
    }

    /** It hangs up while the call is sent, which may take its alert along. */
    @Test
    void aRefusedCertificateIsRecognizedThoughItsAlertIsLost() throws Exception {
        try (ServerSocket between = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread proxy = new Thread(() -> resetFirst(between, mutual.port()), "resets-first");
            proxy.start();
            String uri = trusting(mutual, stranger).replace(":" + mutual.port(), ":" + between.getLocalPort());

            assertThatThrownBy(() -> ask(uri))
                    .isInstanceOf(DaemonMisconfiguredException.class)
                    .hasMessageContaining("certFile");
            proxy.join();
        }
    }

    /** Resets the first connection as soon as something comes, and passes on the second one. */
    private static void resetFirst(ServerSocket between, int port) {
        try {
            try (Socket first = between.accept()) {
                assertThat(first.getInputStream().read()).isNotNegative();
                first.setSoLinger(true, 0);
            }
            try (Socket second = between.accept();
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread there = new Thread(() -> pass(second, server), "there");
                there.start();
                pass(server, second);
                there.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of both has hung up
        }
    }

    @Test
    void aServerWithoutTlsIsToldFromOneThatIsAway() throws Exception {
        try (FakeGateway clear = FakeGateway.start()) {
            assertThatThrownBy(() -> ask(trusting(clear, null)))
                    .isInstanceOf(DaemonMisconfiguredException.class)
                    .hasMessageContaining("camel.component.palyra-gateway.tls");
        }
    }

    @Test
    void aServerThatHangsUpMeanwhileIsAway() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread hangsUp = new Thread(() -> hangUp(server), "hangs-up");
            hangsUp.start();

            assertThatThrownBy(() -> ask("palyra-gateway:127.0.0.1:" + server.getLocalPort() + "?tls=true"))
                    .isInstanceOf(DaemonNotTakenException.class);
            hangsUp.join();
        }
    }

    private static void hangUp(ServerSocket server) {
        try (Socket socket = server.accept()) {
            assertThat(socket.getInputStream().read()).isNotNegative();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
