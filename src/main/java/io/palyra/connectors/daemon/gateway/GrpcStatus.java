package io.palyra.connectors.daemon.gateway;

import org.jspecify.annotations.Nullable;

/** The status codes of gRPC, in the order of their numbers. */
enum GrpcStatus {
    OK,
    CANCELLED,
    UNKNOWN,
    INVALID_ARGUMENT,
    DEADLINE_EXCEEDED,
    NOT_FOUND,
    ALREADY_EXISTS,
    PERMISSION_DENIED,
    RESOURCE_EXHAUSTED,
    FAILED_PRECONDITION,
    ABORTED,
    OUT_OF_RANGE,
    UNIMPLEMENTED,
    INTERNAL,
    UNAVAILABLE,
    DATA_LOSS,
    UNAUTHENTICATED;

    private static final GrpcStatus[] BY_NUMBER = values();

    /** Of the header {@code grpc-status}; what is no number of these is {@link #UNKNOWN}. */
    static GrpcStatus of(String header) {
        try {
            int number = Integer.parseInt(header.strip());
            return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    /** Of an answer without a status of its own: something between has answered. Null where no daemon can be behind that. */
    static @Nullable GrpcStatus ofHttp(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 408 -> DEADLINE_EXCEEDED;
            case 413 -> OUT_OF_RANGE;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> status >= 500 ? UNKNOWN : null;
        };
    }
}
