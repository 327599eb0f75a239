package io.palyra.connectors.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** A field that is not known in what is to change something is likely a known one, spelt wrong: it must not be overlooked. */
final class KnownFields {

    private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();
    private static final int NAME_CHARS_MAX = 64;

    private KnownFields() {}

    /**
     * @param type a record
     * @throws InvalidEnvelopeException naming the field, and the known one that is the nearest
     */
    static void require(JsonNode body, Class<?> type) {
        List<String> known = Arrays.stream(type.getRecordComponents())
                .map(component -> NAMES.translate(component.getName()))
                .toList();
        Iterator<String> names = body.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new InvalidEnvelopeException(shown(name), "is no field of this call" + nearest(name, known));
            }
        }
    }

    private static String nearest(String unknown, List<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String shown = shown(unknown);
        return known.stream()
                .min(Comparator.comparingInt((String name) -> distance.apply(shown, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> "; the nearest is " + name)
                .orElse("; it takes none");
    }

    private static String shown(String name) {
        String cut = name.substring(0, Math.min(name.length(), NAME_CHARS_MAX));
        return cut.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
