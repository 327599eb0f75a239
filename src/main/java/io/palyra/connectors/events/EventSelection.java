package io.palyra.connectors.events;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Texts;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

/**
 * Which events a route reads.
 *
 * @param types exact ones, or beginnings that end in {@code .*}; empty means any
 * @param level this one and graver ones; null means any
 * @param connectorId null means any
 */
public record EventSelection(
        List<String> types,
        @Nullable EventLevel level,
        @Nullable ConnectorId connectorId) {

    private static final String ANY_TYPE = "*";
    private static final String GROUP_END = ".*";

    public EventSelection {
        types = List.copyOf(types);
    }

    /**
     * Reads event types by commas.
     *
     * @throws IllegalArgumentException naming the one that does not exist, and the known one that is the nearest
     */
    public static List<String> types(String text) {
        List<String> types = Stream.of(text.split(",", -1)).map(String::strip).toList();
        types.forEach(EventSelection::check);
        return types.contains(ANY_TYPE) ? List.of() : types;
    }

    private static void check(String type) {
        if (!type.equals(ANY_TYPE) && known().noneMatch(known -> isOf(known, type))) {
            throw new IllegalArgumentException(
                    Texts.quote(type) + " is no event type; the nearest is " + nearest(type));
        }
    }

    private static String nearest(String unknown) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return Stream.concat(known(), groups())
                .min(Comparator.comparingInt((String type) -> distance.apply(unknown, type))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private static Stream<String> known() {
        return Arrays.stream(EventType.values()).map(EventType::wireName);
    }

    private static Stream<String> groups() {
        return known().map(type -> type.substring(0, type.indexOf('.')) + GROUP_END)
                .distinct();
    }

    private static boolean isOf(String type, String wanted) {
        return wanted.endsWith(GROUP_END)
                ? type.startsWith(wanted.substring(0, wanted.length() - 1))
                : type.equals(wanted);
    }

    boolean matches(ConnectorEvent event) {
        return (types.isEmpty()
                        || types.stream().anyMatch(type -> isOf(event.type().wireName(), type)))
                && (level == null || event.level().compareTo(level) >= 0)
                && (connectorId == null || connectorId.equals(event.connectorId()));
    }
}
