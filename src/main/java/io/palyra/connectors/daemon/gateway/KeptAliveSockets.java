package io.palyra.connectors.daemon.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets on which the operating systems ask each other whether they are there. While an agent thinks for minutes nothing else
 * passes: a firewall would forget the connection, and a daemon that is gone would be waited for. HTTP/2 has pings of its own for
 * that, but gRPC's servers end a connection that sends them more often than every five minutes.
 */
final class KeptAliveSockets extends SocketFactory {

    /** Seconds: a connection is found dead after a minute without anything on it. */
    private static final Map<SocketOption<Integer>, Integer> PACE = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE,
            30,
            ExtendedSocketOptions.TCP_KEEPINTERVAL,
            10,
            ExtendedSocketOptions.TCP_KEEPCOUNT,
            3);

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new Socket();
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        for (Map.Entry<SocketOption<Integer>, Integer> option : PACE.entrySet()) {
            // Not every operating system lets a program choose
            if (socket.supportedOptions().contains(option.getKey())) {
                socket.setOption(option.getKey(), option.getValue());
            }
        }
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw connected();
    }

    private static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("OkHttp connects them itself");
    }
}
