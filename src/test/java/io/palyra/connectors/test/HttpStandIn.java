package io.palyra.connectors.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An HTTP server on loopback in the place of one that routes call: a language model, an archive, a webhook of somebody else.
 * It records what it is asked. {@link HttpDaemon} is one that speaks as a daemon does. Thread safe.
 */
public final class HttpStandIn implements AutoCloseable {

    /**
     * One request.
     *
     * @param headers the first value of each; names without regard to case
     * @param unixMs when it came
     */
    public record Request(String method, String path, Map<String, String> headers, String body, long unixMs) {

        public Request {
            Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            anyCase.putAll(headers);
            headers = Collections.unmodifiableMap(anyCase);
        }

        /** The body as JSON. */
        public JsonNode json() {
            return WireFormat.tree(body);
        }

        /** The message that a daemon is asked about. */
        public InboundMessageEvent event() {
            return WireFormat.read(body, InboundMessageEvent.class);
        }
    }

    private final Function<Request, HttpAnswer> answers;
    private final Clock clock;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final AtomicInteger inHand = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile HttpServer server;

    private HttpStandIn(Clock clock, Function<Request, HttpAnswer> answers) {
        this.clock = clock;
        this.answers = answers;
        server = listen(0);
    }

    /** On a free port. */
    public static HttpStandIn start(Function<Request, HttpAnswer> answers) {
        return start(Clock.systemUTC(), answers);
    }

    /** @param clock says when a request came */
    static HttpStandIn start(Clock clock, Function<Request, HttpAnswer> answers) {
        return new HttpStandIn(clock, answers);
    }

    private HttpServer listen(int port) {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            listening.createContext("/", this::handle);
            listening.setExecutor(workers);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " of loopback: " + e.getMessage(), e);
        }
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            Map<String, String> headers = new TreeMap<>();
            http.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            Request request = new Request(
                    http.getRequestMethod(),
                    http.getRequestURI().getPath(),
                    headers,
                    new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    clock.millis());
            requests.add(request);
            mostAtOnce.accumulateAndGet(inHand.incrementAndGet(), Math::max);
            try {
                answers.apply(request).send(http);
            } finally {
                inHand.decrementAndGet();
            }
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** @param path with its slash */
    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** What it was asked, in the order in which it came. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The most requests that waited for their answers at the same time. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    /** Nobody listens on the port until {@link #startAgain}; what is in hand is cut off. */
    public void stop() {
        server.stop(0);
    }

    /** On the same port. */
    public void startAgain() {
        server = listen(port());
    }

    @Override
    public void close() {
        stop();
        workers.shutdownNow();
    }
}
