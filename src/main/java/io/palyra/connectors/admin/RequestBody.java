package io.palyra.connectors.admin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Reads the body of a request into memory, within a size and a time. Runs on the event loop. */
final class RequestBody {

    /** How long a body may take to arrive, all of it. */
    private static final Duration ARRIVAL_MAX = Duration.ofSeconds(30);

    /** What is read and dropped of a refused body, so that its sender gets to read why; then the connection is cut. */
    private static final long DROPPED_BYTES_MAX = 16L * 1024 * 1024;

    private static final String JSON = "application/json";

    private final int bytesMax;
    private final BodyMemory memory;
    private final Buffer read = Buffer.buffer();
    private final Promise<Buffer> done = Promise.promise();

    private RequestBody(int bytesMax, BodyMemory memory) {
        this.bytesMax = bytesMax;
        this.memory = memory;
    }

    /** What the headers say is wrong with the body. */
    static Optional<Problem> refuse(HttpServerRequest request, Endpoint.BodyUse use, int bytesMax) {
        if (use == Endpoint.BodyUse.NONE) {
            return Optional.empty();
        }
        boolean needsType = use == Endpoint.BodyUse.REQUIRED || length(request) != 0;
        if (needsType && !isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            return Optional.of(Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json"));
        }
        return length(request) > bytesMax ? Optional.of(tooLarge(bytesMax)) : Optional.empty();
    }

    /**
     * Fails with a {@link ProblemException}.
     *
     * @param memory where the body's bytes are taken, to be given back by who has got the body
     */
    static Future<Buffer> read(Vertx vertx, HttpServerRequest request, int bytesMax, BodyMemory memory) {
        RequestBody body = new RequestBody(bytesMax, memory);
        long timer = vertx.setTimer(
                ARRIVAL_MAX.toMillis(),
                id -> body.done.tryFail(new ProblemException(
                        ProblemCode.BODY_TIMEOUT, "a body has to arrive within " + ARRIVAL_MAX.toSeconds() + " s")));
        request.handler(body::append);
        request.endHandler(end -> body.done.tryComplete(body.read));
        request.exceptionHandler(failure -> body.done.tryFail(
                new ProblemException(ProblemCode.MALFORMED_REQUEST, "the body ended before its stated end")));
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        return body.done.future().onComplete(result -> vertx.cancelTimer(timer)).onFailure(failure -> {
            memory.giveBack(body.read.length());
        });
    }

    /** Reads on without keeping anything, within the same time, for a request whose body nobody wants. */
    static void drop(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        long timer = vertx.setTimer(
                ARRIVAL_MAX.toMillis(), id -> request.connection().close());
        long[] dropped = {0};
        request.handler(chunk -> {
            dropped[0] += chunk.length();
            if (dropped[0] > DROPPED_BYTES_MAX) {
                request.connection().close();
            }
        });
        request.endHandler(end -> vertx.cancelTimer(timer));
        request.exceptionHandler(failure -> vertx.cancelTimer(timer));
        request.resume();
    }

    private void append(Buffer chunk) {
        if (done.future().isComplete()) {
            return;
        }
        if (read.length() + chunk.length() > bytesMax) {
            fail(tooLarge(bytesMax));
        } else if (memory.take(chunk.length())) {
            read.appendBuffer(chunk);
        } else {
            fail(Problem.of(ProblemCode.OVERLOADED, "the bodies of other calls take all the memory there is for them"));
        }
    }

    private void fail(Problem problem) {
        done.tryFail(new ProblemException(problem.code(), problem.detail()));
    }

    private static Problem tooLarge(int bytesMax) {
        return Problem.of(ProblemCode.BODY_TOO_LARGE, "a body may have at most " + bytesMax + " bytes");
    }

    /** Bytes as stated; -1 where they are not. */
    private static long length(HttpServerRequest request) {
        String stated = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return stated == null
                    ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null ? 0 : -1
                    : Long.parseLong(stated);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static boolean isJson(String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip();
        return type.toLowerCase(Locale.ROOT).equals(JSON);
    }
}
