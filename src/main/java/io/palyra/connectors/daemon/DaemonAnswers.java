package io.palyra.connectors.daemon;

import io.palyra.connectors.net.UntrustedCertificate;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.RouteInboundResult;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;

/** Reads what a daemon answered: a result, a refusal, or a reason to ask again. */
final class DaemonAnswers {

    private DaemonAnswers() {}

    /**
     * @param remote whether the endpoint itself connects; a failure inside a local route may come from any step of it
     * @param host where it connects to, as people call it
     */
    static RouteInboundResult result(Exchange answer, boolean remote, String host)
            throws DaemonUnavailableException, DaemonRejectedException {
        if (answer.getException() != null) {
            throw failure(answer.getException(), remote, host);
        }
        RouteInboundResult result = read(answer);
        DaemonUnavailableException again = DaemonUnavailableException.of(result);
        if (again != null) {
            throw again;
        }
        return result;
    }

    private static RouteInboundResult read(Exchange answer) throws DaemonUnavailableException {
        try {
            return answer.getMessage().getMandatoryBody(RouteInboundResult.class);
        } catch (InvalidPayloadException | RuntimeException e) {
            InvalidEnvelopeException invalid = ObjectHelper.getException(InvalidEnvelopeException.class, e);
            String why = invalid == null ? "it is empty or of no known type" : invalid.getMessage();
            throw new DaemonUnavailableException("the daemon's answer is no RouteInboundResult: " + why, null, e);
        }
    }

    private static DaemonUnavailableException failure(Exception failure, boolean remote, String host)
            throws DaemonRejectedException {
        DaemonRejectedException refused = ObjectHelper.getException(DaemonRejectedException.class, failure);
        if (refused != null) {
            throw refused;
        }
        DaemonUnavailableException told = ObjectHelper.getException(DaemonUnavailableException.class, failure);
        if (told != null) {
            return told;
        }
        HttpOperationFailedException http = ObjectHelper.getException(HttpOperationFailedException.class, failure);
        if (http != null) {
            return HttpRefusal.read(http);
        }
        String reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String why = UntrustedCertificate.of(failure)
                .map(certificate -> certificate.sentence(host))
                .orElseGet(() -> Excerpt.redacted(reason));
        return remote && NotReached.is(failure)
                ? new DaemonNotTakenException("the daemon cannot be reached: " + why, null, failure)
                : new DaemonUnavailableException("no usable answer of the daemon: " + why, null, failure);
    }
}
