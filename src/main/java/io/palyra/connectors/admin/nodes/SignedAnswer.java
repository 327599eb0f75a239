package io.palyra.connectors.admin.nodes;

/**
 * What a node answers to a call that it has believed, as far as it is signed: all that the caller is told of it.
 *
 * <p>A node believes each call once, and so signs one answer to it at most. What it answers otherwise, such as that it takes no calls
 * now, is not signed: the same call may have been carried out before, or be held up on its way to be carried out later.
 *
 * @param call which states for which node it is, and has a nonce of its own
 * @param retryAfter the header; empty where there is none
 * @param bodyHash of the body's bytes, in SHA-256, as hexadecimal digits
 */
public record SignedAnswer(SignedCall call, int status, String retryAfter, String bodyHash) {

    private static final String FORM = "palyra node answer 1";

    /** One field in each line, as {@link SignedCall#text} has them. */
    String text() {
        return String.join("\n", FORM, String.valueOf(status), retryAfter, bodyHash, call.text());
    }
}
