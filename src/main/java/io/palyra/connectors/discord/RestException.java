package io.palyra.connectors.discord;

/** A request to Discord failed. */
final class RestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RestFailure failure;

    RestException(RestFailure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    RestFailure failure() {
        return failure;
    }

    /** Whether Discord refused it with that status. */
    boolean isStatus(int status) {
        return failure instanceof RestFailure.Refused refused && refused.status() == status;
    }
}
