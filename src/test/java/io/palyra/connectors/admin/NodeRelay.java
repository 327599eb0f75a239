package io.palyra.connectors.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** The address of a node: it keeps each request, and passes it on or fails on the way. */
final class NodeRelay implements AutoCloseable {

    enum Way {
        THROUGH,
        /** The request is passed on under another host's name. */
        RENAMED,
        /** The request arrives, and the connection ends. */
        CUT,
        /** The request arrives, and nothing follows. */
        SILENT
    }

    private static final String HEAD_END = "\r\n\r\n";

    private final int port;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile ServerSocket server;
    private volatile int target;
    private volatile Way way = Way.THROUGH;
    private volatile UnaryOperator<String> onTheWayBack = UnaryOperator.identity();

    NodeRelay() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        port = server.getLocalPort();
        accept(server);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void leadsTo(int adminPort) {
        target = adminPort;
    }

    void way(Way next) {
        way = next;
        onTheWayBack = UnaryOperator.identity();
    }

    /** What becomes of each answer that comes through, until there is another way. */
    void changesAnswers(UnaryOperator<String> change) {
        onTheWayBack = change;
    }

    /** Head and body of each whose path ends so; others may come by themselves, as whoever waits sees that the bot is typing. */
    List<String> requests(String path) {
        return requests.stream()
                .filter(request -> request.lines().findFirst().orElse("").contains(path + " HTTP"))
                .toList();
    }

    void forget() {
        requests.clear();
    }

    /** Nobody listens any more, until it is opened again. */
    @Override
    public void close() throws IOException {
        server.close();
    }

    void openAgain() throws IOException {
        ServerSocket next = new ServerSocket();
        next.setReuseAddress(true);
        next.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server = next;
        accept(next);
    }

    private void accept(ServerSocket listening) {
        thread(() -> {
            while (!listening.isClosed()) {
                Socket caller = listening.accept();
                thread(() -> serve(caller));
            }
        });
    }

    private void serve(Socket caller) throws IOException {
        try (caller) {
            byte[] request = message(caller.getInputStream());
            requests.add(new String(request, StandardCharsets.ISO_8859_1));
            if (way == Way.SILENT) {
                caller.getInputStream().read();
            } else if (way != Way.CUT) {
                try (Socket node = new Socket(InetAddress.getLoopbackAddress(), target)) {
                    node.getOutputStream().write(way == Way.RENAMED ? renamed(request) : request);
                    String answer = new String(message(node.getInputStream()), StandardCharsets.ISO_8859_1);
                    caller.getOutputStream()
                            .write(onTheWayBack
                                    .apply(answer)
                                    .replaceFirst("\r\n", "\r\nConnection: close\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    private static byte[] renamed(byte[] request) {
        return new String(request, StandardCharsets.ISO_8859_1)
                .replaceFirst("(?i)\r\nhost: [^\r]*", "\r\nHost: elsewhere.example.com")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Up to the end that its length states. */
    private static byte[] message(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.ISO_8859_1).endsWith(HEAD_END)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("it ends within its head");
            }
            read.write(next);
        }
        String head = read.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int length = head.lines()
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
        read.write(in.readNBytes(length));
        return read.toByteArray();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | UncheckedIOException e) {
                        // A side has gone
                    }
                },
                "node-relay");
        thread.setDaemon(true);
        thread.start();
    }
}
