package io.palyra.connectors.bench;

import com.sun.management.OperatingSystemMXBean;
import io.palyra.connectors.fake.FakeGateway;
import io.palyra.connectors.outbox.OutboxEntry;
import io.palyra.connectors.outbox.OutboxState;
import io.palyra.connectors.program.ConnectorProgram;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InboundMessageEvent;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.store.OnPostgres;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;

/** Load on the real program: real routes, embedded daemon and echo in process; each commit is synced. */
final class CoreLoad {

    /** On a SQLite file. */
    static final CoreLoad SQLITE =
            new CoreLoad(folder -> ProgramUnderTest.start(folder, Map.of("palyra.store.synchronous", "FULL")), 64);

    /** How the program is started. */
    @FunctionalInterface
    interface Start {
        ProgramUnderTest in(Path folder) throws Exception;
    }

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int CALLERS = 64;
    static final String TEXT = "x".repeat(200);

    private final Start start;
    private final int conversations;

    private CoreLoad(Start start, int conversations) {
        this.start = start;
        this.conversations = conversations;
    }

    /** In a new PostgreSQL database for each measurement. */
    static CoreLoad onPostgres(int port, int conversations) {
        return new CoreLoad(folder -> start(folder, BenchPostgres.newDatabase(port)), conversations);
    }

    /** In the same PostgreSQL database each time. */
    static CoreLoad inDatabase(String url, int conversations) {
        return new CoreLoad(folder -> start(folder, url), conversations);
    }

    private static ProgramUnderTest start(Path folder, String url) throws Exception {
        return ProgramUnderTest.in(folder)
                .surroundings(it -> it.withStore(new OnPostgres(url, BenchPostgres.USER)))
                .start();
    }

    /** Messages enqueued, each caller answered after its commit; delivery is paused. */
    double enqueue(Path folder, int messages) throws Exception {
        try (ProgramUnderTest program = start(folder)) {
            program.program().supervision().queues().pause(ProgramUnderTest.ECHO, "bench");
            return rate(
                    messages,
                    () -> byCallers(
                            messages,
                            n -> program.program().outbox().enqueue(outbound(n)).join()));
        }
    }

