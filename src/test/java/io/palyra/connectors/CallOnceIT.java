package io.palyra.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a call that changes something is made once, although nobody answers it; Java's own client would make it twice. */
class CallOnceIT {

    private static final int AT_ONCE_MS = 1;

    @TempDir
    Path folder;

    @Test
    void aCallWithoutAnAnswerIsNotMadeAgain() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> hungUp = CompletableFuture.runAsync(() -> takeAndHangUp(server));

            Launch.Ended ended = Launch.in(folder)
                    .run("channels", "enable", "echo:default", "--url=http://127.0.0.1:" + server.getLocalPort());

            hungUp.join();
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
            server.setSoTimeout(AT_ONCE_MS);
            assertThat(isCalled(server)).isFalse();
        }
    }

    private static void takeAndHangUp(ServerSocket server) {
        try (Socket call = server.accept()) {
            InputStream request = call.getInputStream();
            StringBuilder read = new StringBuilder();
            byte[] buffer = new byte[1024];
            while (!read.toString().endsWith("}")) {
                read.append(new String(buffer, 0, request.read(buffer), StandardCharsets.US_ASCII));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isCalled(ServerSocket server) throws Exception {
        try (Socket again = server.accept()) {
            return again.isConnected();
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
