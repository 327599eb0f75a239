package io.palyra.connectors.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends what an HTTP client would not let through, and reads what comes back until the connection ends. */
final class RawHttp {

    private static final int READ_TIMEOUT_MS = 10_000;

    private RawHttp() {}

    /** Stands between the headers and a body. */
    static final String BODY = "@BODY@";

    /** @param head request line and headers, each ended by a line feed; {@code Connection: close} is added */
    static String send(int port, String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_TIMEOUT_MS);
            OutputStream out = socket.getOutputStream();
            String[] headAndBody = head.split(BODY, 2);
            String request = headAndBody[0] + "Connection: close\n\n";
            out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            if (headAndBody.length == 2) {
                out.write(headAndBody[1].getBytes(StandardCharsets.ISO_8859_1));
            }
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static int status(int port, String head) throws IOException {
        String answer = send(port, head);
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.split(" ", 3)[1]);
    }
}
