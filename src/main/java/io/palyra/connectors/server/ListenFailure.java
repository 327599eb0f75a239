package io.palyra.connectors.server;

import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;

/** Says in one sentence why the server cannot listen, and what to do about it. */
final class ListenFailure {

    private ListenFailure() {}

    /** @param setting what the names of the two settings begin with, such as {@code palyra.http} */
    static ListenException explain(String setting, String host, int port, Throwable failure) {
        return new ListenException(sentence(setting, host, port, failure), failure);
    }

    private static String sentence(String setting, String host, int port, Throwable failure) {
        String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("in use")) {
            return setting + ".port: port " + port + " of " + host
                    + " is in use by another program; stop that program, or set another port (0 takes any free one)";
        }
        if (reason.contains("denied") || reason.contains("not permitted")) {
            return setting + ".port: this user may not listen on port " + port + "; set a port from 1024 to 65535";
        }
        if (isNoAddressOfOurs(failure)) {
            return setting + ".host: " + host + " is no address of this machine; set one that is, such as 127.0.0.1";
        }
        return setting + ".host, " + setting + ".port: cannot listen on " + host + " port " + port + " ("
                + failure.getMessage() + "); set an address and port that are free";
    }

    private static boolean isNoAddressOfOurs(Throwable failure) {
        return failure instanceof BindException
                || failure instanceof UnknownHostException
                || failure instanceof UnresolvedAddressException;
    }
}
