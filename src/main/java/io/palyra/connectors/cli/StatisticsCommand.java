package io.palyra.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How many messages there were. */
@Command(
        name = "stats",
        description = {
            "How many messages there were, how deep the queues were, and how long it took; over a length of time.",
            "DEAD is how often one was given up: one that dies again after a replay counts again. How many are dead now,"
                    + " `channels status` says."
        },
        footer = {"", "Example: palyra-connectors stats discord:ops --window 24h"})
public final class StatisticsCommand extends ClientCommand {

    private static final List<String> HEADING = List.of(
            "CONNECTOR",
            "DIRECTION",
            "ACCEPTED",
            "DELIVERED",
            "RETRIES",
            "DEAD",
            "UNKNOWN",
            "P50",
            "P99",
            "DEEPEST",
            "DELIVERED OVER TIME",
            "DEPTH OVER TIME");

    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int BARS_MAX = 30;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            defaultValue = "",
            description = "Only of this connector.")
    private String connectorId = "";

    @Mixin
    private Watch watch = new Watch();

    @Option(
            names = "--window",
            defaultValue = "1h",
            description = "A length of time until now, from 1m to 7d, such as 90s or 8h; default ${DEFAULT-VALUE}.")
    private String window = "1h";

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("window", window);
        query.put("connector_id", connectorId);
        AdminApi api = api();
        return watch.show(this, () -> show(api.get(AdminApi.statistics() + AdminApi.query(query))));
    }

    private void show(AdminApi.Answer answer) {
        print(answer, () -> {
            List<List<String>> rows = new ArrayList<>();
            answer.json().path("series").forEach(queue -> rows.add(row(queue)));
            screen().table(HEADING, rows);
        });
    }

    private static List<String> row(JsonNode queue) {
        JsonNode total = queue.path("total");
        return List.of(
                text(queue, "connector_id"),
                text(queue, "direction"),
                text(total, "accepted"),
                text(total, "delivered"),
                text(total, "retries"),
                text(total, "dead"),
                text(total, "unknown"),
                milliseconds(total.path("latency_ms_p50")),
                milliseconds(total.path("latency_ms_p99")),
                numbers(queue.path("depth")).stream()
                        .max(Long::compare)
                        .map(String::valueOf)
                        .orElse("-"),
                bars(numbers(queue.path("delivered"))),
                bars(numbers(queue.path("depth"))));
    }

    private static String milliseconds(JsonNode number) {
        return number.isNumber() ? number.asText() + " ms" : "-";
    }

    private static List<Long> numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asLong)
                .toList();
    }

    /** The greatest is the highest; a bar stands for several numbers where there are many, and shows the greatest. */
    static String bars(List<Long> numbers) {
        long most = numbers.stream().max(Long::compare).orElse(0L);
        int each = (numbers.size() + BARS_MAX - 1) / BARS_MAX;
        StringBuilder bars = new StringBuilder();
        for (int from = 0; from < numbers.size(); from += each) {
            long number = numbers.subList(from, Math.min(from + each, numbers.size())).stream()
                    .max(Long::compare)
                    .orElse(0L);
            bars.append(number == 0 ? ' ' : BARS.charAt((int) ((number * (BARS.length() - 1)) / most)));
        }
        return bars.toString();
    }
}
