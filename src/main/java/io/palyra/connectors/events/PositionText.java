package io.palyra.connectors.events;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Sha256;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Numbers of events, one of each connector, as text that fits into a header and a query: {@code Xq81_ga.Tt0b2Z1k} are
 * events 10 and 56 of two connectors. Of a connector stand six characters that are made from its id, whatever its length.
 */
public final class PositionText {

    private static final int NAME_CHARS = 6;
    private static final int RADIX = 36;
    private static final String SEPARATOR = ".";

    /** No connector has a number. */
    private static final String NONE = "0";

    private static final Pattern TEXT = Pattern.compile("[\\w-]{6}[0-9a-z]{1,12}(\\.[\\w-]{6}[0-9a-z]{1,12})*");

    private PositionText() {}

    public static String of(Map<ConnectorId, Long> numbers) {
        if (numbers.isEmpty()) {
            return NONE;
        }
        return numbers.entrySet().stream()
                .map(entry -> name(entry.getKey()) + Long.toString(entry.getValue(), RADIX))
                .sorted()
                .collect(Collectors.joining(SEPARATOR));
    }

    /**
     * What a text says of these connectors; what it says of others is left out.
     *
     * @return empty where it is no such text
     */
    public static Optional<Map<ConnectorId, Long>> read(String text, Collection<ConnectorId> connectors) {
        if (text.equals(NONE)) {
            return Optional.of(Map.of());
        } else if (!TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        Map<String, Long> byName = new HashMap<>();
        for (String one : List.of(text.split(Pattern.quote(SEPARATOR)))) {
            byName.merge(one.substring(0, NAME_CHARS), Long.parseLong(one.substring(NAME_CHARS), RADIX), Math::min);
        }
        Map<ConnectorId, Long> numbers = new HashMap<>();
        for (ConnectorId connector : connectors) {
            Long number = byName.get(name(connector));
            if (number != null) {
                numbers.put(connector, number);
            }
        }
        return Optional.of(numbers);
    }

    private static String name(ConnectorId connector) {
        return Base64.getUrlEncoder()
                .encodeToString(Sha256.ofText(connector.value()))
                .substring(0, NAME_CHARS);
    }
}
