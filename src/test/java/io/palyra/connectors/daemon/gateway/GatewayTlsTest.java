package io.palyra.connectors.daemon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.palyra.connectors.daemon.DaemonMisconfiguredException;
import io.palyra.connectors.daemon.DaemonNotTakenException;
import io.palyra.connectors.daemon.DaemonUnavailableException;
import io.palyra.connectors.fake.FakeGateway;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.RouteInboundResult;
import io.palyra.connectors.protocol.SenderId;
import io.palyra.connectors.testkit.Certificates;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and client certificates against gRPC's own server. */
class GatewayTlsTest {

    private static final CamelContext CAMEL = new DefaultCamelContext();
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
        CAMEL.start();
    }

    @AfterAll
    static void stop() throws Exception {
        CAMEL.close();
        encrypted.close();
        mutual.close();
    }

    private static RouteInboundResult ask(String uri) throws Exception {
        Exchange asked = CAMEL.createProducerTemplate().request(uri, exchange -> exchange.getMessage()
                .setBody(InboundMessageEvent.builder(
                                new EnvelopeId("e"),
                                new ConnectorId("echo:default"),
                                new ConversationId("c"),
                                new SenderId("s"),
                                "hello")
                        .build()));
        if (asked.getException() != null) {
            throw asked.getException();
        }
        return asked.getMessage().getBody(RouteInboundResult.class);
    }

    private static String trusting(FakeGateway gateway, Certificates own) {
        return gateway.uri() + "?tls=true&serverName=gateway.test&caFile=" + server.certificate()
                + (own == null ? "" : "&certFile=" + own.certificate() + "&keyFile=" + own.key());
    }

    @Test
    void theCertificateIsCheckedAgainstTheAuthorityAndTheName() throws Exception {
        assertThat(ask(trusting(encrypted, null)).accepted()).isTrue();

        assertThatThrownBy(() -> ask(trusting(encrypted, null).replace("&serverName=gateway.test", "")))
                .isInstanceOf(DaemonNotTakenException.class);
        assertThatThrownBy(() -> ask(encrypted.uri() + "?tls=true&serverName=gateway.test"))
                .isInstanceOf(DaemonNotTakenException.class);
    }

    @Test
    void aServerThatWantsTlsIsToldFromOneThatIsAway() {
        assertThatThrownBy(() -> ask(encrypted.uri()))
                .isInstanceOf(DaemonMisconfiguredException.class)
                .hasMessageContaining("camel.component.palyra-gateway.tls=true");
    }

    @Test
    void theOwnCertificateIsShownWhereItIsAskedFor() throws Exception {
        assertThat(ask(trusting(mutual, client)).accepted()).isTrue();

        assertThatThrownBy(() -> ask(trusting(mutual, null))).isInstanceOf(DaemonUnavailableException.class);
        assertThatThrownBy(() -> ask(trusting(mutual, stranger))).isInstanceOf(DaemonUnavailableException.class);
        assertThat(mutual.questions()).hasSize(1);
    }

    @Test
    void whereNoTlsIsSpokenNothingWasTaken() throws Exception {
        try (FakeGateway clear = FakeGateway.start()) {
            assertThatThrownBy(() -> ask(trusting(clear, null))).isInstanceOf(DaemonNotTakenException.class);
        }
    }
}
