package io.palyra.connectors.ingress;

import io.palyra.connectors.adapter.WebhookPort;
import io.palyra.connectors.adapter.Webhooks;
import io.palyra.connectors.server.ArrivingBody;
import io.palyra.connectors.server.BodyMemory;
import io.palyra.connectors.server.Connections;
import io.palyra.connectors.server.ListenException;
import io.palyra.connectors.server.Listening;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the {@code platform-http:} paths of users' routes, and the calls of platforms for their connectors, over HTTP/1.1 on a
 * port of their own. Clients are strangers:
 * connections, bodies and calls in hand are bounded, and what no route serves is refused in one line.
 */
public final class IngressServer implements WebhookPort, AutoCloseable {

    /** Bytes of a request body; above it 413. */
    public static final int BODY_BYTES_MAX = 1024 * 1024;

    /** Requests that routes have in hand, those that wait for a thread included; above it 503. */
    static final int CALLS_MAX = 512;

    static final String ROUTER = "palyra-ingress-router";

    private static final Logger LOG = LoggerFactory.getLogger(IngressServer.class);
    private static final String ENGINE = "platform-http-engine";
    private static final String PORT = "palyraWebhookPort";
    private static final int WORKERS = 32;

    /** Before the paths of routes, whose order begins at 0. */
    private static final int FIRST = -2;

    private static final int SECOND = -1;
    private static final int LINE_BYTES_MAX = 4 * 1024;
    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final long CUT_MS = 1_000;
    private static final long STOP_WAIT_S = 5;

    private final String host;
    private final int wantedPort;
    private final Vertx vertx = Listening.vertx(WORKERS);
    private final Router router = Router.router(vertx);
    private final Connections connections = new Connections(Connections.Limits.DEFAULT, System::nanoTime);
    private final BodyMemory memory = BodyMemory.ofHeap();
    private final CallLimit calls = new CallLimit(CALLS_MAX);
    private final Path uploads = uploads();
    private volatile int port = -1;
    private volatile boolean stopping;

    private IngressServer(String host, int wantedPort, Webhooks webhooks) {
        this.host = host;
        this.wantedPort = wantedPort;
        router.route().order(FIRST).handler(this::admit);
        router.route(WebhookPort.PATH + "/*").order(SECOND).handler(new ConnectorDoor(vertx, webhooks, memory)::handle);
        Refusal.OF_ROUTER.forEach(refusal -> router.errorHandler(refusal.status(), refusal.handler()));
    }

    /**
     * Lets the context's routes use {@code platform-http:}, before they are loaded.
     *
     * @param port empty where there is to be no such port: then such routes are refused
     * @param webhooks who takes the calls for connectors
     * @return the server, which does not listen yet
     */
    public static Optional<IngressServer> of(
            CamelContext context, String host, Optional<Integer> port, Webhooks webhooks) {
        Optional<IngressServer> server = port.map(number -> new IngressServer(host, number, webhooks));
        context.getRegistry().bind(ENGINE, PlatformHttpEngine.class, new IngressEngine(context, server));
        server.ifPresent(made -> {
            context.getRegistry().bind(ROUTER, VertxPlatformHttpRouter.class, made.camelsRouter());
            context.getRegistry().bind(PORT, WebhookPort.class, made);
        });
        return server;
    }

    /**
     * Listens; returns once connections are taken.
     *
     * @throws ListenException where the address or port cannot be had, with the way out
     */
    public void listen() {
        vertx.setPeriodic(CUT_MS, timer -> connections.cutSlow());
        port = Listening.open(
                vertx.createHttpServer(new HttpServerOptions()
                                .setHttp2ClearTextEnabled(false)
                                .setMaxInitialLineLength(LINE_BYTES_MAX)
                                .setMaxHeaderSize(HEADER_BYTES_MAX)
                                // One field may be the whole body, as in the forms of GitHub and Slack
                                .setMaxFormAttributeSize(BODY_BYTES_MAX))
                        .connectionHandler(connections::opened)
                        .requestHandler(request -> connections.afterAnswer(request, () -> router.handle(request)))
                        .exceptionHandler(failure -> LOG.debug("A connection ended early: {}", failure.toString())),
                "palyra.ingress",
                host,
                wantedPort);
    }

