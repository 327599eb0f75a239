package io.palyra.connectors.supervisor;

/** The kind of connector, or what was asked of it, is not supported; the message is the declared reason. */
public class UnsupportedConnectorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsupportedConnectorException(String reason) {
        super(reason);
    }
}
