package io.palyra.connectors.platform.http;

/** A request to a platform failed. */
public final class RequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RequestFailure failure;

    public RequestException(RequestFailure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    public RequestFailure failure() {
        return failure;
    }

    /** Whether the platform refused it with that status. */
    public boolean isStatus(int status) {
        return failure instanceof RequestFailure.Refused refused && refused.status() == status;
    }
}