    /** Host and port, as in a URL. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The port that is listened on; -1 before. */
    @Override
    public int port() {
        return port;
    }

    /** From now on requests are sent away; those in hand go on until their routes stop. */
    public void refuse() {
        stopping = true;
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(STOP_WAIT_S, TimeUnit.SECONDS);
            Files.deleteIfExists(uploads);
        } catch (ExecutionException | TimeoutException | IOException e) {
            LOG.warn("The ingress port did not close cleanly: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Visit visit = Visit.begin(routing, memory, calls);
        Promise<Void> taken = Promise.promise();
        routing.addHeadersEndHandler(begun -> connections.answering(request, taken.future()));
        routing.addEndHandler(ended -> {
            taken.tryComplete();
            visit.answered();
        });
        if (stopping) {
            Refusal.STOPPING.answer(routing);
        } else if (isCodedUnknown(request)) {
            routing.addEndHandler(ended -> request.connection().close());
            Refusal.BAD_REQUEST.answer(routing);
        } else if (ArrivingBody.statedLength(request) > BODY_BYTES_MAX) {
            Refusal.TOO_LARGE.answer(routing);
        } else {
            routing.next();
        }
    }

    /** Whoever passed it on may think that a body follows; it would be read as the next request. */
    private static boolean isCodedUnknown(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.TRANSFER_ENCODING).stream()
                .anyMatch(coding -> !coding.equalsIgnoreCase("chunked"));
    }

    /** Where Camel's consumers register their paths. */
    private VertxPlatformHttpRouter camelsRouter() {
        return new VertxPlatformHttpRouter(null, vertx, router, ROUTER) {
            @Override
            public Handler<RoutingContext> bodyHandler() {
                BodyHandler forms = BodyHandler.create(uploads.toString())
                        .setBodyLimit(BODY_BYTES_MAX)
                        .setMergeFormAttributes(false)
                        .setDeleteUploadedFilesOnEnd(true);
                return routing -> {
                    if (isForm(routing.request())) {
                        readForm(routing, forms);
                    } else {
                        readBody(routing);
                    }
                };
            }
        };
    }

    private void readBody(RoutingContext routing) {
        ArrivingBody.read(vertx, routing.request(), BODY_BYTES_MAX, memory)
                .onSuccess(body -> {
                    Visit.of(routing).holds(body.length());
                    ((RoutingContextInternal) routing).setBody(body);
                    routing.next();
                })
                .onFailure(failure -> Refusal.of(failure).answer(routing));
    }

    /** Vert.x reads forms; the room for the largest is taken ahead. */
    private void readForm(RoutingContext routing, BodyHandler forms) {
        if (!memory.take(BODY_BYTES_MAX)) {
            Refusal.BUSY.answer(routing);
            return;
        }
        Visit.of(routing).holds(BODY_BYTES_MAX);
        HttpServerRequest request = routing.request();
        long timer = vertx.setTimer(ArrivingBody.ARRIVAL_MAX.toMillis(), late -> {
            if (!request.isEnded()) {
                Refusal.TOO_SLOW.answer(routing);
            }
        });
        routing.addEndHandler(ended -> vertx.cancelTimer(timer));
        forms.handle(routing);
    }

    private static boolean isForm(HttpServerRequest request) {
        String type =
                String.valueOf(request.getHeader(HttpHeaders.CONTENT_TYPE)).toLowerCase(Locale.ROOT);
        return type.startsWith("multipart/form-data") || type.startsWith("application/x-www-form-urlencoded");
    }

    private static Path uploads() {
        try {
            return Files.createTempDirectory("palyra-ingress-");
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of temporary files cannot be written to", e);
        }
    }
}
