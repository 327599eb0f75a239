package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.testkit.AdminClient;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyMemoryTest {

    /** Bodies whose end does not come hold what they have brought, until there is room for no other. */
    @Test
    void refusesBodiesThatHaveNoRoom(@TempDir Path folder) throws Exception {
        List<Socket> held = new ArrayList<>();
        try (ProgramUnderTest admin = AdminSetup.in(folder).start()) {
            AdminClient client = admin.client();
            for (long bytes = 0; bytes < RequestDispatch.bodyMemory(); bytes += AdminSetup.BODY_BYTES_MAX) {
                held.add(hold(admin.port()));
            }
            String large = "{'text':'" + "x".repeat(AdminSetup.BODY_BYTES_MAX - 100) + "'}";
            await("no more room")
                    .until(
                            () -> {
                                // The call itself may have had the room that another needed
                                held.add(hold(admin.port()));
                                return code(client, large);
                            },
                            "overloaded"::equals);
            assertThat(client.get(AdminSetup.ECHO).status()).isEqualTo(200);

            closeAll(held);

            await("room again, and the body is looked at")
                    .until(() -> code(client, large), "validation_failed"::equals);
        } finally {
            closeAll(held);
        }
    }

    @Test
    void countsWhatIsTakenAndGivenBack() {
        BodyMemory memory = new BodyMemory(10);

        assertThat(memory.take(6)).isTrue();
        assertThat(memory.take(5)).isFalse();
        assertThat(memory.take(4)).isTrue();
        memory.giveBack(6);
        assertThat(memory.take(6)).isTrue();
    }

    /** A body that lacks its last byte. */
    private static Socket hold(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String head = "POST " + AdminSetup.ECHO + "/test HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + AdminSetup.BODY_BYTES_MAX + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(new byte[AdminSetup.BODY_BYTES_MAX - 1]);
        return socket;
    }

    private static String code(AdminClient client, String body) {
        return client.post(AdminSetup.ECHO + "/test", body).text("/code");
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
