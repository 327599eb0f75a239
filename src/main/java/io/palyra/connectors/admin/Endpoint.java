package io.palyra.connectors.admin;

import io.palyra.connectors.settings.Role;
import io.vertx.core.http.HttpMethod;
import java.util.Set;

/**
 * One call of the API.
 *
 * @param path with parameters, such as {@code /channels/:id}
 * @param role what the caller needs
 * @param parameters what its query may have
 * @param needsSession whether only the program that runs the connector can do it
 */
record Endpoint(
        HttpMethod method,
        String path,
        Role role,
        BodyUse bodyUse,
        Workers workers,
        Work work,
        Set<String> parameters,
        boolean needsSession) {

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

    /** Says what a stream of events begins with; the stream itself occupies no worker. */
    @FunctionalInterface
    non-sealed interface Stream extends Work {
        EventStreams.Plan plan(Call call);
    }

    /** What a call does with a body. */
    enum BodyUse {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** Which threads a call runs on. */
    enum Workers {
        /** For calls that read the store. */
        CALLS,
        /** For calls that change something: where the store takes nothing they wait, and those that read go on. */
        CHANGES,
        /** For calls that are answered at once from what the program knows, also where each read of the store waits. */
        MEMORY,
        /** For calls that wait for messages to settle, so that a lot of them does not keep an operator from acting. */
        WAITS,
        /**
         * For calls that other nodes have passed on: they never wait for a node, so that two nodes whose callers wait for each
         * other come to an end.
         */
        PASSED_ON,
        /** For health and metrics, which have to be answered also while the store is slow. */
        OBSERVE
    }

    static Endpoint get(String path, Handler handler) {
        return new Endpoint(HttpMethod.GET, path, Role.VIEWER, BodyUse.NONE, Workers.CALLS, handler, Set.of(), false);
    }

    static Endpoint stream(String path, Stream work) {
        return new Endpoint(HttpMethod.GET, path, Role.VIEWER, BodyUse.NONE, Workers.CALLS, work, Set.of(), false);
    }

    static Endpoint observe(String path, Shared work) {
        return new Endpoint(HttpMethod.GET, path, Role.VIEWER, BodyUse.NONE, Workers.OBSERVE, work, Set.of(), false);
    }

    /** For the administrator, as each call that changes something, unless it is {@link #by} others. */
    static Endpoint delete(String path, Handler handler) {
        return new Endpoint(
                HttpMethod.DELETE, path, Role.ADMIN, BodyUse.NONE, Workers.CHANGES, handler, Set.of(), false);
    }

    static Endpoint post(String path, Handler handler) {
        return new Endpoint(
                HttpMethod.POST, path, Role.ADMIN, BodyUse.REQUIRED, Workers.CHANGES, handler, Set.of(), false);
    }

    static Endpoint postOptional(String path, Handler handler) {
        return new Endpoint(
                HttpMethod.POST, path, Role.ADMIN, BodyUse.OPTIONAL, Workers.CHANGES, handler, Set.of(), false);
    }

    /** The same call, for another role. */
    Endpoint by(Role other) {
        return new Endpoint(method, path, other, bodyUse, workers, work, parameters, needsSession);
    }

    Endpoint on(Workers others) {
        return new Endpoint(method, path, role, bodyUse, others, work, parameters, needsSession);
    }

    /** The same call, with a query of these parameters and no others. */
    Endpoint taking(String... names) {
        return new Endpoint(method, path, role, bodyUse, workers, work, Set.of(names), needsSession);
    }

    /** Only the program that runs the connector can do it. */
    Endpoint inSession() {
        return new Endpoint(method, path, role, bodyUse, workers, work, parameters, true);
    }

    /** The same call, answered by another handler. */
    Endpoint with(Handler other) {
        return new Endpoint(method, path, role, bodyUse, workers, other, parameters, needsSession);
    }
}
