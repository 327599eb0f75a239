package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.SignedCall;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/** Requests that another node passes on. */
final class PassedOn {

    private static final Pattern UNSENT_END = Pattern.compile("\\??(#.*)?$");

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

    /** Path and query as they came, but for what no client of ours sends: the mark of an empty query, and a fragment. */
    static String uri(HttpServerRequest request) {
        String query = request.query() == null ? "" : "?" + request.query();
        return UNSENT_END.matcher(request.path() + query).replaceFirst("");
    }
}
