package io.palyra.connectors.net;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;

/** A socket that connects only to where the guard lets it. */
final class GuardedSocket extends Socket {

    private final EgressGuard guard;

    /** Past any proxy that the system is set to: it would decide where to connect. */
    GuardedSocket(EgressGuard guard) {
        super(Proxy.NO_PROXY);
        this.guard = guard;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        super.connect(guard.check(endpoint));
        guard.connected();
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMs) throws IOException {
        super.connect(guard.check(endpoint), timeoutMs);
        guard.connected();
    }
}