    /** Seconds in which a route enqueues rows, one list after the other, while they are delivered. */
    double enqueueLists(Path folder, int rows, int listSize) throws Exception {
        try (ProgramUnderTest program = start(folder);
                ProducerTemplate camel = program.application().context().createProducerTemplate()) {
            List<List<OutboundMessageRequest>> lists = IntStream.range(0, rows / listSize)
                    .mapToObj(list -> IntStream.range(list * listSize, (list + 1) * listSize)
                            .mapToObj(this::outbound)
                            .toList())
                    .toList();
            long start = System.nanoTime();
            for (List<OutboundMessageRequest> list : lists) {
                camel.requestBody("palyra-outbox:" + ProgramUnderTest.ECHO, list, List.class);
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** A waiting backlog delivered: claim, send, settle. */
    double drain(Path folder, int messages) throws Exception {
        try (ProgramUnderTest program = start(folder)) {
            ConnectorProgram parts = program.program();
            parts.supervision().queues().pause(ProgramUnderTest.ECHO, "bench");
            byCallers(messages, n -> parts.outbox().enqueue(outbound(n)).join());
            return rate(messages, () -> {
                parts.supervision().queues().resume(ProgramUnderTest.ECHO);
                awaitDelivered(parts, messages);
                return null;
            });
        }
    }

    /** Messages enqueued, each caller answered after its commit, and delivered meanwhile: half a life. */
    double enqueuedAndDelivered(Path folder, int messages) throws Exception {
        try (ProgramUnderTest program = start(folder)) {
            ConnectorProgram parts = program.program();
            return rate(messages, () -> {
                byCallers(messages, n -> parts.outbox().enqueue(outbound(n)).join());
                awaitDelivered(parts, messages);
                return null;
            });
        }
    }

    /** Admitted, routed, reply delivered; conversations at once. */
    double endToEnd(Path folder, int messages) throws Exception {
        try (ProgramUnderTest program = start(folder)) {
            int before = leadIn(program.program(), messages);
            return rate(messages, () -> wholeLives(program.program(), before, before + messages));
        }
    }

    /**
     * How many messages pass before the time of so many is taken: about 0.3 s. Until then a program that has just started
     * shares the processor with the compiler, which is at the code of the start.
     */
    static int leadIn(int messages) {
        return messages / 5;
    }

    private int leadIn(ConnectorProgram parts, int messages) throws Exception {
        int before = leadIn(messages);
        wholeLives(parts, 0, before);
        return before;
    }

    /** The same, where so many messages of each conversation come at once. */
    double endToEndQueued(Path folder, int each) throws Exception {
        int messages = conversations * each;
        try (ProgramUnderTest program = start(folder)) {
            ConnectorProgram parts = program.program();
            return rate(messages, () -> queued(parts, messages));
        }
    }

    private Void queued(ConnectorProgram parts, int messages) {
        List<CompletableFuture<?>> admitted = new ArrayList<>(messages);
        for (int n = 0; n < messages; n++) {
            admitted.add(parts.inbox().admit(inbound(n)));
        }
        admitted.forEach(CompletableFuture::join);
        awaitDelivered(parts, messages);
        return null;
    }

    /**
     * Trips to the database for each group commit of {@link #endToEndQueued}. Prints how many works a group had.
     *
     * @param trips all that the program has made so far
     */
    double tripsPerGroup(Path folder, int each, LongSupplier trips) throws Exception {
        try (ProgramUnderTest program = start(folder)) {
            ConnectorProgram parts = program.program();
            long tripsBefore = trips.getAsLong();
            double groupsBefore = metric(parts, "palyra_store_commit_works_count");
            double worksBefore = metric(parts, "palyra_store_commit_works_sum");
            queued(parts, conversations * each);
            double groups = metric(parts, "palyra_store_commit_works_count") - groupsBefore;
            double works = metric(parts, "palyra_store_commit_works_sum") - worksBefore;
            System.out.printf("    %,.0f groups of %.0f works%n", groups, works / groups);
            return (trips.getAsLong() - tripsBefore) / groups;
        }
    }

    private static double metric(ConnectorProgram parts, String name) {
        return parts.meters()
                .scrape()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The same, with the daemon's gateway on the same cores; its server is gRPC's own. Prints what that takes of the processor:
     * a daemon of its own machine would leave it to the program.
     */
    double endToEndOverGrpc(Path folder, int messages) throws Exception {
        try (FakeGateway gateway = FakeGateway.start();
                ProgramUnderTest program = ProgramUnderTest.start(
                        folder,
                        Map.of(
                                "palyra.store.synchronous",
                                "FULL",
                                "palyra.daemon.endpoint",
                                gateway.uri() + "?callsPerConnector=" + conversations))) {
            Map<Long, Long> before = serversProcessorNanos();
            long start = System.nanoTime();
            double rate = rate(messages, () -> wholeLives(program.program(), 0, messages));
            long nanos = serversProcessorNanos().entrySet().stream()
                    .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                    .sum();
            System.out.printf(
                    "    the gateway's server took %.2f s of processor time in %.2f s%n",
                    nanos / 1e9, (System.nanoTime() - start) / 1e9);
            return rate;
        }
    }

    /** By thread: gRPC keeps them for the next server. */
    private static Map<Long, Long> serversProcessorNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().startsWith("grpc-"))
                .collect(Collectors.toMap(
                        ThreadInfo::getThreadId,
                        thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId()))));
    }

