package io.palyra.connectors.daemon;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.util.ObjectHelper;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Failures after which it is certain that nothing has left for the daemon: there was no connection. */
public final class NotReached {

    private static final List<Class<? extends Throwable>> CERTAIN = List.of(
            ConnectException.class,
            ConnectTimeoutException.class,
            NoRouteToHostException.class,
            UnknownHostException.class,
            UnresolvedAddressException.class,
            SSLHandshakeException.class,
            SSLPeerUnverifiedException.class);

    /** What the JDK throws where the other side speaks no TLS; it has no class of its own. */
    private static final String NO_TLS_THERE = "Unsupported or unrecognized SSL message";

    private NotReached() {}

    public static boolean is(Throwable failure) {
        SSLException tls = ObjectHelper.getException(SSLException.class, failure);
        return CERTAIN.stream().anyMatch(type -> ObjectHelper.getException(type, failure) != null)
                || tls != null && NO_TLS_THERE.equals(tls.getMessage());
    }
}
