package io.palyra.connectors.fake;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on loopback that counts requests and answers with the very bytes it is given. Keeps connections. */
public final class RawHttp implements AutoCloseable {

    /**
     * What goes back for each request.
     *
     * @param bytes on the wire
     * @param closes whether the connection ends with them
     */
    public record Answer(byte[] bytes, boolean closes) {

        public static Answer of(int status, String headers, String body) {
            String head = "HTTP/1.1 " + status + " .\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n";
            return new Answer((head + body).getBytes(StandardCharsets.ISO_8859_1), false);
        }

        /** Only the first bytes, then the end of the stream. */
        public Answer cutTo(int length) {
            return new Answer(Arrays.copyOf(bytes, Math.min(length, bytes.length)), true);
        }
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Answer answer = Answer.of(200, "", "");

    public RawHttp() throws IOException {
        threads.execute(this::accept);
    }

    public String uri() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/";
    }

    public void answers(Answer next) {
        answer = next;
    }

    public int requests() {
        return requests.get();
    }

    /** So many were opened in all. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                readRequest(in);
                requests.incrementAndGet();
                Answer next = answer;
                socket.getOutputStream().write(next.bytes());
                if (next.closes()) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client has gone
            return;
        }
    }

    private static void readRequest(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        in.readNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
