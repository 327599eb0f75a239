package io.palyra.connectors.admin;

import io.palyra.connectors.admin.nodes.NodeSignature;
import io.palyra.connectors.server.Connections;
import io.palyra.connectors.server.ListenException;
import io.palyra.connectors.server.Listening;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the admin API, health and metrics over HTTP/1.1.
 *
 * <p>One event loop reads and writes; the calls themselves run on workers, so that a slow store holds up nobody who only
 * asks for health. {@link #start} and {@link #close} block, and are for one thread.
 */
public final class AdminServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    /** How often connections that take too long are looked for. */
    private static final long CUT_MS = 1_000;

    private static final long STOP_WAIT_S = 5;

    /**
     * Where and for whom to listen.
     *
     * @param host name or address, IPv6 without brackets
     * @param port 0 for any free one
     * @param allowedHosts names that a Host or Origin header may carry besides loopback names and the host itself
     * @param tokens what callers have to show, if anything
     * @param hasConsole whether the pages for operators are served
     * @param basePath what a proxy has before every path
     * @param bodyBytesMax bytes of a request body
     */
    public record Options(
            String host,
            int port,
            Set<String> allowedHosts,
            AdminTokens tokens,
            boolean hasConsole,
            Optional<String> basePath,
            int bodyBytesMax) {

        public Options {
            allowedHosts = Set.copyOf(allowedHosts);
        }

        @Override
        public String toString() {
            return "Options[" + host + ":" + port + ", allowedHosts=" + allowedHosts + ", tokens=" + tokens
                    + ", bodyBytesMax=" + bodyBytesMax + "]";
        }
    }

    private final AdminServices services;
    private final Options options;
    private final NodeSignature signature;
    private final OwnerRequests owners;
    private final TypingCalls typing;
    private final Connections connections;
    private final EventStreams streams;
    private final WorkerPools workers = new WorkerPools(System::nanoTime);
    private final SettleWatch watch = new SettleWatch();
    private @Nullable Vertx vertx;
    private @Nullable RequestDispatch dispatch;
    private volatile int port = -1;

    public AdminServer(AdminServices services, Options options) {
        this(services, options, Connections.Limits.DEFAULT, EventStreams.Limits.DEFAULT);
    }

    AdminServer(AdminServices services, Options options, Connections.Limits limits, EventStreams.Limits streamLimits) {
        this.services = services;
        this.options = options;
        this.signature = new NodeSignature(options.tokens().administrator());
        this.owners = new OwnerRequests(services, signature, options.tokens().areNeeded());
        this.typing = new TypingCalls(services, owners);
        this.connections = new Connections(limits, System::nanoTime);
        this.streams = new EventStreams(services, streamLimits, System::nanoTime);
    }

    /**
     * Listens; returns once connections are taken.
     *
     * @throws ListenException where the address or port cannot be had, with the way out
     */
    public void start() {
        Vertx starting = Listening.vertx(1);
        vertx = starting;
        ConsoleSessions sessions =
                new ConsoleSessions(services.sessions(), options.tokens(), workers, System::nanoTime);
        RequestDispatch requests = new RequestDispatch(
                starting,
                new RequestGuard(options, signature),
                connections,
                workers,
                streams,
                sessions,
                options.hasConsole() ? Optional.of(new ConsoleFiles()) : Optional.empty(),
                options,
                services.nodes().identity().name(),
                services.clock());
        dispatch = requests;
        starting.setPeriodic(CUT_MS, timer -> {
            connections.cutSlow();
            streams.look();
            streams.sessions()
                    .forEach(session -> sessions.look(starting, List.of(session.secret()), false, look -> {
                        if (look.failure() == ConsoleSessions.Failure.ENDED) {
                            streams.endOf(session);
                        }
                    }));
        });
        HttpServer server = starting.createHttpServer(httpOptions())
                .connectionHandler(connections::opened)
                .requestHandler(requests.requests(endpoints()))
                .invalidRequestHandler(requests::invalid)
                .exceptionHandler(failure -> LOG.debug("A connection ended early: {}", failure.toString()));
        services.supervision().calls().typingElsewhere(typing::elsewhere);
        try {
            port = Listening.open(server, "palyra.http", options.host(), options.port());
        } catch (ListenException e) {
            close();
            throw e;
        }
    }

    /** The port that is listened on; -1 before the start. */
    public int port() {
        return port;
    }

    /** Every call that is answered. */
    List<Endpoint> endpoints() {
        ChannelViews views = new ChannelViews(services, new OwnerRuntime(services, owners));
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.addAll(new ObserveCalls(services, options.hasConsole()).endpoints());
        endpoints.addAll(new SessionCalls(services, options.tokens()).endpoints());
        endpoints.addAll(new NodeCalls(services).endpoints());
        endpoints.addAll(new DaemonCalls(services).endpoints());
        endpoints.addAll(new SettingCalls(services).endpoints());
        endpoints.addAll(new RouteCalls(services).endpoints());
        endpoints.addAll(new EventCalls(services, streams).endpoints());
        endpoints.addAll(new SetupCalls(services).endpoints());
        endpoints.addAll(new ChannelCalls(services, views).endpoints());
        endpoints.addAll(new AccessCalls(services).endpoints());
        endpoints.addAll(new QueueCalls(services, views).endpoints());
        endpoints.addAll(new DeadLetterCalls(services, views).endpoints());
        endpoints.addAll(new JobCalls(services).endpoints());
        endpoints.addAll(new ApprovalCalls(services, watch).endpoints());
        endpoints.addAll(new MessageCalls(services).endpoints());
        endpoints.addAll(new TraceCalls(services).endpoints());
        endpoints.addAll(new LookupCalls(services).endpoints());
        endpoints.addAll(new ConversationCalls(services).endpoints());
        endpoints.addAll(new StatisticsCalls(services).endpoints());
        endpoints.addAll(new OperationCalls(services, views).endpoints());
        endpoints.addAll(typing.endpoints());
        endpoints.addAll(new TestCalls(services, views, watch).endpoints());
        OperationAudit audit = new OperationAudit(services.events(), services.transactions());
        OwnerCalls elsewhere = new OwnerCalls(services, owners, signature);
        return endpoints.stream().map(audit::around).map(elsewhere::around).toList();
    }

    private static HttpServerOptions httpOptions() {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(RequestDispatch.LINE_BYTES_MAX)
                .setMaxHeaderSize(RequestDispatch.HEADER_BYTES_MAX);
    }

    /** Sends new requests away, lets those in hand finish for a short time, and stops listening. */
    @Override
    public void close() {
        Vertx closing = vertx;
        if (closing == null) {
            return;
        }
        vertx = null;
        if (dispatch != null) {
            dispatch.stop();
        }
        closing.runOnContext(turn -> streams.close());
        watch.close();
        workers.close();
        await(answersWritten(closing));
        await(closing.close().toCompletionStage().toCompletableFuture());
    }

    /** There is one event loop, so whatever was handed to it before has run once this has. */
    private static Future<Void> answersWritten(Vertx vertx) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        vertx.runOnContext(turn -> written.complete(null));
        return written;
    }

    private static void await(Future<Void> done) {
        try {
            done.get(STOP_WAIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The admin API did not stop cleanly: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
