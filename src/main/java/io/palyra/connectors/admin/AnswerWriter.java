package io.palyra.connectors.admin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes an answer piece by piece, each as its client has taken those before it. For the event loop. */
final class AnswerWriter {

    private static final int PIECE_BYTES = 16 * 1024;

    private final HttpServerResponse response;
    private final Buffer body;
    private final Promise<Void> taken = Promise.promise();
    private int written;

    private AnswerWriter(HttpServerResponse response, Buffer body) {
        this.response = response;
        this.body = body;
    }

    /** @return completed once the client has taken all of it; failed where the connection has ended before */
    static Future<Void> write(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return Future.failedFuture("the connection has ended");
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Cache-Control", "no-store");
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", String.valueOf(answer.body().length()));
            return response.end();
        } else if (answer.body().length() <= PIECE_BYTES) {
            return response.end(answer.body());
        }
        response.putHeader("Content-Length", String.valueOf(answer.body().length()));
        response.setWriteQueueMaxSize(PIECE_BYTES);
        AnswerWriter writer = new AnswerWriter(response, answer.body());
        response.closeHandler(closed -> writer.taken.tryFail("the connection has ended"));
        writer.go();
        return writer.taken.future();
    }

    private void go() {
        while (written < body.length()) {
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> go());
                return;
            }
            int end = Math.min(body.length(), written + PIECE_BYTES);
            response.write(body.slice(written, end));
            written = end;
        }
        response.end().onComplete(taken);
    }
}
