package io.palyra.connectors.console;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A reverse proxy on loopback that has a path before those of the program, which it takes away or keeps: it passes everything else
 * on, {@code Host} included, without buffering. A connection carries one request. Thread safe.
 */
final class PrefixProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "prefix-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> strays = new CopyOnWriteArrayList<>();
    private final String prefix;
    private final String kept;
    private final int program;

    /**
     * @param prefix such as {@code /palyra}
     * @param kept what the program is shown of it
     * @param program the port of the program
     */
    PrefixProxy(String prefix, String kept, int program) throws IOException {
        this.prefix = prefix;
        this.kept = kept;
        this.program = program;
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Requests outside of the prefix: the program has named addresses of its own to the browser. */
    List<String> strays() {
        return strays;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket browser = server.accept();
                open.add(browser);
                threads.execute(() -> serve(browser));
            } catch (IOException e) {
                // Closed, which the loop sees
            }
        }
    }

    private void serve(Socket browser) {
        try (browser;
                Socket origin = new Socket(InetAddress.getLoopbackAddress(), program)) {
            open.add(origin);
            InputStream from = new BufferedInputStream(browser.getInputStream());
            String head = head(from);
            if (head.isEmpty()) {
                return;
            }
            String line = head.lines().findFirst().orElseThrow();
            if (!line.contains(" " + prefix + "/")) {
                strays.add(line);
            }
            origin.getOutputStream()
                    .write(head.replaceFirst(" " + prefix + "/", " " + kept + "/")
                            .replaceFirst("(?i)\r\nConnection:[^\r]*", "\r\nConnection: close")
                            .getBytes(StandardCharsets.ISO_8859_1));
            threads.execute(() -> pass(from, origin));
            origin.getInputStream().transferTo(browser.getOutputStream());
        } catch (IOException e) {
            // One of both has gone, and so does the connection
        } finally {
            open.remove(browser);
        }
    }

    private static void pass(InputStream from, Socket to) {
        try {
            from.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // As above
        }
    }

    /** Up to the empty line, with it; empty where the connection is closed before. */
    private static String head(InputStream from) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = from.read(); next >= 0; next = from.read()) {
            head.write(next);
            if (next == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
