package io.palyra.connectors.daemon.gateway;

import io.palyra.connectors.daemon.DaemonMisconfiguredException;
import io.palyra.connectors.daemon.DaemonNotTakenException;
import io.palyra.connectors.daemon.DaemonRejectedException;
import io.palyra.connectors.daemon.DaemonUnavailableException;
import io.palyra.connectors.daemon.Excerpt;
import io.palyra.connectors.daemon.NotReached;
import io.palyra.connectors.net.UntrustedCertificate;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import okhttp3.internal.http2.ConnectionShutdownException;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;
import org.apache.camel.util.ObjectHelper;

/** What the end of a call means that brought no answer; the table of {@code daemon.md}. */
final class GatewayFailures {

    private static final String OPTIONS = "camel.component.palyra-gateway.";

    private GatewayFailures() {}

    /** @throws DaemonRejectedException where the daemon refused the message for good */
    static DaemonUnavailableException of(GrpcReply reply) throws DaemonRejectedException {
        String said = "the daemon answered " + reply.status()
                + (reply.detail().isEmpty() ? "" : ": " + Excerpt.redacted(reply.detail()));
        return switch (reply.status()) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> throw new DaemonRejectedException(said);
            case PERMISSION_DENIED, UNAUTHENTICATED ->
                new DaemonMisconfiguredException(
                        said + "; it does not let this program in: correct " + OPTIONS + "token, " + OPTIONS
                                + "deviceId or the connector's principal",
                        null);
            case FAILED_PRECONDITION, UNIMPLEMENTED ->
                new DaemonMisconfiguredException(
                        said + "; it does not speak this version of the gateway: correct palyra.daemon.endpoint, or"
                                + " the version of one of both",
                        null);
            case RESOURCE_EXHAUSTED -> DaemonNotTakenException.postponed(said);
            case UNAVAILABLE ->
                reply.isNotTaken()
                        ? new DaemonNotTakenException(said, null, null)
                        : new DaemonUnavailableException(said, null, null);
            default -> new DaemonUnavailableException(said, null, null);
        };
    }

    /** @param server by which the daemon is asked for its certificate */
    static DaemonUnavailableException of(IOException failure, String server, Duration timeout) {
        UntrustedCertificate certificate = UntrustedCertificate.of(failure).orElse(null);
        if (certificate != null) {
            return new DaemonMisconfiguredException(refused(certificate, server), failure);
        }
        String why = Excerpt.redacted(
                failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
        if (isMistakeOfTls(failure)) {
            return new DaemonMisconfiguredException(
                    "no TLS with the daemon: " + why + "; correct " + OPTIONS
                            + "tls, its caFile, serverName, certFile and" + " keyFile, or the daemon's certificate",
                    failure);
        }
        if (isOtherProtocol(failure)) {
            return new DaemonMisconfiguredException(
                    "the daemon does not speak gRPC as it is asked: " + why + "; correct palyra.daemon.endpoint or "
                            + OPTIONS + "tls",
                    failure);
        }
        if (NotReached.is(failure) || isRefusedStream(failure)) {
            return new DaemonNotTakenException("the daemon cannot be reached: " + why, null, failure);
        }
        if (failure instanceof InterruptedIOException) {
            return new DaemonUnavailableException("the daemon did not answer within " + timeout, null, failure);
        }
        return new DaemonUnavailableException("no usable answer of the daemon: " + why, null, failure);
    }

    private static String refused(UntrustedCertificate certificate, String server) {
        return "the certificate of " + server + " is not trusted: " + certificate.reason() + "; "
                + switch (certificate.fault()) {
                    case AUTHORITY -> "set " + OPTIONS + "caFile to that of its authority";
                    case NAME -> "correct palyra.daemon.endpoint, or set " + OPTIONS + "serverName to a name in it";
                    case TIME -> "have it renewed, or set the clock of this machine";
                };
    }

    /** Where no call has been answered yet: perhaps somebody else listens there. */
    static DaemonUnavailableException of(Greeting greeting, IOException failure, String server, Duration timeout) {
        return switch (greeting) {
            case HTTP_1 ->
                new DaemonMisconfiguredException(
                        "not the daemon's answer: HTTP/1.1 is spoken there: correct the address in palyra.daemon.endpoint",
                        failure);
            case TLS ->
                new DaemonMisconfiguredException(
                        "the daemon wants TLS: set " + OPTIONS + "tls=true, or correct palyra.daemon.endpoint",
                        failure);
            case HTTP_2, OTHER -> of(failure, server, timeout);
        };
    }

    /** No certificate that is trusted, on this side or the other, or no TLS there; not a daemon that hangs up meanwhile. */
    static boolean isMistakeOfTls(IOException failure) {
        SSLException tls = ObjectHelper.getException(SSLException.class, failure);
        return tls != null
                && NotReached.is(tls)
                && ObjectHelper.getException(SocketException.class, tls) == null
                && ObjectHelper.getException(EOFException.class, tls) == null;
    }

    /** The server says itself that it has not begun with the call, or the connection was closing before it was sent. */
    private static boolean isRefusedStream(IOException failure) {
        return failure instanceof ConnectionShutdownException
                || isReset(failure, ErrorCode.REFUSED_STREAM)
                || isReset(failure, ErrorCode.ENHANCE_YOUR_CALM);
    }

    private static boolean isOtherProtocol(IOException failure) {
        return isReset(failure, ErrorCode.INADEQUATE_SECURITY) || isReset(failure, ErrorCode.HTTP_1_1_REQUIRED);
    }

    private static boolean isReset(IOException failure, ErrorCode code) {
        return failure instanceof StreamResetException reset && reset.errorCode == code;
    }
}
