package io.palyra.connectors.bench;

import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.store.RawLives;
import io.palyra.connectors.store.RawLives202611;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Prints the benchmark table and writes {@code target/bench.json}. Each figure is the median of three rounds, after others that
 * warm up: for 45 s, and until three in a row were neither better nor worse than all before. The raw figures are plain JDBC on
 * the same file system in the same run.
 */
public final class Bench {

    private static final int ROUNDS = 3;

    /** As long as the just-in-time compiler takes with the program where both of two cores are busy. */
    private static final Duration WARM_UP_MIN = Duration.ofSeconds(45);

    private static final Duration WARM_UP_MAX = Duration.ofSeconds(100);

    /** So many rounds in a row that are neither above nor below all before have nothing left to warm up. */
    private static final int WITHOUT_NEWS = 3;

    private static final int HUNDRED_THOUSAND = 100_000;
    private static final int MILLION = 1_000_000;

    /** People whom an operator has let in, of one instance. */
    private static final int GRANTS = 10_000;

    /** Of nodes, by SIGKILL. */
    private static final int KILLS = Integer.getInteger("bench.kills", 20);

    /** As many as an instance may have; none of them is in the text. */
    private static final String PATTERNS =
            IntStream.range(0, 64).mapToObj(i -> "@helper" + i).collect(Collectors.joining(","));

    /** The figures to measure, as a regular expression; all of them unless given. */
    private static final String ONLY = System.getProperty("bench.only", "");

    /** One measurement; each call works on a folder of its own. */
    @FunctionalInterface
    interface Figure {
        double measure(Path folder) throws Exception;
    }

    private final Map<String, Double> results = new LinkedHashMap<>();
    private final Path base;

    private Bench(Path base) {
        this.base = base;
    }

    public static void main(String[] arguments) throws Exception {
        Path base = Files.createDirectories(Path.of("target", "bench"));
        Bench bench = new Bench(base);
        bench.run();
        bench.report();
    }

    /**
     * How much is measured.
     *
     * @param messages of each round
     * @param samples single messages, one after the other
     * @param many rows that are there before
     * @param veryMany rows that are there before, where it is to be seen that their number does not matter
     * @param heapMessages that have passed before the heap is looked at
     */
    record Size(int messages, int samples, int many, int veryMany, int heapMessages) {

        static final Size FULL =
                new Size(Integer.getInteger("bench.messages", 20_000), 400, HUNDRED_THOUSAND, MILLION, 5_000);
    }

