package io.palyra.connectors.crash;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.Assertions;

/**
 * Sends messages to nodes over HTTP: half of the conversations as if the platform had sent them, which the daemon answers, the
 * others straight into the outbox. Each goes to the next node where one refuses, under the same id, until it is accepted: only
 * then comes the next of its conversation.
 */
final class NodeClients implements AutoCloseable {

    private static final Duration ANSWER_WAIT = Duration.ofSeconds(3);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Of a node that stops, one whose store is away, and one that does not have the session. */
    private static final List<Integer> REFUSED = List.of(503, 409);

    private final AtomicReferenceArray<ForkedProgram> nodes;
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final List<Future<?>> load = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<String, List<String>> accepted = new ConcurrentHashMap<>();
    private final Map<String, Long> asked = new ConcurrentHashMap<>();

    NodeClients(AtomicReferenceArray<ForkedProgram> nodes) {
        this.nodes = nodes;
    }

    /** Another conversation, for as long as {@link #end} is not called. */
    void talk(String connector, String conversation, boolean inbound) {
        load.add(clients.submit(() -> send(connector, conversation, inbound)));
    }

    private Void send(String connector, String conversation, boolean inbound) throws InterruptedException {
        int node = conversation.hashCode() & 0xff;
        for (int number = 0; ended.getCount() > 0; number++) {
            String envelope = "%s-%06d".formatted(conversation, number);
            String delivered = inbound ? envelope + ":0" : envelope;
            asked.put(delivered, System.currentTimeMillis());
            while (!isAccepted(connector, conversation, envelope, inbound, node % nodes.length())) {
                node++;
                rest();
            }
            accepted.computeIfAbsent(conversation, any -> new CopyOnWriteArrayList<>())
                    .add(delivered);
            rest();
        }
        return null;
    }

    /** Also after the end: what may have been taken is offered until it is known to be. */
    private static void rest() {
        LockSupport.parkNanos(REST_NANOS);
    }

    private boolean isAccepted(String connector, String conversation, String envelope, boolean inbound, int node)
            throws InterruptedException {
        try {
            HttpResponse<String> answer = nodes.get(node)
                    .post(
                            "/channels/" + connector + (inbound ? "/test" : "/messages/send"),
                            "{\"text\":\"%s\",\"conversation_id\":\"%s\",\"envelope_id\":\"%s\"%s}"
                                    .formatted(envelope, conversation, envelope, inbound ? ",\"wait_ms\":0" : ""),
                            ANSWER_WAIT);
            if (REFUSED.contains(answer.statusCode())) {
                return false;
            }
            Assertions.assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What was accepted, by conversation and in order, under the ids by which it is delivered. */
    Map<String, List<String>> accepted() {
        return accepted;
    }

    /** When a message was first offered to a node, unix ms. */
    long askedUnixMs(String delivered) {
        return asked.get(delivered);
    }

    void end() throws Exception {
        ended.countDown();
        for (Future<?> ending : load) {
            ending.get(60, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        ended.countDown();
        clients.shutdownNow();
    }
}
