package io.palyra.connectors.fake.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
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

    private final String base;
    private final Function<RestRequest, RestAnswer> api;
    private final Map<Socket, RestConnection> connections = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-rest");
        thread.setDaemon(true);
        return thread;
    });
    private volatile ServerSocket listener;

    /**
     * @param port 0 for a free one
     * @param base what the paths of the API begin with: requests show what is below it
     */
    public RestServer(int port, String base, Function<RestRequest, RestAnswer> api) throws IOException {
        this.base = base;
        this.api = api;
        listener = listener(port);
    }

    public void start() {
        ServerSocket now = listener;
        threads.execute(() -> accept(now));
    }

    /** Connections are refused from now on; those that there are stay. */
    public void stopListening() throws IOException {
        listener.close();
    }

    /** After {@link #stopListening}, on the same port. */
    public void listenAgain() throws IOException {
        listener = listener(listener.getLocalPort());
        start();
    }

    private static ServerSocket listener(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        // The port is free again at once, also while connections of before end
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        return socket;
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                socket.setTcpNoDelay(true);
                RestConnection connection = new RestConnection(socket, base);
                connections.put(socket, connection);
                threads.execute(() -> serve(socket, connection));
            } catch (IOException e) {
                // Closed, or the client has gone already
                continue;
            }
        }
    }

    private void serve(Socket socket, RestConnection connection) {
        try (socket) {
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
        connections.keySet().forEach(RestServer::cut);
    }

    /**
     * Closes the connections that clients keep for later, as a proxy does; those with a request are left.
     *
     * @return how many: one is idle only some time after its answer has arrived
     */
    public int closeIdleConnections() {
        int closed = 0;
        for (Map.Entry<Socket, RestConnection> entry : connections.entrySet()) {
            if (entry.getValue().isIdle()) {
                close(entry.getKey());
                closed++;
            }
        }
        return closed;
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
        } catch (IOException e) {
            // Closed already
            return;
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed already
            return;
        }
    }
}
