package io.palyra.connectors.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Shows a certificate to whoever connects on loopback, and says nothing: for clients that do not get further than that. */
public final class TlsServer implements AutoCloseable {

    private static final int BACKLOG = 50;

    private final SSLServerSocket listening;

    private TlsServer(SSLServerSocket listening) {
        this.listening = listening;
    }

    public static TlsServer start(Certificates shown) throws IOException, GeneralSecurityException {
        SSLServerSocket socket = (SSLServerSocket) shown.context()
                .getServerSocketFactory()
                .createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        TlsServer server = new TlsServer(socket);
        Thread thread = new Thread(server::shakeHands, "tls-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private void shakeHands() {
        while (!listening.isClosed()) {
            try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                accepted.startHandshake();
            } catch (IOException e) {
                // The client does not trust it, or the server is closed
            }
        }
    }

    /** Host and port. */
    public String authority() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
