package io.palyra.connectors.daemon.gateway;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.camel.util.ObjectHelper;

/** Whether a connection was accepted that failed, so that it is worth asking who is there. */
final class Somebody {

    private static final List<Class<? extends Throwable>> NOBODY = List.of(
            ConnectException.class,
            NoRouteToHostException.class,
            UnknownHostException.class,
            InterruptedIOException.class);

    private Somebody() {}

    static boolean isBehind(IOException failure) {
        Throwable own =
                failure instanceof NotConnectedException && failure.getCause() != null ? failure.getCause() : failure;
        return NOBODY.stream().allMatch(type -> ObjectHelper.getException(type, own) == null);
    }
}
