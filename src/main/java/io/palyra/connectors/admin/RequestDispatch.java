package io.palyra.connectors.admin;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.palyra.connectors.admin.nodes.SignedCall;
import io.palyra.connectors.server.ArrivingBody;
import io.palyra.connectors.server.BodyMemory;
import io.palyra.connectors.server.Connections;
import io.palyra.connectors.session.Session;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Takes a request from its headers to its answer: guard, call, body, work on a worker, answer on the event loop. */
final class RequestDispatch {

    /** Bytes of all the headers of a request together. */
    static final int HEADER_BYTES_MAX = 8 * 1024;

    /** Bytes of a request line. */
    static final int LINE_BYTES_MAX = 4 * 1024;

    /** As RFC 9110, 5.6.7 has it. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private static final String IDENTITY = "palyra.identity";
    private static final String SESSION = "palyra.session";
    private static final String SET_COOKIE = "Set-Cookie";
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    private final Vertx vertx;
    private final RequestGuard guard;
    private final Connections connections;
    private final WorkerPools workers;
    private final SharedCalls sharedCalls;
    private final EventStreams streams;
    private final ConsoleSessions sessions;
    private final SessionCookies cookies;
    private final Optional<ConsoleFiles> files;
    private final AdminServer.Options options;
    private final String node;
    private final Clock clock;
    private final BodyMemory bodyMemory = BodyMemory.ofHeap();
    private volatile boolean stopping;

    /**
     * @param node the name of this one, which other nodes are told
     * @param clock what is stored goes by it
     */
    RequestDispatch(
            Vertx vertx,
            RequestGuard guard,
            Connections connections,
            WorkerPools workers,
            EventStreams streams,
            ConsoleSessions sessions,
            Optional<ConsoleFiles> files,
            AdminServer.Options options,
            String node,
            Clock clock) {
        this.vertx = vertx;
        this.guard = guard;
        this.connections = connections;
        this.workers = workers;
        this.streams = streams;
        this.sessions = sessions;
        this.files = files;
        this.sharedCalls = new SharedCalls(workers);
        this.options = options;
        this.cookies = new SessionCookies(options.basePath().orElse(""));
        this.node = node;
        this.clock = clock;
    }

    Handler<HttpServerRequest> requests(List<Endpoint> endpoints) {
        Router router = router(endpoints);
        return request -> connections.afterAnswer(request, () -> router.handle(request));
    }

