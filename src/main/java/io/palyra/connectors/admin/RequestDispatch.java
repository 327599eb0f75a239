package io.palyra.connectors.admin;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/** Takes a request from its headers to its answer: guard, call, body, work on a worker, answer on the event loop. */
final class RequestDispatch {

    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private final Vertx vertx;
    private final RequestGuard guard;
    private final WorkerPools workers;
    private final int bodyBytesMax;
    private volatile boolean stopping;

    RequestDispatch(Vertx vertx, RequestGuard guard, WorkerPools workers, int bodyBytesMax) {
        this.vertx = vertx;
        this.guard = guard;
        this.workers = workers;
        this.bodyBytesMax = bodyBytesMax;
    }

    Router router(List<Endpoint> endpoints) {
        Router router = Router.router(vertx);
        router.route().handler(this::admit);
        Map<String, Map<HttpMethod, Endpoint>> byPath = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> byPath.computeIfAbsent(endpoint.path(), path -> new LinkedHashMap<>())
                .put(endpoint.method(), endpoint));
        byPath.forEach((path, methods) -> router.route(path).handler(routing -> call(routing, methods)));
        router.route().handler(routing -> refuse(routing, unknownPath()));
        router.errorHandler(BAD_REQUEST, routing -> refuse(routing, malformed()));
        router.errorHandler(SERVER_ERROR, routing -> refuse(routing, failure(routing)));
        return router;
    }

    /** From now on requests are sent away. */
    void stop() {
        stopping = true;
    }

    private void admit(RoutingContext routing) {
        if (stopping) {
            refuse(routing, Problem.of(ProblemCode.STOPPING, "the program is about to end"));
            return;
        }
        path(routing)
                .map(path -> guard.refuse(path, routing.request().headers(), address(routing)))
                .orElse(Optional.of(malformed()))
                .ifPresentOrElse(problem -> refuse(routing, problem), routing::next);
    }

    private static String address(RoutingContext routing) {
        return String.valueOf(routing.request().remoteAddress().hostAddress());
    }

    /** Without its detours, and empty where it is not validly encoded. */
    private static Optional<String> path(RoutingContext routing) {
        try {
            return Optional.ofNullable(routing.normalizedPath());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void call(RoutingContext routing, Map<HttpMethod, Endpoint> methods) {
        HttpServerRequest request = routing.request();
        HttpMethod method = request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method();
        Endpoint endpoint = methods.get(method);
        if (endpoint == null) {
            String allow = methods.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
            Problem problem = Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "this path takes " + allow);
            refuse(request, Answer.problem(problem).with("Allow", allow));
            return;
        }
        Optional<Problem> refusal = RequestBody.refuse(request, endpoint.bodyUse(), bodyBytesMax);
        if (refusal.isPresent()) {
            refuse(routing, refusal.get());
        } else if (endpoint.bodyUse() == Endpoint.BodyUse.NONE) {
            RequestBody.drop(vertx, request);
            work(routing, endpoint, Buffer.buffer());
        } else {
            RequestBody.read(vertx, request, bodyBytesMax)
                    .onSuccess(body -> work(routing, endpoint, body))
                    .onFailure(failure -> refuse(routing, ProblemMapper.of(failure)));
        }
    }

    private void work(RoutingContext routing, Endpoint endpoint, Buffer body) {
        Context eventLoop = vertx.getOrCreateContext();
        HttpServerRequest request = routing.request();
        try {
            Call call = new Call(Map.copyOf(routing.pathParams()), query(routing), body, Caller.of(request.headers()));
            workers.execute(endpoint, () -> {
                Answer answer = answer(endpoint, call);
                eventLoop.runOnContext(turn -> send(request, answer));
            });
        } catch (RejectedExecutionException e) {
            refuse(routing, Problem.of(ProblemCode.OVERLOADED, "more calls wait than this program takes"));
        }
    }

    private static Map<String, String> query(RoutingContext routing) {
        Map<String, String> query = new HashMap<>();
        routing.queryParams().forEach(query::putIfAbsent);
        return query;
    }

    private static Answer answer(Endpoint endpoint, Call call) {
        try {
            return endpoint.handler().handle(call);
        } catch (Exception | Error e) {
            return Answer.problem(ProblemMapper.of(e));
        }
    }

    private void refuse(RoutingContext routing, Problem problem) {
        refuse(routing.request(), Answer.problem(problem));
    }

    private void refuse(HttpServerRequest request, Answer answer) {
        send(request, answer);
        if (answer.status() == ProblemCode.BODY_TIMEOUT.status()) {
            request.connection().close();
        } else {
            RequestBody.drop(vertx, request);
        }
    }

    private static void send(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Cache-Control", "no-store");
        Buffer body = Buffer.buffer(answer.body());
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", String.valueOf(body.length()));
            response.end();
        } else {
            response.end(body);
        }
    }

    private static Problem unknownPath() {
        return Problem.of(ProblemCode.UNKNOWN_PATH, "no call has this path; GET / says where the API begins");
    }

    private static Problem malformed() {
        return Problem.of(ProblemCode.MALFORMED_REQUEST, "the path or query is not validly encoded");
    }

    private static Problem failure(RoutingContext routing) {
        Throwable failure = routing.failure();
        return ProblemMapper.of(failure != null ? failure : new IllegalStateException("the router gave no reason"));
    }
}
