package io.palyra.connectors.bench;

import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.store.RawLives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Prints the benchmark table and writes {@code target/bench.json}. Each figure is the median of the rounds after a
 * warm-up round; the raw figures are plain JDBC on the same file system in the same run.
 */
public final class Bench {

    private static final int ROUNDS = 3;
    private static final int MESSAGES = Integer.getInteger("bench.messages", 20_000);
    private static final int HUNDRED_THOUSAND = 100_000;
    private static final int MILLION = 1_000_000;

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

    private void run() throws Exception {
        measure("raw_full_tx_per_s", folder -> RawSqlite.oneRowTransactions(folder, 2_000));
        measure("raw_batch_msgs_per_s", folder -> RawLives.perSecond(folder, MESSAGES, CoreLoad.TEXT));
        measure("enqueue_per_s", folder -> CoreLoad.enqueue(folder, MESSAGES));
        measure("enqueue_10k_by_lists_of_500_s", folder -> CoreLoad.enqueueLists(folder, 10_000, 500));
        measure("drain_per_s", folder -> CoreLoad.drain(folder, MESSAGES));
        measure("end_to_end_per_s", folder -> CoreLoad.endToEnd(folder, MESSAGES));
        measure("duplicate_per_s", folder -> CoreLoad.duplicates(folder, MESSAGES));
        measure("idle_latency_p50_ms", folder -> CoreLoad.idleLatency(folder, 400, 0.50));
        measure("idle_latency_p99_ms", folder -> CoreLoad.idleLatency(folder, 400, 0.99));
        afterPrefill("end_to_end_100k_delivered_per_s", Prefill.DELIVERED, HUNDRED_THOUSAND);
        afterPrefill("end_to_end_1m_delivered_per_s", Prefill.DELIVERED, MILLION);
        afterPrefill("end_to_end_100k_waiting_many_lanes_per_s", Prefill.WAITING_IN_MANY_LANES, HUNDRED_THOUSAND);
        afterPrefill("end_to_end_100k_waiting_one_lane_per_s", Prefill.WAITING_IN_ONE_LANE, HUNDRED_THOUSAND);
        measure("heap_empty_mib", folder -> heap(folder, Prefill.NOTHING, 0));
        measure("heap_1m_waiting_mib", folder -> heap(folder, Prefill.WAITING_IN_MANY_LANES, MILLION));
        measure("discord_inbound_per_s", folder -> DiscordLoad.admitted(folder, MESSAGES));
        measure("discord_outbound_per_s", folder -> DiscordLoad.delivered(folder, MESSAGES / 4, Duration.ZERO, 64));
        measure(
                "discord_outbound_50ms_32_at_once_per_s",
                folder -> DiscordLoad.delivered(folder, MESSAGES / 8, Duration.ofMillis(50), 32));
        measure("start_to_first_delivery_s", FirstDelivery::seconds);
    }

    private void afterPrefill(String name, Prefill prefill, int rows) throws Exception {
        measure(name, folder -> {
            prefill.in(folder, rows);
            return CoreLoad.endToEnd(folder, MESSAGES);
        });
    }

    private static double heap(Path folder, Prefill prefill, int rows) throws Exception {
        prefill.in(folder, rows);
        return HeapProbe.mebibytes(folder);
    }

    private void measure(String name, Figure figure) throws Exception {
        if (!ONLY.isEmpty() && !name.matches(ONLY)) {
            return;
        }
        double[] rounds = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            Path folder = Files.createTempDirectory(base, name);
            double value = figure.measure(folder);
            if (round >= 0) {
                rounds[round] = value;
            }
            delete(folder);
        }
        Arrays.sort(rounds);
        results.put(name, rounds[ROUNDS / 2]);
        System.out.printf("%-42s %,12.2f   (%s)%n", name, rounds[ROUNDS / 2], spread(rounds));
    }

    private static String spread(double[] sorted) {
        return "%,.1f to %,.1f".formatted(sorted[0], sorted[sorted.length - 1]);
    }

    private void report() throws IOException {
        for (String name : List.of("enqueue_per_s", "drain_per_s", "end_to_end_per_s", "duplicate_per_s")) {
            relate(name, "raw_full_tx_per_s");
        }
        relate("end_to_end_per_s", "raw_batch_msgs_per_s");
        results.keySet().stream()
                .filter(name -> name.startsWith("end_to_end_1"))
                .forEach(name -> relate(name, "end_to_end_per_s"));
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
