package io.palyra.connectors.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.apiguardian.api.API;

/**
 * Says which hosts a connector may connect to, and holds its sockets to it. The check sees the host's name together with
 * the very address that the socket then connects to, so an answer of the DNS that changes in between changes nothing.
 * Immutable.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class EgressGuard {

    private final List<String> allowedHosts;
    private final boolean allowLoopback;
    private final ConnectGate gate;

    /**
     * @param allowedHosts names ({@code example.org}) and subdomains ({@code *.example.org}); nothing else is reached
     * @param allowLoopback whether loopback addresses are reached too, allowed or not: for tests and local proxies
     */
    public EgressGuard(List<String> allowedHosts, boolean allowLoopback) {
        this(allowedHosts, allowLoopback, () -> {});
    }

    private EgressGuard(List<String> allowedHosts, boolean allowLoopback, ConnectGate gate) {
        this.allowedHosts =
                allowedHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        this.allowLoopback = allowLoopback;
        this.gate = gate;
    }

    /** The same rules; each socket passes the gate before it is checked and connects. */
    public EgressGuard behind(ConnectGate before) {
        return new EgressGuard(allowedHosts, allowLoopback, before);
    }

    /** Makes sockets that are checked when they connect. */
    public SocketFactory sockets() {
        return new GuardedSocketFactory(this);
    }

    /** Makes TLS sockets that are checked when they connect. */
    public SSLSocketFactory tlsSockets(SSLSocketFactory factory) {
        return new GuardedTlsSocketFactory(this, factory);
    }

    /**
     * Checks what can be checked before there is an address: the scheme's host by its name, or by the address that it is.
     *
     * @throws EgressDeniedException saying what to change
     */
    public void check(URI uri) throws EgressDeniedException {
        String host = uri.getHost();
        if (host == null) {
            throw new EgressDeniedException("\"" + uri + "\" names no host");
        }
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (isLiteral(bare)) {
            check(bare, literal(bare));
        } else if (!isAllowed(bare) && !(allowLoopback && bare.equalsIgnoreCase("localhost"))) {
            throw notListed(bare);
        }
    }

    /**
     * Checks the address that a socket is about to connect to.
     *
     * @return the address to connect to, resolved
     * @throws EgressDeniedException where it must not
     */
    SocketAddress check(SocketAddress endpoint) throws IOException {
        gate.pass();
        if (!(endpoint instanceof InetSocketAddress internet)) {
            throw new EgressDeniedException("only internet addresses are reached, not " + endpoint);
        }
        InetSocketAddress resolved = internet.isUnresolved()
                ? new InetSocketAddress(InetAddress.getByName(internet.getHostString()), internet.getPort())
                : internet;
        check(internet.getHostString(), resolved.getAddress());
        return resolved;
    }

    /** A socket has connected to an address that was checked. */
    void connected() {
        gate.passed();
    }

    void check(String host, InetAddress address) throws EgressDeniedException {
        if (allowLoopback && AddressRanges.isLoopback(address)) {
            return;
        }
        if (!isAllowed(host)) {
            throw notListed(host);
        }
        if (AddressRanges.isInternal(address)) {
            throw new EgressDeniedException(host + " resolves to " + address.getHostAddress()
                    + ", which is not an address of the internet: correct the address, or what the DNS says of it");
        }
    }

    private boolean isAllowed(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return allowedHosts.stream()
                .anyMatch(allowed ->
                        allowed.startsWith("*.") ? plain.endsWith(allowed.substring(1)) : plain.equals(allowed));
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    private static InetAddress literal(String host) throws EgressDeniedException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new EgressDeniedException(host + " is no valid address");
        }
    }

    private static EgressDeniedException notListed(String host) {
        return new EgressDeniedException(
                host + " is not on the connector's egress allow list: if it is meant, add it to egress-allowlist");
    }
}