    private Router router(List<Endpoint> endpoints) {
        Router router = Router.router(vertx);
        options.basePath().ifPresent(base -> router.route(base + "/*")
                .handler(routing ->
                        routing.reroute(withoutBase(base, routing.request().uri()))));
        router.route().handler(this::date);
        router.route().handler(this::admit);
        files.ifPresent(pages -> router.route("/console*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(pages::answer));
        Map<String, Map<HttpMethod, Endpoint>> byPath = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> byPath.computeIfAbsent(endpoint.path(), path -> new LinkedHashMap<>())
                .put(endpoint.method(), endpoint));
        byPath.forEach((path, methods) -> router.route(path).handler(routing -> call(routing, methods)));
        router.route().handler(routing -> refuse(routing, unknownPath()));
        router.errorHandler(BAD_REQUEST, routing -> refuse(routing, malformed()));
        router.errorHandler(NOT_FOUND, routing -> refuse(routing, unknownPath()));
        router.errorHandler(SERVER_ERROR, routing -> refuse(routing, failure(routing)));
        return router;
    }

    /** From now on requests are sent away. */
    void stop() {
        stopping = true;
    }

    /** So that whoever asks can say how long ago something was, whatever his own clock says. */
    private void date(RoutingContext routing) {
        routing.response().putHeader("Date", HTTP_DATE.format(clock.instant().atZone(ZoneOffset.UTC)));
        routing.next();
    }

    private void admit(RoutingContext routing) {
        if (stopping) {
            refuse(routing, Problem.of(ProblemCode.STOPPING, "the program is about to end"));
            return;
        }
        RequestGuard.Verdict verdict = path(routing)
                .map(path -> guard.look(path, routing.request()))
                .orElseGet(() -> new RequestGuard.Refused(malformed()));
        if (verdict instanceof RequestGuard.Admitted admitted) {
            routing.put(IDENTITY, admitted.identity());
            routing.next();
        } else if (verdict instanceof RequestGuard.BySession bySession) {
            bySession(routing, bySession.secrets());
        } else {
            refuse(routing, ((RequestGuard.Refused) verdict).problem());
        }
    }

    /** A proxy may leave it there. */
    private static String withoutBase(String base, String uri) {
        String rest = uri.startsWith(base) ? uri.substring(base.length()) : "";
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private void bySession(RoutingContext routing, List<String> secrets) {
        HttpServerRequest request = routing.request();
        request.pause();
        boolean isUse = request.getHeader(ConsoleSessions.REFRESH) == null;
        sessions.look(vertx, secrets, isUse, look -> {
            request.resume();
            Session session = look.session();
            if (session == null) {
                refuse(
                        request,
                        look.failure() == ConsoleSessions.Failure.ENDED
                                ? Answer.problem(guard.wrongSession(request)).ending()
                                : Answer.problem(overloaded()));
            } else if (!ConsoleSessions.isOfAPage(request, session)) {
                refuse(
                        routing,
                        Problem.of(
                                ProblemCode.FOREIGN_PAGE,
                                "calls by session that change something need the header " + ConsoleSessions.CSRF
                                        + ", as GET /admin/v1/whoami says it"));
            } else {
                routing.put(SESSION, session);
                routing.put(IDENTITY, look.identity());
                routing.next();
            }
        });
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
        MultiMap given = routing.queryParams();
        Map<String, String> query = QueryParameters.of(given);
        Optional<Problem> refusal = beyondRole(routing, endpoint)
                .or(() -> QueryParameters.refuse(given, endpoint))
                .or(() -> RequestBody.refuse(request, endpoint.bodyUse(), options.bodyBytesMax()));
        if (refusal.isPresent()) {
            refuse(routing, refusal.get());
        } else if (endpoint.bodyUse() == Endpoint.BodyUse.NONE) {
            ArrivingBody.drop(vertx, request);
            work(request, endpoint, call(routing, query, Buffer.buffer()), answer -> send(request, answer));
        } else {
            RequestBody.read(vertx, request, options.bodyBytesMax(), bodyMemory)
                    .onSuccess(body -> work(request, endpoint, call(routing, query, body), answer -> {
                        bodyMemory.giveBack(body.length());
                        send(request, answer);
                    }))
                    .onFailure(failure -> refuse(routing, ProblemMapper.of(failure)));
        }
    }

    /** Of what another node passes on it is looked at once it is believed. */
    private static Optional<Problem> beyondRole(RoutingContext routing, Endpoint endpoint) {
        Identity identity = identity(routing);
        return PassedOn.isClaimed(routing.request()) || identity.role().includes(endpoint.role())
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemCode.FORBIDDEN,
                        "this needs a token with the role " + endpoint.role() + "; that of " + identity.name()
                                + " has the role " + identity.role()));
    }

    private static Identity identity(RoutingContext routing) {
        return Objects.requireNonNull(routing.get(IDENTITY));
    }

