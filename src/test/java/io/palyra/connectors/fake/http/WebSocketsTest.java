package io.palyra.connectors.fake.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket.Listener;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebSocketsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CompletableFuture<WebSocketImpl> link = new CompletableFuture<>();
    private final CompletableFuture<String> received = new CompletableFuture<>();
    private final WebSockets<WebSocket> server = new WebSockets<>(0, new WebSockets.Links<>() {

        @Override
        public WebSocket link(WebSocket socket, String resource) {
            return socket;
        }

        @Override
        public void opened(WebSocket socket) {
            link.complete((WebSocketImpl) socket);
        }

        @Override
        public void received(WebSocket socket, String text) {
            // The client says nothing
        }

        @Override
        public void closed(WebSocket socket, int code, boolean byBot) {
            // At the end of the test
        }
    });

    @BeforeEach
    void open() throws InterruptedException {
        server.open();
    }

    @AfterEach
    void close() throws InterruptedException {
        server.stop(0);
    }

    /** As after a demand to write that the server has taken back: the client says nothing that would have it look. */
    @Test
    void aFrameThatNobodyDemandsToWriteIsSent() {
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + server.getPort() + "/"), new Listener() {
                    @Override
                    public CompletionStage<?> onText(java.net.http.WebSocket socket, CharSequence text, boolean last) {
                        received.complete(text.toString());
                        return CompletableFuture.completedStage(null);
                    }
                })
                .join();
        WebSocketImpl socket = link.join();

        socket.getDraft()
                .createFrames("hello", false)
                .forEach(frame -> socket.outQueue.add(socket.getDraft().createBinaryFrame(frame)));
        socket.getSelectionKey().interestOps(SelectionKey.OP_READ);

        assertThat(received).succeedsWithin(PATIENCE).isEqualTo("hello");
    }
}
