package io.palyra.connectors.admin;

import io.palyra.connectors.server.ArrivingBody;
import io.palyra.connectors.server.BodyMemory;
import io.palyra.connectors.server.BodyRefused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;

/** The body of a call: JSON, within a size and a time. Runs on the event loop. */
final class RequestBody {

    private static final String JSON = "application/json";

    private RequestBody() {}

    /** What the headers say is wrong with the body. */
    static Optional<Problem> refuse(HttpServerRequest request, Endpoint.BodyUse use, int bytesMax) {
        if (use == Endpoint.BodyUse.NONE) {
            return Optional.empty();
        }
        long length = ArrivingBody.statedLength(request);
        boolean needsType = use == Endpoint.BodyUse.REQUIRED || length != 0;
        if (needsType && !isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            return Optional.of(Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json"));
        }
        return length > bytesMax ? Optional.of(problem(ArrivingBody.tooLarge(bytesMax))) : Optional.empty();
    }

    /**
     * Fails with a {@link ProblemException}.
     *
     * @param memory where the body's bytes are taken, to be given back by who has got the body
     */
    static Future<Buffer> read(Vertx vertx, HttpServerRequest request, int bytesMax, BodyMemory memory) {
        return ArrivingBody.read(vertx, request, bytesMax, memory).recover(RequestBody::refused);
    }

    private static Future<Buffer> refused(Throwable failure) {
        if (failure instanceof BodyRefused refused) {
            Problem problem = problem(refused);
            return Future.failedFuture(new ProblemException(problem.code(), problem.detail()));
        }
        return Future.failedFuture(failure);
    }

    private static Problem problem(BodyRefused refused) {
        ProblemCode code =
                switch (refused.reason()) {
                    case TOO_LARGE -> ProblemCode.BODY_TOO_LARGE;
                    case TOO_SLOW -> ProblemCode.BODY_TIMEOUT;
                    case CUT_SHORT -> ProblemCode.MALFORMED_REQUEST;
                    case NO_ROOM -> ProblemCode.OVERLOADED;
                };
        return Problem.of(code, String.valueOf(refused.getMessage()));
    }

    private static boolean isJson(String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip();
        return type.toLowerCase(Locale.ROOT).equals(JSON);
    }
}
