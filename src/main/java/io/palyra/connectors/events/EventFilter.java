package io.palyra.connectors.events;

import java.util.List;
import java.util.Locale;
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

    private static final String REST = "*";

    public EventFilter {
        types = List.copyOf(types);
    }

    /** As the store would say; {@code beforeId} is not looked at. */
    boolean letsThrough(LoggedEvent event) {
        return isOfKind(event.eventType(), event.level())
                && (sinceUnixMs == null || event.createdAtUnixMs() >= sinceUnixMs)
                && (envelopeId == null || isAbout(event.envelopeId(), envelopeId));
    }

    /** Whether events of this type and level are wanted; the other terms are not looked at. */
    public boolean isOfKind(String eventType, String eventLevel) {
        return (types.isEmpty() || types.stream().anyMatch(type -> isOf(eventType, type)))
                && (level == null
                        || EventLevel.valueOf(eventLevel.toUpperCase(Locale.ROOT))
                                        .compareTo(level)
                                >= 0);
    }

    private static boolean isOf(String type, String wanted) {
        return type.equals(wanted)
                || wanted.endsWith(REST) && type.startsWith(wanted.substring(0, wanted.length() - 1));
    }

    private static boolean isAbout(@Nullable String id, String wanted) {
        return id != null && (id.equals(wanted) || id.startsWith(wanted + ":"));
    }
}