    private static Call call(RoutingContext routing, Map<String, String> query, Buffer body) {
        HttpServerRequest request = routing.request();
        Optional<SignedCall> passedOn = PassedOn.of(request);
        return new Call(
                routing.pathParams().entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, part -> PathPart.id(part.getValue()))),
                query,
                body,
                passedOn.map(signed -> Caller.of(signed, identity(routing)))
                        .orElseGet(() -> Caller.of(request.headers(), identity(routing), routing.get(SESSION))),
                PassedOn.uri(request),
                passedOn.orElse(null));
    }

    private void work(HttpServerRequest request, Endpoint endpoint, Call call, Consumer<Answer> answered) {
        Context eventLoop = vertx.getOrCreateContext();
        try {
            if (endpoint.work() instanceof Endpoint.Shared shared) {
                sharedCalls.ask(endpoint, shared, call, answered, eventLoop);
            } else if (endpoint.work() instanceof Endpoint.Stream stream) {
                stream(request, endpoint, stream, call, answered);
            } else if (endpoint.work() instanceof Endpoint.Handler handler) {
                Consumer<Answer> back = answer -> eventLoop.runOnContext(turn -> {
                    if (call.passedOn() != null) {
                        guard.answered(request, answer);
                    }
                    answered.accept(answer);
                });
                // What one node says to another is signed as it is
                boolean isPacked = call.passedOn() == null && Gzip.isTaken(request);
                workers.execute(
                        call.passedOn() == null ? endpoint : endpoint.on(Endpoint.Workers.PASSED_ON),
                        () -> {
                            Answer answer = Answer.of(handler, call);
                            back.accept(isPacked ? Gzip.pack(answer) : answer);
                        },
                        () -> back.accept(Answer.problem(overloaded())));
            }
        } catch (RejectedExecutionException e) {
            answered.accept(Answer.problem(overloaded()));
        }
    }

    /** Nodes pass none on, and what one has signed is not looked at here. */
    private void stream(
            HttpServerRequest request,
            Endpoint endpoint,
            Endpoint.Stream stream,
            Call call,
            Consumer<Answer> answered) {
        Context eventLoop = vertx.getOrCreateContext();
        Optional<Problem> refusal =
                call.passedOn() == null ? streams.refuse(call.caller().identity()) : Optional.of(unknownPath());
        if (refusal.isPresent()) {
            answered.accept(Answer.problem(refusal.get()));
            return;
        }
        String header = request.getHeader("Last-Event-ID");
        Call asked = header == null ? call : call.with(EventStreams.LAST_EVENT_ID, header);
        workers.execute(
                endpoint,
                () -> {
                    try {
                        EventStreams.Plan plan = stream.plan(asked);
                        eventLoop.runOnContext(turn -> begin(request, call, plan, answered));
                    } catch (RuntimeException | Error e) {
                        Answer problem = Answer.problem(ProblemMapper.of(e));
                        eventLoop.runOnContext(turn -> answered.accept(problem));
                    }
                },
                () -> eventLoop.runOnContext(turn -> answered.accept(Answer.problem(overloaded()))));
    }

    private void begin(HttpServerRequest request, Call call, EventStreams.Plan plan, Consumer<Answer> answered) {
        // Others may have begun meanwhile
        streams.refuse(call.caller().identity())
                .ifPresentOrElse(
                        problem -> answered.accept(Answer.problem(problem)),
                        () -> connections.streaming(request, streams.begin(vertx, request, call.caller(), plan)));
    }

    private void refuse(RoutingContext routing, Problem problem) {
        refuse(routing.request(), Answer.problem(problem));
    }

    private void refuse(HttpServerRequest request, Answer answer) {
        send(request, answer);
        if (answer.status() == ProblemCode.BODY_TIMEOUT.status()) {
            request.connection().close();
        } else {
            ArrivingBody.drop(vertx, request);
        }
    }

    private void send(HttpServerRequest request, Answer answer) {
        Answer named = PassedOn.isClaimed(request) ? answer.with(SignedCall.ANSWERED_BY, node) : answer;
        request.response().headers().add(SET_COOKIE, cookies(request, answer.cookie()));
        connections.answering(request, AnswerWriter.write(request, named));
    }

    private List<String> cookies(HttpServerRequest request, Answer.SessionChange change) {
        if (change instanceof Answer.Opens opens) {
            return cookies.opening(request, opens.session());
        } else if (change instanceof Answer.Ends) {
            sessions.forget();
            return cookies.ending(request);
        }
        return List.of();
    }

    /** Answers what is no HTTP, or more of it than is read. The connection ends with it. */
    void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Problem problem = Problem.of(ProblemCode.MALFORMED_REQUEST, "this is not valid HTTP/1.1");
        if (cause instanceof TooLongHttpLineException) {
            problem = Problem.of(
                    ProblemCode.URI_TOO_LONG, "a request line may have at most " + LINE_BYTES_MAX + " bytes");
        } else if (cause instanceof TooLongHttpHeaderException) {
            problem = Problem.of(
                    ProblemCode.HEADERS_TOO_LARGE, "headers may have at most " + HEADER_BYTES_MAX + " bytes");
        }
        Answer answer = Answer.problem(problem).with("Connection", "close");
        AnswerWriter.write(request, answer)
                .onComplete(written -> request.connection().close());
    }

    private static Problem unknownPath() {
        return Problem.of(ProblemCode.UNKNOWN_PATH, "no call has this path; GET / says where the API begins");
    }

    private static Problem overloaded() {
        return Problem.of(ProblemCode.OVERLOADED, "more calls wait than this program takes");
    }

    private static Problem malformed() {
        return Problem.of(ProblemCode.MALFORMED_REQUEST, "the path or query is not validly encoded");
    }

    private static Problem failure(RoutingContext routing) {
        Throwable failure = routing.failure();
        return ProblemMapper.of(failure != null ? failure : new IllegalStateException("the router gave no reason"));
    }
}
