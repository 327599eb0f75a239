package io.palyra.connectors.supervisor;

/** What was asked does not fit the state that the connector or message is in. */
public class ConnectorStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConnectorStateException(String message) {
        super(message);
    }
}
