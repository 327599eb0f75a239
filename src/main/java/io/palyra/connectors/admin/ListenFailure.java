package io.palyra.connectors.admin;

import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;

/** Says in one sentence why the server cannot listen, and what to do about it. */
final class ListenFailure {

    private ListenFailure() {}

    static AdminServerStartException explain(AdminServer.Options options, Throwable failure) {
        return new AdminServerStartException(sentence(options, failure), failure);
    }

    private static String sentence(AdminServer.Options options, Throwable failure) {
        String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("in use")) {
            return "palyra.http.port: port " + options.port() + " of " + options.host()
                    + " is in use by another program; stop that program, or set another port (0 takes any free one)";
        }
        if (reason.contains("denied") || reason.contains("not permitted")) {
            return "palyra.http.port: this user may not listen on port " + options.port()
                    + "; set a port from 1024 to 65535";
        }
        if (isNoAddressOfOurs(failure)) {
            return "palyra.http.host: " + options.host()
                    + " is no address of this machine; set one that is, such as 127.0.0.1";
        }
        return "palyra.http.host, palyra.http.port: cannot listen on " + options.host() + " port " + options.port()
                + " (" + failure.getMessage() + "); set an address and port that are free";
    }

    private static boolean isNoAddressOfOurs(Throwable failure) {
        return failure instanceof BindException
                || failure instanceof UnknownHostException
                || failure instanceof UnresolvedAddressException;
    }
}
