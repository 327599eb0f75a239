package io.palyra.connectors.admin;

import com.github.f4b6a3.ulid.UlidCreator;
import io.palyra.connectors.access.AccessStateException;
import io.palyra.connectors.access.UnknownAccessException;
import io.palyra.connectors.adapter.DeliveryException;
import io.palyra.connectors.adapter.InboundRefusedException;
import io.palyra.connectors.adapter.PermanentDeliveryException;
import io.palyra.connectors.adapter.UnknownConnectorException;
import io.palyra.connectors.approvals.OwnApprovalException;
import io.palyra.connectors.approvals.TargetException;
import io.palyra.connectors.approvals.UnknownApprovalException;
import io.palyra.connectors.jobs.UnknownJobException;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.Readiness;
import io.palyra.connectors.protocol.Texts;
import io.palyra.connectors.supervisor.ConnectorStateException;
import io.palyra.connectors.supervisor.UnknownDeadLetterException;
import io.palyra.connectors.supervisor.UnsupportedConnectorException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a failed call answers. What is nobody's fault but ours goes to the log, and only its number to the caller. */
final class ProblemMapper {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    private ProblemMapper() {}

    static Problem of(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return of(failure.getCause());
        } else if (failure instanceof ProblemException told) {
            return told.problem();
        } else if (failure instanceof InvalidEnvelopeException invalid) {
            return Problem.of(invalid);
        } else if (failure instanceof InboundRefusedException refused) {
            return refused(refused);
        }
        ProblemCode code = code(failure);
        return code == null ? internal(failure) : Problem.of(code, String.valueOf(failure.getMessage()));
    }

    private static @Nullable ProblemCode code(Throwable failure) {
        if (failure instanceof UnknownConnectorException) {
            return ProblemCode.UNKNOWN_CONNECTOR;
        } else if (failure instanceof UnknownJobException) {
            return ProblemCode.UNKNOWN_JOB;
        } else if (failure instanceof UnknownDeadLetterException) {
            return ProblemCode.UNKNOWN_DEAD_LETTER;
        } else if (failure instanceof UnknownApprovalException) {
            return ProblemCode.UNKNOWN_APPROVAL;
        } else if (failure instanceof OwnApprovalException) {
            return ProblemCode.FORBIDDEN;
        } else if (failure instanceof TargetException target) {
            return target.isMissing() ? ProblemCode.UNKNOWN_MESSAGE : ProblemCode.PLATFORM_REFUSED;
        } else if (failure instanceof UnknownAccessException) {
            return ProblemCode.UNKNOWN_ACCESS;
        } else if (failure instanceof ConnectorStateException || failure instanceof AccessStateException) {
            return ProblemCode.STATE_CONFLICT;
        } else if (failure instanceof PermanentDeliveryException permanent) {
            return wasAsked(permanent) ? ProblemCode.PLATFORM_REFUSED : ProblemCode.STATE_CONFLICT;
        } else if (failure instanceof DeliveryException) {
            return ProblemCode.PLATFORM_UNAVAILABLE;
        } else if (failure instanceof UnsupportedConnectorException) {
            return ProblemCode.UNSUPPORTED;
        } else if (failure instanceof StoreUnavailableException) {
            return ProblemCode.STORE_UNAVAILABLE;
        }
        return null;
    }

    /** Without a credential the platform has refused nothing. */
    private static boolean wasAsked(PermanentDeliveryException permanent) {
        return permanent.failure().readiness() != Readiness.MISSING_CREDENTIAL;
    }

    /** The cause says whether the message, the store, or a step of the inbound route is to blame: what a step has spoilt is. */
    private static Problem refused(InboundRefusedException refused) {
        for (Throwable cause = refused.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreUnavailableException
                    || cause instanceof InvalidEnvelopeException && refused.isForGood()) {
                return of(cause);
            }
        }
        String message = String.valueOf(refused.getMessage());
        return Problem.of(
                ProblemCode.NOT_ADMITTED,
                refused.getCause() == null
                        ? message
                        : message + " (a step of the inbound route failed, " + logged(refused, message) + ")");
    }

    /** The stack trace may quote the message. */
    private static String logged(InboundRefusedException refused, String message) {
        String errorId = UlidCreator.getUlid().toString();
        LOG.error("Error {} in the admin API: {}", errorId, Texts.logLine(message));
        LOG.debug("The stack trace of error {}", errorId, refused);
        return "see error " + errorId + " in the log";
    }

    private static Problem internal(Throwable failure) {
        return Problem.of(ProblemCode.INTERNAL_ERROR, "an unexpected failure, " + logged(failure));
    }

    private static String logged(Throwable failure) {
        String errorId = UlidCreator.getUlid().toString();
        LOG.error("Error {} in the admin API", errorId, failure);
        return "see error " + errorId + " in the log";
    }
}
