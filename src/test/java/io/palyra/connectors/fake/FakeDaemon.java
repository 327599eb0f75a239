package io.palyra.connectors.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.WireFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A daemon that speaks real HTTP on loopback. It records what it is asked, and answers each conversation from a script;
 * the last answer of a script repeats, and a conversation without one gets the body back.
 */
public final class FakeDaemon implements AutoCloseable {

    /**
     * One request.
     *
     * @param headers names without regard to case
     */
    public record Question(String method, String path, Map<String, String> headers, String body, long unixMs) {

        public InboundMessageEvent event() {
            return WireFormat.read(body, InboundMessageEvent.class);
        }
    }

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<Question> questions = new CopyOnWriteArrayList<>();
    private final AtomicInteger inHand = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Map<String, Deque<DaemonAnswer>> scripts = new ConcurrentHashMap<>();

    private final Clock clock;

    private FakeDaemon(int port, Clock clock) throws IOException {
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(workers);
        server.start();
    }

    public static FakeDaemon start() throws IOException {
        return new FakeDaemon(0, Clock.systemUTC());
    }

    /** Says by this clock when it was asked. */
    public static FakeDaemon start(Clock clock) throws IOException {
        return new FakeDaemon(0, clock);
    }

    /** Starts where another one has listened before. */
    public static FakeDaemon start(int port) throws IOException {
        return new FakeDaemon(port, Clock.systemUTC());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String uri() {
        return "http://127.0.0.1:" + port() + "/route";
    }

    /** What to answer to the messages of a conversation, one after the other. */
    public FakeDaemon answers(String conversation, DaemonAnswer... answers) {
        scripts.put(conversation, new ConcurrentLinkedDeque<>(List.of(answers)));
        return this;
    }

    public List<Question> questions() {
        return questions;
    }

    /** The most questions that waited for their answers at the same time. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    public List<Question> questions(String conversation) {
        return questions.stream()
                .filter(question -> question.event().conversationId().value().equals(conversation))
                .toList();
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            Question question = read(http);
            questions.add(question);
            int atOnce = inHand.incrementAndGet();
            mostAtOnce.accumulateAndGet(atOnce, Math::max);
            try {
                next(question.event()).send(http);
            } finally {
                inHand.decrementAndGet();
            }
        }
    }

    private Question read(HttpExchange http) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        http.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Question(
                http.getRequestMethod(),
                http.getRequestURI().getPath(),
                headers,
                new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                clock.millis());
    }

    private synchronized DaemonAnswer next(InboundMessageEvent event) {
        Deque<DaemonAnswer> script = scripts.get(event.conversationId().value());
        if (script == null) {
            return DaemonAnswer.accepted(event.body());
        }
        return script.size() > 1 ? script.removeFirst() : script.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
