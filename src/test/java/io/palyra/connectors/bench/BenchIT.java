package io.palyra.connectors.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every figure of the benchmark can be measured. Method: each once, of next to nothing; what it says then is not looked at. */
class BenchIT {

    private static final Bench.Size TINY = new Bench.Size(40, 5, 40, 60, 20);

    /** What another figure measures too, of another size. */
    private static final Set<String> SEEN_BY_OTHERS = Set.of(
            "idle_latency_p99_ms",
            "telegram_poll_latency_p99_ms",
            "end_to_end_1m_delivered_per_s",
            "heap_empty_mib",
            "pg_nodes_1_per_s",
            "pg_nodes_1_cpu_us",
            "pg_nodes_2_cpu_us");

    /** It waits for leases to end. */
    private static final Set<String> SLOW = Set.of("takeover_p50_s", "takeover_worst_s");

    @TempDir
    Path folder;

    static Stream<Arguments> figures() {
        Map<String, Bench.Figure> all = Bench.figures(TINY);
        return all.entrySet().stream()
                .filter(each -> !SEEN_BY_OTHERS.contains(each.getKey()) && !SLOW.contains(each.getKey()))
                .map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("figures")
    void isMeasured(String name, Bench.Figure figure) throws Exception {
        assertThat(figure.measure(folder)).isPositive();
    }
}
