package io.palyra.connectors.test;

import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.test.HttpStandIn.Request;
import java.time.Clock;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A daemon that speaks real HTTP on loopback, for {@code palyra.daemon.endpoint}. It records what it is asked, and answers
 * each conversation from a script; the last answer of a script repeats, and a conversation without one gets the text back.
 */
public final class HttpDaemon implements AutoCloseable {

    private final HttpStandIn http;
    private final Map<String, Deque<HttpAnswer>> scripts = new ConcurrentHashMap<>();

    private HttpDaemon(Clock clock) {
        http = HttpStandIn.start(clock, this::answer);
    }

    public static HttpDaemon start() {
        return new HttpDaemon(Clock.systemUTC());
    }

    /** Says by this clock when it was asked. */
    public static HttpDaemon start(Clock clock) {
        return new HttpDaemon(clock);
    }

    /** Nobody listens on its port until {@link #startAgain}. */
    public void stop() {
        http.stop();
    }

    /** On the same port. */
    public void startAgain() {
        http.startAgain();
    }

    public int port() {
        return http.port();
    }

    public String uri() {
        return http.url("/route");
    }

    /** What to answer to the messages of a conversation, one after the other. */
    public HttpDaemon answers(String conversation, HttpAnswer... answers) {
        scripts.put(conversation, new ConcurrentLinkedDeque<>(List.of(answers)));
        return this;
    }

    public List<Request> questions() {
        return http.requests();
    }

    public List<Request> questions(String conversation) {
        return questions().stream()
                .filter(question -> question.event().conversationId().value().equals(conversation))
                .toList();
    }

    /** The most questions that waited for their answers at the same time. */
    public int mostAtOnce() {
        return http.mostAtOnce();
    }

    private HttpAnswer answer(Request request) {
        return next(request.event());
    }

    private synchronized HttpAnswer next(InboundMessageEvent event) {
        Deque<HttpAnswer> script = scripts.get(event.conversationId().value());
        if (script == null) {
            return HttpAnswer.accepted(event.body());
        }
        return script.size() > 1 ? script.removeFirst() : script.getFirst();
    }

    @Override
    public void close() {
        http.close();
    }
}
