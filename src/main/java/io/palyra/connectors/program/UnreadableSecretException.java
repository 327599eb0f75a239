package io.palyra.connectors.program;

/** A reference names a file that gives no secret. The message has the reference and why, and nothing of a file's content. */
final class UnreadableSecretException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnreadableSecretException(String reference, String why, Exception cause) {
        super(reference + ": " + why, cause);
    }
}
