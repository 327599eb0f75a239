package io.palyra.connectors.statistics;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of a window, step by step.
 *
 * @param atUnixMs when each step begins; every list of {@code series} has as many elements
 */
public record Series(long stepMs, List<Long> atUnixMs, List<Queue> series) {

    /**
     * Of one queue.
     *
     * @param depth the deepest in that step; null where no program has looked
     * @param oldestAgeMs the oldest in that step; null where there was none
     */
    public record Queue(
            ConnectorId connectorId,
            Direction direction,
            Total total,
            List<Long> accepted,
            List<Long> delivered,
            List<Long> retries,
            List<Long> dead,
            List<Long> unknown,
            List<@Nullable Long> depth,
            List<@Nullable Long> oldestAgeMs,
            List<@Nullable Long> latencyMsP50,
            List<@Nullable Long> latencyMsP99) {}

    /** Of the whole window. */
    public record Total(
            long accepted,
            long delivered,
            long retries,
            long dead,
            long unknown,
            @Nullable Long latencyMsP50,
            @Nullable Long latencyMsP99) {}

    private record Name(ConnectorId connectorId, Direction direction) {}

    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    static Series of(Window window, List<MessageMinute> minutes, Set<Long> looks) {
        boolean[] looked = new boolean[window.steps()];
        looks.forEach(minute -> looked[window.stepOf(minute)] = true);
        Map<Name, List<MessageMinute>> queues = new TreeMap<>(
                Comparator.comparing((Name name) -> name.connectorId().value()).thenComparing(Name::direction));
        minutes.forEach(minute -> queues.computeIfAbsent(
                        new Name(minute.connectorId(), minute.direction()), any -> new ArrayList<>())
                .add(minute));
        return new Series(
                window.stepMs(),
                window.begins(),
                queues.entrySet().stream()
                        .map(queue -> queue(window, queue.getKey(), queue.getValue(), looked))
                        .toList());
    }

    private static Queue queue(Window window, Name name, List<MessageMinute> minutes, boolean[] looked) {
        List<List<MessageMinute>> steps = new ArrayList<>();
        for (int step = 0; step < window.steps(); step++) {
            steps.add(new ArrayList<>());
        }
        minutes.forEach(
                minute -> steps.get(window.stepOf(minute.minuteUnixMs())).add(minute));
        List<@Nullable Long> depth = new ArrayList<>(greatest(steps, MessageMinute::depth));
        for (int step = 0; step < looked.length; step++) {
            if (depth.get(step) == null && looked[step]) {
                depth.set(step, 0L);
            }
        }
        List<@Nullable Latencies> latencies =
                steps.stream().<@Nullable Latencies>map(Series::latencies).toList();
        return new Queue(
                name.connectorId(),
                name.direction(),
                total(minutes),
                sums(steps, MessageMinute::accepted),
                sums(steps, MessageMinute::delivered),
                sums(steps, MessageMinute::retries),
                sums(steps, MessageMinute::dead),
                sums(steps, MessageMinute::unknown),
                depth,
                greatest(steps, MessageMinute::oldestAgeMs),
                percentiles(latencies, MEDIAN),
                percentiles(latencies, HIGH));
    }

    private static Total total(List<MessageMinute> minutes) {
        Latencies latencies = latencies(minutes);
        return new Total(
                sum(minutes, MessageMinute::accepted),
                sum(minutes, MessageMinute::delivered),
                sum(minutes, MessageMinute::retries),
                sum(minutes, MessageMinute::dead),
                sum(minutes, MessageMinute::unknown),
                latencies == null ? null : latencies.percentile(MEDIAN),
                latencies == null ? null : latencies.percentile(HIGH));
    }

    private static List<Long> sums(List<List<MessageMinute>> steps, ToLongFunction<MessageMinute> count) {
        return steps.stream().map(minutes -> sum(minutes, count)).toList();
    }

    private static long sum(List<MessageMinute> minutes, ToLongFunction<MessageMinute> count) {
        return minutes.stream().mapToLong(count).sum();
    }

    private static List<@Nullable Long> greatest(
            List<List<MessageMinute>> steps, Function<MessageMinute, @Nullable Long> number) {
        List<@Nullable Long> greatest = new ArrayList<>();
        for (List<MessageMinute> minutes : steps) {
            Long most = null;
            for (MessageMinute minute : minutes) {
                Long one = number.apply(minute);
                most = one == null || most != null && most > one ? most : one;
            }
            greatest.add(most);
        }
        return greatest;
    }

    private static @Nullable Latencies latencies(List<MessageMinute> minutes) {
        Latencies all = null;
        for (MessageMinute minute : minutes) {
            if (minute.latencies() != null) {
                all = all == null ? new Latencies() : all;
                all.add(minute.latencies());
            }
        }
        return all;
    }

    private static List<@Nullable Long> percentiles(List<@Nullable Latencies> steps, double percent) {
        List<@Nullable Long> percentiles = new ArrayList<>();
        steps.forEach(step -> percentiles.add(step == null ? null : step.percentile(percent)));
        return Collections.unmodifiableList(percentiles);
    }
}
