package io.palyra.connectors.engine;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How often a message has been tried.
 *
 * @param attempts tries that count toward a dead letter
 * @param free tries in a row, since the last attempt, that cost nothing; their waits grow all the same
 * @param byCause of the attempts, those that failed for each cause; what is in none counts for every cause
 */
public record Tries(int attempts, int free, Map<Cause, Integer> byCause) {

    public static final Tries NONE = new Tries(0, 0);

    public Tries {
        byCause = Map.copyOf(byCause);
    }

    /** Attempts of which it is not known why they failed. */
    public Tries(int attempts, int free) {
        this(attempts, free, Map.of());
    }

    /** As {@link #writtenCauses} has written them; null: none is known. */
    public static Tries read(int attempts, int free, @Nullable String causes) {
        if (causes == null) {
            return new Tries(attempts, free);
        }
        Map<Cause, Integer> byCause = new EnumMap<>(Cause.class);
        Arrays.stream(causes.split(" ", -1))
                .map(each -> each.split("=", 2))
                .forEach(each ->
                        byCause.put(Cause.valueOf(each[0].toUpperCase(Locale.ROOT)), Integer.parseInt(each[1])));
        return new Tries(attempts, free, byCause);
    }

    /** {@code cause=attempts}, with a space between them; null where there is nothing to write. */
    public @Nullable String writtenCauses() {
        return byCause.isEmpty()
                ? null
                : byCause.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> each.getKey().wireName() + "=" + each.getValue())
                        .collect(Collectors.joining(" "));
    }

    /** One that failed for this cause. */
    public Tries oneMore(Cause cause) {
        Map<Cause, Integer> more = new EnumMap<>(Cause.class);
        more.putAll(byCause);
        more.merge(cause, 1, Integer::sum);
        return new Tries(attempts + 1, 0, more);
    }

    public Tries oneMoreFree() {
        return new Tries(attempts, free + 1, byCause);
    }

    /** Attempts that count toward the end by this cause: an hour of not reaching anybody is not five failures of a step. */
    public int of(Cause cause) {
        int known = byCause.values().stream().mapToInt(Integer::intValue).sum();
        return attempts - known + byCause.getOrDefault(cause, 0);
    }
}
