package io.palyra.connectors.bench;

import io.palyra.connectors.program.ConnectorProgram;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.testkit.ConnectorUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.awaitility.Awaitility;

/** Messages that wait in the outbox of one instance, numbered, and that are let go at once. */
final class Backlog {

    /** Nothing that is measured takes so long. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int PLAIN_THREADS = 8;

    private Backlog() {}

    /** A call of a plain client, by the number of its message. */
    @FunctionalInterface
    interface PlainCall {
        void make(int n) throws Exception;
    }

    /** What a message with that number says. */
    static String text(int n) {
        return "message number " + n;
    }

    /**
     * Messages per second, from when the queue is resumed until the platform has all of them.
     *
     * @param conversations among which they are spread
     * @param taken how many the platform has
     * @param texts what it has of a conversation
     * @throws IllegalStateException where order was not kept
     */
    static double delivered(
            ConnectorUnderTest connector,
            List<String> conversations,
            int messages,
            IntSupplier taken,
            Function<String, List<String>> texts) {
        ConnectorProgram parts = connector.program();
        parts.supervision().queues().pause(connector.id(), "bench");
        List<CompletableFuture<?>> stored = new ArrayList<>();
        for (int n = 0; n < messages; n++) {
            String conversation = conversations.get(n % conversations.size());
            stored.add(parts.outbox().enqueue(message(connector, conversation, n)));
        }
        stored.forEach(CompletableFuture::join);
        long start = System.nanoTime();
        parts.supervision().queues().resume(connector.id());
        await(() -> taken.getAsInt() == messages);
        double rate = messages * 1e9 / (System.nanoTime() - start);
        conversations.forEach(conversation -> requireOrder(conversation, texts.apply(conversation)));
        return rate;
    }

    private static OutboundMessageRequest message(ConnectorUnderTest connector, String conversation, int n) {
        return OutboundMessageRequest.builder(
                        new EnvelopeId("m" + n), connector.id(), new ConversationId(conversation), text(n))
                .build();
    }

    private static void requireOrder(String conversation, List<String> texts) {
        List<Integer> numbers = texts.stream()
                .map(text -> Integer.valueOf(text.substring(text.lastIndexOf(' ') + 1)))
                .toList();
        if (!numbers.equals(numbers.stream().sorted().toList())) {
            throw new IllegalStateException("order was not kept in " + conversation);
        }
    }

    /** Until so many wait in the inbox. */
    static void awaitAdmitted(ConnectorUnderTest connector, int messages) {
        await(() -> connector
                        .program()
                        .supervision()
                        .queues()
                        .state(connector.id())
                        .inbound()
                        .pending()
                == messages);
    }

    /** Calls of a plain client, eight at once: what a loopback platform itself can do. */
    static void atOnce(int calls, PlainCall call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PLAIN_THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int n = 0; n < calls; n++) {
                int number = n;
                all.add(threads.submit(() -> {
                    call.make(number);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }
}
