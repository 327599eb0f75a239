package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Events on their way to the app: each to one of its sockets, and again if it is not acknowledged in time on the socket
 * that it came by. Thread safe.
 */
final class Deliveries implements AutoCloseable {

    /** @param attempt 0 for the first */
    private record Pending(ObjectNode payload, int attempt, SocketLink link) {}

    private final Duration ackWithin;
    private final List<Duration> again;
    private final List<SocketLink> links = new ArrayList<>();
    private final Map<String, Pending> pending = new HashMap<>();
    private final Recording<JsonNode> acknowledged = new Recording<>();
    private final Recording<JsonNode> lost = new Recording<>();
    private final AtomicInteger lateAcks = new AtomicInteger();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "fake-slack-deliveries");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger underWay = new AtomicInteger();
    private int turn;

    /** @param again how long each further attempt waits, once the one before has failed */
    Deliveries(Duration ackWithin, List<Duration> again) {
        this.ackWithin = ackWithin;
        this.again = List.copyOf(again);
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** @param hello by the number of sockets: no event comes before it */
    synchronized void add(SocketLink link, IntFunction<ObjectNode> hello) {
        link.send(hello.apply(links.size() + 1));
        links.add(link);
    }

    synchronized boolean remove(SocketLink link) {
        return links.remove(link);
    }

    synchronized List<SocketLink> links() {
        return List.copyOf(links);
    }

    void send(ObjectNode payload) {
        underWay.incrementAndGet();
        attempt(payload, 0);
    }

    /** An envelope that is sent once, and needs no acknowledgement. Lost without a socket. */
    synchronized void sendOnce(String type, ObjectNode payload) {
        if (!links.isEmpty()) {
            next().send(envelope(type, true, payload));
        }
    }

    private synchronized void attempt(ObjectNode payload, int attempt) {
        if (timer.isShutdown()) {
            return;
        }
        if (links.isEmpty()) {
            missed(payload, attempt);
            return;
        }
        SocketLink link = next();
        ObjectNode envelope = envelope("events_api", false, payload)
                .put("retry_attempt", attempt)
                .put("retry_reason", attempt == 0 ? "" : "timeout");
        String id = envelope.path("envelope_id").asText();
        pending.put(id, new Pending(payload, attempt, link));
        link.send(envelope);
        schedule(ackWithin, () -> late(id));
    }

    private SocketLink next() {
        return links.get(Math.floorMod(turn++, links.size()));
    }

    private static ObjectNode envelope(String type, boolean acceptsPayload, ObjectNode payload) {
        ObjectNode envelope = Json.object()
                .put("envelope_id", UUID.randomUUID().toString())
                .put("type", type)
                .put("accepts_response_payload", acceptsPayload);
        envelope.set("payload", payload);
        return envelope;
    }

    private synchronized void late(String envelopeId) {
        Pending unacknowledged = pending.remove(envelopeId);
        if (unacknowledged != null) {
            missed(unacknowledged.payload(), unacknowledged.attempt());
        }
    }

    private void missed(ObjectNode payload, int attempt) {
        if (attempt >= again.size()) {
            lost.add(payload);
            underWay.decrementAndGet();
        } else {
            schedule(again.get(attempt), () -> attempt(payload, attempt + 1));
        }
    }

    private void schedule(Duration delay, Runnable task) {
        if (!timer.isShutdown()) {
            var unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void every(Duration interval, Runnable task) {
        var unused = timer.scheduleAtFixedRate(task, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    synchronized void acknowledge(SocketLink link, String envelopeId) {
        Pending acknowledgedNow = pending.get(envelopeId);
        if (acknowledgedNow != null && acknowledgedNow.link().equals(link)) {
            pending.remove(envelopeId);
            acknowledged.add(acknowledgedNow.payload());
            underWay.decrementAndGet();
        } else {
            lateAcks.incrementAndGet();
        }
    }

    List<JsonNode> acknowledged() {
        return acknowledged.soFar();
    }

    List<JsonNode> lost() {
        return lost.soFar();
    }

    /** Events that are neither acknowledged nor given up. */
    int underWay() {
        return underWay.get();
    }

    synchronized int waiting() {
        return pending.size();
    }

    /** Acknowledgements of what had been given up, of what came by another socket, and of nothing. */
    int lateAcks() {
        return lateAcks.get();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
