package io.palyra.connectors.daemon.gateway;

import java.net.URI;
import java.net.URISyntaxException;

/** Where the gateway listens; an IPv6 address stands in brackets. */
record HostAndPort(String host, int port) {

    private static final int PORT_MAX = 65_535;

    /** @throws IllegalArgumentException where it is not {@code host:port} */
    static HostAndPort of(String address) {
        try {
            URI uri = new URI("grpc://" + address);
            if (uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getPort() <= PORT_MAX
                    && uri.getPath().isEmpty()
                    && uri.getUserInfo() == null) {
                return new HostAndPort(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort());
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException("palyra-gateway:" + address
                + " names no gateway; write palyra-gateway:host:port, such as palyra-gateway:127.0.0.1:7443");
    }
}
