package io.palyra.connectors.discord;

import java.io.IOException;

/** Carries a failure through JDA, which passes IO exceptions on as they are. */
final class RestIoException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient RestFailure failure;

    RestIoException(RestFailure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    RestFailure failure() {
        return failure;
    }
}
