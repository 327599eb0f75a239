package io.palyra.connectors.server;

import io.palyra.connectors.server.BodyRefused.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Reads the body of a request into memory, within a size and a time. Runs on the event loop. */
public final class ArrivingBody {

    /** How long a body may take to arrive, all of it. */
    public static final Duration ARRIVAL_MAX = Duration.ofSeconds(30);

    /** What is read and dropped of a refused body, so that its sender gets to read why; then the connection is cut. */
    private static final long DROPPED_BYTES_MAX = 16L * 1024 * 1024;

    private final int bytesMax;
    private final BodyMemory memory;
    private final Buffer read = Buffer.buffer();
    private final Promise<Buffer> done = Promise.promise();

    private ArrivingBody(int bytesMax, BodyMemory memory) {
        this.bytesMax = bytesMax;
        this.memory = memory;
    }

    /**
     * Fails with {@link BodyRefused}.
     *
     * @param memory where the body's bytes are taken, to be given back by who has got the body
     */
    public static Future<Buffer> read(Vertx vertx, HttpServerRequest request, int bytesMax, BodyMemory memory) {
        ArrivingBody body = new ArrivingBody(bytesMax, memory);
        long timer = vertx.setTimer(
                ARRIVAL_MAX.toMillis(),
                id -> body.fail(Reason.TOO_SLOW, "a body has to arrive within " + ARRIVAL_MAX.toSeconds() + " s"));
        request.handler(body::append);
        request.endHandler(end -> body.done.tryComplete(body.read));
        request.exceptionHandler(failure -> body.fail(Reason.CUT_SHORT, "the body ended before its stated end"));
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        return body.done.future().onComplete(result -> vertx.cancelTimer(timer)).onFailure(failure -> {
            memory.giveBack(body.read.length());
        });
    }

    /** Reads on without keeping anything, within the same time, for a request whose body nobody wants. */
    public static void drop(Vertx vertx, HttpServerRequest request) {
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

    /** Bytes as stated; -1 where they are not. */
    public static long statedLength(HttpServerRequest request) {
        String stated = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return stated == null
                    ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null ? 0 : -1
                    : Long.parseLong(stated);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** What the sender of a larger body is told. */
    public static BodyRefused tooLarge(int bytesMax) {
        return new BodyRefused(Reason.TOO_LARGE, "a body may have at most " + bytesMax + " bytes");
    }

    private void append(Buffer chunk) {
        if (done.future().isComplete()) {
            return;
        }
        if (read.length() + chunk.length() > bytesMax) {
            done.tryFail(tooLarge(bytesMax));
        } else if (memory.take(chunk.length())) {
            read.appendBuffer(chunk);
        } else {
            fail(Reason.NO_ROOM, "the bodies of other calls take all the memory there is for them");
        }
    }

    private void fail(Reason reason, String message) {
        done.tryFail(new BodyRefused(reason, message));
    }
}