    /**
     * Microseconds of processor time for each message of {@link #endToEnd}, on all cores together. The whole process is
     * counted: besides the program the embedded daemon, the just-in-time compiler, the garbage collector, and of the
     * benchmark the callers and the look every 2 ms whether all is delivered. The program's start and stop are not.
     */
    double processorMicros(Path folder, int messages) throws Exception {
        try (ProgramUnderTest program = start(folder)) {
            int first = leadIn(program.program(), messages);
            long before = processorNanos();
            wholeLives(program.program(), first, first + messages);
            return (processorNanos() - before) / 1e3 / messages;
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Runs the action after so many whole lives, with the program still running. */
    void underLoad(Path folder, int messages, Runnable action) throws Exception {
        try (ProgramUnderTest program = start(folder)) {
            wholeLives(program.program(), 0, messages);
            action.run();
        }
    }

    /** From one number of a message to another. */
    private Void wholeLives(ConnectorProgram parts, int from, int to) throws Exception {
        byCallers(to - from, n -> parts.inbox().admit(inbound(from + n)).join());
        awaitDelivered(parts, to);
        return null;
    }

    double duplicates(Path folder, int messages) throws Exception {
        try (ProgramUnderTest program = start(folder)) {
            ConnectorProgram parts = program.program();
            wholeLives(parts, 0, conversations);
            return rate(
                    messages,
                    () -> byCallers(
                            messages,
                            n -> parts.inbox().admit(inbound(n % conversations)).join()));
        }
    }

    /** Admitted to reply delivered, milliseconds, with nothing else going on. */
    double idleLatency(Path folder, int samples, double quantile) throws Exception {
        try (ProgramUnderTest program = start(folder)) {
            ConnectorProgram parts = program.program();
            double[] millis = new double[samples];
            for (int i = -50; i < samples; i++) {
                InboundMessageEvent event = inbound(i + 50);
                long start = System.nanoTime();
                parts.inbox().admit(event).join();
                awaitDelivered(parts, event.envelopeId().reply(0));
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - start) / 1e6;
                }
            }
            Arrays.sort(millis);
            return millis[(int) Math.min(samples - 1, Math.floor(samples * quantile))];
        }
    }

    private ProgramUnderTest start(Path folder) throws Exception {
        return start.in(folder);
    }

    static double rate(int messages, Callable<?> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return messages * 1e9 / (System.nanoTime() - start);
    }

    private OutboundMessageRequest outbound(int n) {
        return OutboundMessageRequest.builder(
                        new EnvelopeId("m" + n),
                        ProgramUnderTest.ECHO,
                        new ConversationId("c" + n % conversations),
                        TEXT)
                .build();
    }

    private InboundMessageEvent inbound(int n) {
        return ProgramUnderTest.echoEvent("m" + n, "c" + n % conversations, TEXT);
    }

    static Void byCallers(int messages, IntConsumer call) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            CountDownLatch go = new CountDownLatch(1);
            for (int caller = 0; caller < CALLERS; caller++) {
                int first = caller;
                running.add(callers.submit(() -> {
                    go.await();
                    for (int n = first; n < messages; n += CALLERS) {
                        call.accept(n);
                    }
                    return null;
                }));
            }
            go.countDown();
            for (Future<?> caller : running) {
                caller.get();
            }
        } finally {
            callers.shutdown();
        }
        return null;
    }

    /** The echo connector counts; a look into the store would be load of its own. What is sent is stored soon after. */
    private static void awaitDelivered(ConnectorProgram parts, int messages) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> Long.valueOf(messages)
                        .equals(parts.supervision()
                                .calls()
                                .runtime(ProgramUnderTest.ECHO)
                                .get("delivered")));
        parts.transactions().run(transaction -> true);
    }

    private static void awaitDelivered(ConnectorProgram parts, EnvelopeId reply) {
        while (true) {
            List<OutboxEntry> found = parts.outboxStore().find(ProgramUnderTest.ECHO, reply);
            if (!found.isEmpty() && found.get(0).state() == OutboxState.DELIVERED) {
                return;
            }
            Thread.onSpinWait();
        }
    }
}
