package io.palyra.connectors.fake.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 on one connection, as much of it as an HTTP client needs. */
final class RestConnection {

    private static final int LINE_BYTES_MAX = 16_384;
    private static final int DRIP_MS = 50;

    private final Socket socket;
    private final InputStream in;
    private final String base;
    private volatile boolean idle = true;

    /** @param base what the paths of the API begin with */
    RestConnection(Socket socket, String base) throws IOException {
        this.socket = socket;
        this.base = base;
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Waits for the next request.
     *
     * @throws EOFException when the client has closed the connection
     */
    RestRequest read() throws IOException {
        idle = true;
        String[] request = line().split(" ", 3);
        if (request.length < 2) {
            throw new IOException("not HTTP: " + String.join(" ", request));
        }
        Map<String, String> headers = headers();
        return RestRequest.of(base, request[0], request[1], headers, body(headers));
    }

    /** Between an answer and the next request. */
    boolean isIdle() {
        return idle;
    }

    /** @return whether the connection can take another request */
    boolean write(RestAnswer answer) throws IOException {
        switch (answer.ending()) {
            case ANSWERED -> {
                socket.getOutputStream().write(bytes(answer));
                return true;
            }
            case RESET -> {
                // Closing with a linger of nothing makes the kernel send RST in place of FIN
                socket.setSoLinger(true, 0);
                socket.close();
                return false;
            }
            case CLOSED -> {
                socket.close();
                return false;
            }
            case HEAD_CUT, BODY_CUT -> {
                byte[] whole = bytes(answer);
                int cut = answer.ending() == RestAnswer.Ending.HEAD_CUT
                        ? (whole.length - answer.body().length) / 2
                        : whole.length - (answer.body().length + 1) / 2;
                socket.getOutputStream().write(whole, 0, cut);
                socket.close();
                return false;
            }
            case DRIPPING -> {
                socket.getOutputStream()
                        .write("HTTP/1.1 200 .\r\nContent-Type: application/json\r\n\r\n"
                                .getBytes(StandardCharsets.ISO_8859_1));
                socket.setSoTimeout(DRIP_MS);
                while (true) {
                    socket.getOutputStream().write(' ');
                    if (hasGone()) {
                        return false;
                    }
                }
            }
            case SILENT -> {
                // Until the client gives up and closes
                while (in.read() >= 0) {
                    continue;
                }
                return false;
            }
        }
        throw new IllegalArgumentException(answer.ending().name());
    }

    /** Waits a moment for the client to close the connection. */
    private boolean hasGone() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static byte[] bytes(RestAnswer answer) {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" .\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (answer.status() != 204) {
            head.append("Content-Length: ").append(answer.body().length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            bytes.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            bytes.write(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("Transfer-Encoding", "").equalsIgnoreCase("chunked")) {
            return chunks();
        }
        return exactly(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
            body.write(exactly(size));
            line();
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException();
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < LINE_BYTES_MAX) {
            int next = in.read();
            idle = false;
            if (next < 0) {
                throw new EOFException();
            }
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(next);
        }
        throw new IOException("a line of more than " + LINE_BYTES_MAX + " bytes");
    }
}
