package io.palyra.connectors.fake.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * An HTTP server with a thread for each connection. Not the JDK's: that one cannot break a connection off in the way
 * that the tests of unknown outcomes need.
 */
public final class RestServer implements AutoCloseable {

    private static final int BACKLOG = 256;

    private final ServerSocket listener;
    private final String base;
    private final Function<RestRequest, RestAnswer> api;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-rest");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param port 0 for a free one
     * @param base what the paths of the API begin with: requests show what is below it
     */
    public RestServer(int port, String base, Function<RestRequest, RestAnswer> api) throws IOException {
        this.base = base;
        this.api = api;
        listener = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    }

    public void start() {
        threads.execute(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                // Closed, or the client has gone already
                continue;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            RestConnection connection = new RestConnection(socket, base);
            boolean open = true;
            while (open) {
                open = connection.write(api.apply(connection.read()));
            }
        } catch (IOException e) {
            // The client has closed the connection
            return;
        } finally {
            connections.remove(socket);
        }
    }

    /** Cuts all connections, and the ones that clients keep for later. The server goes on listening. */
    public void cutConnections() {
        connections.forEach(RestServer::cut);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutConnections();
        threads.shutdownNow();
    }

    private static void cut(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Closed already
            return;
        }
    }
}
