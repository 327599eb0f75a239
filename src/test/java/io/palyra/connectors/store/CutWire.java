package io.palyra.connectors.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The wire between a program and its database server, which a test cuts at the moment that it chooses. */
public final class CutWire implements AutoCloseable {

    private static final int BUFFER_BYTES = 8_192;

    private final ServerSocket door;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean losesRequest = new AtomicBoolean();
    private final AtomicBoolean losesAnswer = new AtomicBoolean();
    private volatile boolean silent;
    private volatile boolean refusing;

    /** @param serverPort of the server, on this machine */
    public CutWire(int serverPort) throws IOException {
        this.serverPort = serverPort;
        door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    /** To a database of {@link TestPostgres}. */
    public static CutWire to(String url) throws IOException {
        return new CutWire(Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1")));
    }

    /** The same database, by way of this wire. */
    public String url(String url) {
        return url.replaceFirst(":\\d+/", ":" + door.getLocalPort() + "/");
    }

    /** Both ends of every connection that there is hear of it, and none that is made because of it. */
    public void cut() {
        List<Socket> open = List.copyOf(sockets);
        open.forEach(CutWire::close);
        open.forEach(sockets::remove);
    }

    /** What the program says next does not reach the server: the wire is cut instead. */
    public void loseNextRequest() {
        losesRequest.set(true);
    }

    /** What the server says next does not reach the program: the wire is cut instead. */
    public void loseNextAnswer() {
        losesAnswer.set(true);
    }

    /** While it is silent, nothing arrives, and neither end hears that it does not. */
    public void silent(boolean now) {
        silent = now;
    }

    /** While it refuses, a connection ends as soon as it is made. */
    public void refuse(boolean now) {
        refusing = now;
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                Socket client = door.accept();
                if (refusing) {
                    close(client);
                    continue;
                }
                sockets.add(client);
                try {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                    sockets.add(server);
                    thread(() -> carry(client, server, losesRequest));
                    thread(() -> carry(server, client, losesAnswer));
                } catch (IOException nobodyListens) {
                    close(client);
                }
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private void carry(Socket from, Socket to, AtomicBoolean loses) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (loses.getAndSet(false)) {
                    cut();
                    return;
                }
                if (!silent) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException cutAlready) {
            // The other end hears of it below
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "cut-wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
