package io.palyra.connectors.admin;

import io.vertx.core.http.HttpMethod;

/**
 * One call of the API.
 *
 * @param path with parameters, such as {@code /channels/:id}
 */
record Endpoint(HttpMethod method, String path, BodyUse bodyUse, Workers workers, Work work) {

    /** What makes the answer. Runs on a worker and may block; what it throws is answered as a problem. */
    sealed interface Work {}

    /** Answers one call. */
    @FunctionalInterface
    non-sealed interface Handler extends Work {
        Answer handle(Call call) throws Exception;
    }

    /** Does once what takes time for everybody who calls at the same time; what it returns answers each of them. */
    @FunctionalInterface
    non-sealed interface Shared extends Work {
        Handler prepare() throws Exception;
    }

    /** What a call does with a body. */
    enum BodyUse {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** Which threads a call runs on. */
    enum Workers {
        CALLS,
        /** For calls that wait for messages to settle, so that a lot of them does not keep an operator from acting. */
        WAITS,
        /** For health and metrics, which have to be answered also while the store is slow. */
        OBSERVE
    }

    static Endpoint get(String path, Handler handler) {
        return new Endpoint(HttpMethod.GET, path, BodyUse.NONE, Workers.CALLS, handler);
    }

    static Endpoint observe(String path, Shared work) {
        return new Endpoint(HttpMethod.GET, path, BodyUse.NONE, Workers.OBSERVE, work);
    }

    static Endpoint delete(String path, Handler handler) {
        return new Endpoint(HttpMethod.DELETE, path, BodyUse.NONE, Workers.CALLS, handler);
    }

    static Endpoint post(String path, Handler handler) {
        return new Endpoint(HttpMethod.POST, path, BodyUse.REQUIRED, Workers.CALLS, handler);
    }

    static Endpoint postOptional(String path, Handler handler) {
        return new Endpoint(HttpMethod.POST, path, BodyUse.OPTIONAL, Workers.CALLS, handler);
    }

    Endpoint on(Workers others) {
        return new Endpoint(method, path, bodyUse, others, work);
    }
}
