package io.palyra.connectors.platform.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import okhttp3.Connection;
import okhttp3.Protocol;

/**
 * Looks whether a connection that was kept still stands, before a request is written to it. OkHttp looks only where nobody has used
 * it for ten seconds; on one that the server has closed sooner, a request would be lost without anybody knowing whether it was.
 */
final class KeptConnections {

    /** The connection has ended, and nothing of the request was written. */
    static final class EndedException extends IOException {

        private static final long serialVersionUID = 1L;

        EndedException() {
            super("the connection was closed while nobody used it");
        }
    }

    private final Set<Connection> used = Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    /** @throws EndedException if it was used before, and has ended; never of a new one */
    void check(Connection connection) throws IOException {
        // Several requests share one of HTTP/2, and its answers must not be read here
        boolean isAlone = connection.protocol() == Protocol.HTTP_1_1 || connection.protocol() == Protocol.HTTP_1_0;
        if (isAlone && !used.add(connection) && hasEnded(connection.socket())) {
            throw new EndedException();
        }
    }

    /** Whatever a server says before it is asked, no request can follow it. */
    private static boolean hasEnded(Socket socket) throws IOException {
        int timeout = socket.getSoTimeout();
        try {
            socket.setSoTimeout(1);
            socket.getInputStream().read();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        } finally {
            if (!socket.isClosed()) {
                socket.setSoTimeout(timeout);
            }
        }
    }
}
