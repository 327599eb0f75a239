package io.palyra.connectors.admin;

import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.events.EventPosition;
import io.palyra.connectors.events.EventTail;
import io.palyra.connectors.events.PositionText;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.server.Channels;
import io.palyra.connectors.session.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event streams that are open. For the event loop, but for {@link #plan}. */
final class EventStreams {

    static final String LAST_EVENT_ID = "last_event_id";

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    /**
     * What streams may cost.
     *
     * @param ofCaller open at once, of one caller
     * @param beat how long nothing is said at most
     * @param patience how long a client may take nothing of what was written
     */
    record Limits(int ofCaller, Duration beat, Duration patience) {

        static final Limits DEFAULT = new Limits(10, Duration.ofSeconds(15), Duration.ofSeconds(10));
    }

    /**
     * What a stream begins with.
     *
     * @param isReset whether the place that the caller has named is none of this log
     */
    record Plan(EventPosition from, EventTail.Wanted wanted, boolean isReset) {}

    /**
     * Who reads a stream.
     *
     * @param session of the console; null where he has shown a token
     * @param ended completed once the answer has ended, so that the next one may come on its connection
     */
    private record Reader(
            HttpServerRequest request,
            String account,
            @Nullable Session session,
            Promise<Void> ended) {

        /** In order. */
        void endAnswer() {
            request.response().end().onComplete(done -> ended.tryComplete());
        }
    }

    private final AdminServices services;
    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Map<EventStream, Reader> open = new LinkedHashMap<>();
    private boolean closed;

    EventStreams(AdminServices services, Limits limits, LongSupplier nanoTime) {
        this.services = services;
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** Reads the call; blocks. What commits after it is given by the stream. */
    Plan plan(Call call) {
        EventFilter filter = EventCalls.filter(call, null);
        @Nullable ConnectorId only = EventCalls.only(services, call).orElse(null);
        EventPosition end = services.eventTail().end();
        EventTail.Wanted wanted = new EventTail.Wanted(filter, only);
        Optional<String> named = call.query(LAST_EVENT_ID);
        if (named.isEmpty()) {
            return new Plan(end, wanted, false);
        }
        Map<ConnectorId, Long> ids = lastIds(call, named.get(), only, end);
        boolean isForeign =
                ids.isEmpty() && !end.lastIds().isEmpty() && !named.get().equals(PositionText.of(Map.of()));
        return isForeign ? new Plan(end, wanted, true) : new Plan(new EventPosition(ids).notBehind(end), wanted, false);
    }

    private static Map<ConnectorId, Long> lastIds(
            Call call, String text, @Nullable ConnectorId only, EventPosition end) {
        return only != null
                ? Map.of(only, call.number(LAST_EVENT_ID).orElseThrow())
                : PositionText.read(text, end.lastIds().keySet())
                        .orElseThrow(() -> new InvalidEnvelopeException(
                                LAST_EVENT_ID, "must be the id of an event of this stream"));
    }

    /** Empty where the caller may have one more. */
    Optional<Problem> refuse(Identity caller) {
        if (closed) {
            return Optional.of(Problem.of(ProblemCode.STOPPING, "the program is about to end"));
        }
        long ofCaller = open.values().stream()
                .filter(reader -> reader.account().equals(caller.account()))
                .count();
        return ofCaller < limits.ofCaller()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemCode.TOO_MANY_STREAMS,
                        limits.ofCaller() + " event streams of yours are open; end one before the next"));
    }

    /** @return completed once the stream has ended */
    Future<Void> begin(Vertx vertx, HttpServerRequest request, Caller caller, Plan plan) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return Future.failedFuture("the connection has ended");
        }
        response.putHeader("Content-Type", "text/event-stream");
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Cache-Control", "no-store");
        response.putHeader("X-Accel-Buffering", "no");
        if (request.method().equals(HttpMethod.HEAD)) {
            return response.end();
        }
        response.setChunked(true);
        EventStream stream = new EventStream(
                response,
                vertx.getOrCreateContext(),
                nanoTime,
                plan.from(),
                plan.wanted().only());
        Promise<Void> ended = Promise.promise();
        open.put(stream, new Reader(request, caller.identity().account(), caller.session(), ended));
        response.closeHandler(gone -> {
            end(stream);
            ended.tryFail("the connection has ended");
        });
        stream.begin(plan.isReset());
        stream.follows(services.eventTail().follow(plan.from(), plan.wanted(), stream));
        return ended.future();
    }

    private void end(EventStream stream) {
        stream.end();
        open.remove(stream);
    }

    /** To be called every now and then: cuts clients that take nothing, and says something to the others. */
    void look() {
        for (Map.Entry<EventStream, Reader> entry : List.copyOf(open.entrySet())) {
            HttpServerRequest request = entry.getValue().request();
            if (entry.getKey().isSlow(limits.patience().toNanos())) {
                LOG.info(
                        "An event stream to {} is cut: its client has taken nothing for {} s",
                        request.remoteAddress().hostAddress(),
                        limits.patience().toSeconds());
                cut(entry.getKey(), request);
            } else {
                entry.getKey().beat(limits.beat().toNanos());
            }
        }
    }

    /** The sessions of those who read. */
    Set<Session> sessions() {
        return open.values().stream()
                .map(Reader::session)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whoever reads by this session reads no more. */
    void endOf(Session session) {
        for (Map.Entry<EventStream, Reader> entry : List.copyOf(open.entrySet())) {
            if (session.equals(entry.getValue().session())) {
                end(entry.getKey());
                entry.getValue().endAnswer();
            }
        }
    }

    private void cut(EventStream stream, HttpServerRequest request) {
        end(stream);
        Channels.cut(request.connection());
    }

    /** No stream begins any more, and those that are open end. */
    void close() {
        closed = true;
        for (EventStream stream : new ArrayList<>(open.keySet())) {
            Reader reader = open.get(stream);
            end(stream);
            if (reader != null) {
                reader.endAnswer();
            }
        }
    }
}