    /** Everything that can be measured, in the order of the table. */
    static Map<String, Figure> figures(Size size) {
        int messages = size.messages();
        Map<String, Figure> all = new LinkedHashMap<>();
        all.put("raw_full_tx_per_s", folder -> RawSqlite.oneRowTransactions(folder, messages / 10));
        all.put(
                "raw_batch_msgs_per_s",
                folder -> RawLives.onSqlite(folder, CoreLoad.leadIn(messages), messages, CoreLoad.TEXT));
        all.put(
                "raw_batch_2026_11_msgs_per_s",
                folder -> RawLives202611.perSecond(folder, CoreLoad.leadIn(messages), messages, CoreLoad.TEXT));
        all.put("enqueue_per_s", folder -> CoreLoad.SQLITE.enqueue(folder, messages));
        all.put("enqueue_10k_by_lists_of_500_s", folder -> CoreLoad.SQLITE.enqueueLists(folder, messages / 2, 500));
        all.put("drain_per_s", folder -> CoreLoad.SQLITE.drain(folder, messages));
        all.put("end_to_end_per_s", folder -> CoreLoad.SQLITE.endToEnd(folder, messages));
        all.put("cpu_us_per_message", folder -> CoreLoad.SQLITE.processorMicros(folder, messages));
        all.put("end_to_end_grpc_per_s", folder -> CoreLoad.SQLITE.endToEndOverGrpc(folder, messages));
        all.put("duplicate_per_s", folder -> CoreLoad.SQLITE.duplicates(folder, messages));
        all.put("idle_latency_p50_ms", folder -> CoreLoad.SQLITE.idleLatency(folder, size.samples(), 0.50));
        all.put("idle_latency_p99_ms", folder -> CoreLoad.SQLITE.idleLatency(folder, size.samples(), 0.99));
        all.put("end_to_end_100k_delivered_per_s", after(Prefill.DELIVERED, size.many(), messages));
        all.put("end_to_end_1m_delivered_per_s", after(Prefill.DELIVERED, size.veryMany(), messages));
        all.put(
                "end_to_end_100k_waiting_many_lanes_per_s",
                after(Prefill.WAITING_IN_MANY_LANES, size.many(), messages));
        all.put("end_to_end_100k_waiting_one_lane_per_s", after(Prefill.WAITING_IN_ONE_LANE, size.many(), messages));
        all.put("heap_empty_mib", heap(Prefill.NOTHING, 0, size.heapMessages()));
        all.put("heap_1m_waiting_mib", heap(Prefill.WAITING_IN_MANY_LANES, size.veryMany(), size.heapMessages()));
        all.put("access_check_us", folder -> AccessLoad.check(folder, size.samples() * 500, GRANTS, ""));
        all.put(
                "access_check_64_patterns_us",
                folder -> AccessLoad.check(folder, size.samples() * 50, GRANTS, PATTERNS));
        all.put("admitted_with_access_per_s", folder -> AccessLoad.admitted(folder, messages, GRANTS));
        all.put("admitted_without_access_per_s", folder -> AccessLoad.admittedUnchecked(folder, messages));
        all.put("discord_inbound_per_s", folder -> DiscordLoad.admitted(folder, messages));
        all.put("discord_outbound_per_s", folder -> DiscordLoad.delivered(folder, messages / 4, Duration.ZERO, 64));
        all.put(
                "discord_outbound_50ms_32_at_once_per_s",
                folder -> DiscordLoad.delivered(folder, messages / 8, Duration.ofMillis(50), 32));
        all.put("slack_inbound_per_s", folder -> SlackLoad.admitted(folder, messages));
        all.put("slack_inbound_raw_per_s", folder -> SlackLoad.told(folder, messages));
        all.put("slack_outbound_per_s", folder -> SlackLoad.delivered(folder, messages / 4));
        all.put("slack_outbound_raw_per_s", folder -> SlackLoad.posted(folder, messages / 4));
        all.put("slack_backfill_200_channels_s", folder -> SlackLoad.backfill(folder, size.samples() / 2));
        all.put("slack_backfill_200_channels_raw_s", folder -> SlackLoad.histories(folder, size.samples() / 2));
        all.put("telegram_inbound_per_s", folder -> TelegramLoad.admitted(folder, messages, 64));
        all.put("telegram_inbound_one_chat_per_s", folder -> TelegramLoad.admitted(folder, messages / 10, 1));
        all.put("telegram_inbound_raw_per_s", folder -> TelegramLoad.told(folder, messages));
        all.put("telegram_poll_latency_p50_ms", folder -> TelegramLoad.delivery(folder, size.samples(), 0.50));
        all.put("telegram_poll_latency_p99_ms", folder -> TelegramLoad.delivery(folder, size.samples(), 0.99));
        all.put("telegram_outbound_per_s", folder -> TelegramLoad.delivered(folder, messages / 4));
        all.put("telegram_outbound_raw_per_s", folder -> TelegramLoad.posted(folder, messages / 4));
        all.put("database_to_chat_sqlite_per_s", folder -> DatabaseLoad.sqlite(folder, messages));
        all.put("database_to_chat_postgresql_per_s", folder -> DatabaseLoad.postgresql(folder, messages));
        postgres(all, size);
        all.put("start_to_first_delivery_s", FirstDelivery::seconds);
        return all;
    }

    /** The server is on the same cores, and syncs each commit. */
    private static void postgres(Map<String, Figure> all, Size size) {
        int messages = size.messages();
        all.put("pg_raw_full_tx_per_s", folder -> BenchPostgres.oneRowTransactions(messages / 4));
        all.put(
                "pg_raw_batch_msgs_per_s",
                folder -> RawLives.onPostgres(
                        BenchPostgres.newDatabase(),
                        BenchPostgres.USER,
                        CoreLoad.leadIn(messages),
                        messages,
                        CoreLoad.TEXT));
        all.put("pg_enqueue_per_s", folder -> onPostgres(64).enqueue(folder, messages));
        all.put("pg_end_to_end_per_s", folder -> onPostgres(64).endToEnd(folder, messages));
        all.put("pg_end_to_end_1ms_64_per_s", folder -> overSlowWire(64, load -> load.endToEndQueued(folder, 16)));
        int many = Math.min(512, messages);
        all.put("pg_end_to_end_1ms_512_per_s", folder -> overSlowWire(many, load -> load.endToEndQueued(folder, 16)));
        all.put("pg_end_to_end_1m_delivered_per_s", folder -> afterDelivered(folder, size.veryMany(), messages));
        all.put("pg_enqueued_and_delivered_per_s", folder -> onPostgres(64).enqueuedAndDelivered(folder, messages));
        all.put("pg_peer_db_scheduler_jobs_per_s", folder -> DbSchedulerLoad.jobs(messages));
        all.put("pg_peer_namastack_jobs_per_s", folder -> NamastackLoad.jobs(messages));
        all.put("pg_trips_per_group", folder -> tripsPerGroup(folder, many));
        all.put("pg_size_to_packed", folder -> Bloat.after(folder, messages));
        all.put("pg_nodes_1_per_s", folder -> NodesLoad.perSecond(folder, 1, messages / 2));
        all.put("pg_nodes_2_per_s", folder -> NodesLoad.perSecond(folder, 2, messages / 2));
        all.put("pg_nodes_1_cpu_us", folder -> NodesLoad.cpuMicros(folder, 1, messages / 2));
        all.put("pg_nodes_2_cpu_us", folder -> NodesLoad.cpuMicros(folder, 2, messages / 2));
        all.put("takeover_p50_s", folder -> TakeOver.median(folder, KILLS));
        all.put("takeover_worst_s", folder -> TakeOver.worst(folder, KILLS));
        all.put("pg_idle_latency_p50_ms", folder -> onPostgres(64).idleLatency(folder, size.samples(), 0.50));
        all.put("pg_idle_latency_p99_ms", folder -> onPostgres(64).idleLatency(folder, size.samples(), 0.99));
    }

