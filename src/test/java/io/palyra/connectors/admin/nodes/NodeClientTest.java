package io.palyra.connectors.admin.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class NodeClientTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final NodeClient client = new NodeClient(new NodeSignature(Optional.empty()));

    /** A {@code palyra.node.url} of https that leads to a port of http: it is told from a call that may have been made. */
    @Test
    void whereThereIsNoTlsNothingWasSent() {
        assertThat(NodeClient.failed(new SSLException("Unsupported or unrecognized SSL message")))
                .isInstanceOf(NodeClient.Reply.NotReached.class);
        assertThat(NodeClient.failed(new SSLException("closing inbound before receiving peer's close_notify")))
                .isInstanceOf(NodeClient.Reply.Lost.class);
    }

    /** The JDK says one time that there is no TLS, another that the connection ended: a call is never made in the clear. */
    @Test
    void aPortWithoutTlsIsToldNothing() throws Exception {
        ExecutorService server = Executors.newSingleThreadExecutor();
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<String> told = server.submit(() -> answer(plain));

            NodeClient.Reply reply = client.send(
                    "https://127.0.0.1:" + plain.getLocalPort(),
                    new SignedCall("POST", "/admin/v1/channels", "a", "b", 0, "nonce", "", "", "", "", "admin"),
                    new byte[0],
                    WAIT);

            assertThat(reply).isNotInstanceOf(NodeClient.Reply.Answered.class);
            assertThat(told.get()).isNotEmpty().doesNotContain("/admin/v1/channels");
        } finally {
            server.shutdownNow();
        }
    }

    /** As servers do that take the greeting of TLS for a request. */
    private static String answer(ServerSocket plain) throws IOException {
        try (Socket client = plain.accept()) {
            int first = client.getInputStream().read();
            client.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            return (char) first + new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
