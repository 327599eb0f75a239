package io.palyra.connectors.program;

/** A reference names a file that gives no secret. The message says all of it: the reference and why, never a file's content. */
final class UnreadableSecretException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnreadableSecretException(String reference, String why) {
        super(reference + ": " + why);
    }
}