    private static CoreLoad onPostgres(int conversations) {
        return CoreLoad.onPostgres(BenchPostgres.port(), conversations);
    }

    private interface Measured {
        double with(CoreLoad load) throws Exception;
    }

    private static double overSlowWire(int conversations, Measured measured) throws Exception {
        try (SlowWire wire = new SlowWire(BenchPostgres.port(), Duration.ofMillis(1))) {
            return measured.with(CoreLoad.onPostgres(wire.port(), conversations));
        }
    }

    private static double tripsPerGroup(Path folder, int conversations) throws Exception {
        try (SlowWire wire = new SlowWire(BenchPostgres.port(), Duration.ofMillis(1))) {
            return CoreLoad.onPostgres(wire.port(), conversations).tripsPerGroup(folder, 16, wire::trips);
        }
    }

    private static double afterDelivered(Path folder, int rows, int messages) throws Exception {
        String url = BenchPostgres.newDatabase();
        CoreLoad load = CoreLoad.inDatabase(url, 64);
        load.underLoad(folder, 0, () -> {});
        BenchPostgres.addDelivered(url, rows);
        return load.endToEnd(folder, messages);
    }

    private static Figure after(Prefill prefill, int rows, int messages) {
        return folder -> {
            prefill.in(folder, rows);
            return CoreLoad.SQLITE.endToEnd(folder, messages);
        };
    }

    private static Figure heap(Prefill prefill, int rows, int messages) {
        return folder -> {
            prefill.in(folder, rows);
            return HeapProbe.mebibytes(folder, messages);
        };
    }

    private void run() throws Exception {
        for (Map.Entry<String, Figure> each : figures(Size.FULL).entrySet()) {
            measure(each.getKey(), each.getValue());
        }
    }

    private void measure(String name, Figure figure) throws Exception {
        if (!ONLY.isEmpty() && !name.matches(ONLY)) {
            return;
        }
        int warmUps = warmUp(name, figure);
        double[] rounds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            rounds[round] = round(name, figure);
        }
        Arrays.sort(rounds);
        results.put(name, rounds[ROUNDS / 2]);
        System.out.printf("%-42s %,12.2f   (%s; after %d)%n", name, rounds[ROUNDS / 2], spread(rounds), warmUps);
    }

    private int warmUp(String name, Figure figure) throws Exception {
        long start = System.nanoTime();
        DoubleSummaryStatistics before = new DoubleSummaryStatistics();
        int withoutNews = 0;
        while (true) {
            double value = round(name, figure);
            withoutNews = value > before.getMax() || value < before.getMin() ? 0 : withoutNews + 1;
            before.accept(value);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            boolean isSteady = withoutNews >= WITHOUT_NEWS && took.compareTo(WARM_UP_MIN) >= 0;
            if (isSteady || took.compareTo(WARM_UP_MAX) >= 0) {
                return (int) before.getCount();
            }
        }
    }

    private double round(String name, Figure figure) throws Exception {
        Path folder = Files.createTempDirectory(base, name);
        double value = figure.measure(folder);
        delete(folder);
        BenchPostgres.dropDatabases();
        return value;
    }

    private static String spread(double[] sorted) {
        return "%,.1f to %,.1f".formatted(sorted[0], sorted[sorted.length - 1]);
    }

    private void report() throws IOException {
        for (String name : List.of("enqueue_per_s", "drain_per_s", "end_to_end_per_s", "duplicate_per_s")) {
            relate(name, "raw_full_tx_per_s");
        }
        relate("end_to_end_per_s", "raw_batch_msgs_per_s");
        relate("end_to_end_per_s", "raw_batch_2026_11_msgs_per_s");
        results.keySet().stream()
                .filter(name -> name.startsWith("end_to_end_1") || name.startsWith("end_to_end_grpc"))
                .forEach(name -> relate(name, "end_to_end_per_s"));
        relate("pg_end_to_end_1m_delivered_per_s", "pg_end_to_end_per_s");
        relate("pg_enqueued_and_delivered_per_s", "pg_peer_db_scheduler_jobs_per_s");
        relate("pg_enqueued_and_delivered_per_s", "pg_peer_namastack_jobs_per_s");
        relate("pg_nodes_2_per_s", "pg_nodes_1_per_s");
        System.out.println("cores " + Runtime.getRuntime().availableProcessors());
        Files.write(Path.of("target", "bench.json"), WireFormat.writeBytes(results));
    }

    private void relate(String name, String yardstick) {
        if (results.containsKey(name) && results.containsKey(yardstick)) {
            System.out.printf("%-42s %12.2f x %s%n", name, results.get(name) / results.get(yardstick), yardstick);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
