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
import org.junit.jupiter.api.Test;

class NodeClientTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final NodeClient client = new NodeClient(new NodeSignature(Optional.empty()));

    /** A {@code palyra.node.url} of https that leads to a port of http: nothing was carried out there. */
    @Test
    void whereThereIsNoTlsNothingWasSent() throws Exception {
        ExecutorService server = Executors.newSingleThreadExecutor();
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<?> answered = server.submit(() -> answer(plain));

            NodeClient.Reply reply = client.send(
                    "https://127.0.0.1:" + plain.getLocalPort(),
                    new SignedCall("POST", "/admin/v1/channels", "a", "b", 0, "nonce", "", "", "", "", "admin"),
                    new byte[0],
                    WAIT);

            answered.get();
            assertThat(reply).isInstanceOf(NodeClient.Reply.NotReached.class);
        } finally {
            server.shutdownNow();
        }
    }

    /** As servers do that take the greeting of TLS for a request. */
    private static Void answer(ServerSocket plain) throws IOException {
        try (Socket client = plain.accept()) {
            client.getInputStream().read();
            client.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            client.getInputStream().readAllBytes();
        }
        return null;
    }
}
