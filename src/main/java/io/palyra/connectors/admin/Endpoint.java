package io.palyra.connectors.admin;

import io.vertx.core.http.HttpMethod;

/**
 * One call of the API.
 *
 * @param path with parameters, such as {@code /channels/:id}
 * @param waits whether it waits for messages to settle, so that it must not take the threads of the others
 */
record Endpoint(HttpMethod method, String path, BodyUse bodyUse, boolean waits, Handler handler) {

    /** The work of a call. Runs on a worker and may block; what it throws is answered as a problem. */
    @FunctionalInterface
    interface Handler {
        Answer handle(Call call) throws Exception;
    }

    /** What a call does with a body. */
    enum BodyUse {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    static Endpoint get(String path, Handler handler) {
        return new Endpoint(HttpMethod.GET, path, BodyUse.NONE, false, handler);
    }

    static Endpoint delete(String path, Handler handler) {
        return new Endpoint(HttpMethod.DELETE, path, BodyUse.NONE, false, handler);
    }

    static Endpoint post(String path, Handler handler) {
        return new Endpoint(HttpMethod.POST, path, BodyUse.REQUIRED, false, handler);
    }

    static Endpoint postOptional(String path, Handler handler) {
        return new Endpoint(HttpMethod.POST, path, BodyUse.OPTIONAL, false, handler);
    }

    Endpoint waiting() {
        return new Endpoint(method, path, bodyUse, true, handler);
    }
}
