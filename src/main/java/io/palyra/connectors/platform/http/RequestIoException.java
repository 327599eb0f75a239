package io.palyra.connectors.platform.http;

import java.io.IOException;

/** Carries a failure through whatever library makes the request: those pass IO exceptions on as they are. */
public final class RequestIoException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient RequestFailure failure;

    public RequestIoException(RequestFailure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    public RequestFailure failure() {
        return failure;
    }
}
