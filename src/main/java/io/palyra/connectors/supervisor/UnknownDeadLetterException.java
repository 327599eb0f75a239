package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.ConnectorId;

/** The connector has no dead letter of this number, or no longer. */
public class UnknownDeadLetterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownDeadLetterException(ConnectorId connectorId, long deadLetterId) {
        super("connector " + connectorId + " has no dead letter " + deadLetterId);
    }
}
