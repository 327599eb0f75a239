package io.palyra.connectors.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events; null means any.
 *
 * @param types exact ones, or beginnings that end in {@code .*}; empty means any
 * @param level this one and graver ones
 * @param sinceUnixMs at this time or later
 * @param envelopeId of this message, its replies and its parts
 * @param beforeId with a smaller number than this
 */
public record EventFilter(
        List<String> types,
        @Nullable EventLevel level,
        @Nullable Long sinceUnixMs,
        @Nullable String envelopeId,
        @Nullable Long beforeId) {

    public static final EventFilter ANY = new EventFilter(List.of(), null, null, null, null);

    public EventFilter {
        types = List.copyOf(types);
    }
}
