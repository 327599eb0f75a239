package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.SignedCall;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Requests that another node passes on. */
final class PassedOn {

    private PassedOn() {}

    /** Whether the request says so. */
    static boolean isClaimed(HttpServerRequest request) {
        return SignedCall.isClaimed(request.headers()::get);
    }

    /** What it says of itself. */
    static Optional<SignedCall> of(HttpServerRequest request) {
        return isClaimed(request)
                ? SignedCall.of(request.method().name(), uri(request), request.headers()::get)
                : Optional.empty();
    }

    /** Path and query as they came. */
    static String uri(HttpServerRequest request) {
        return request.query() == null ? request.path() : request.path() + "?" + request.query();
    }
}
