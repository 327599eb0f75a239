package io.palyra.connectors.admin;

import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.regex.Pattern;

/** Ids as parts of a path. One of dots alone would be a step in it, so it is written with a tilde before it. */
final class PathPart {

    private static final Pattern DOTS = Pattern.compile("\\.{1,2}");
    private static final Pattern WRITTEN = Pattern.compile("~+\\.{1,2}");

    private PathPart() {}

    /** What a decoded part stands for: {@code ~..} is {@code ..}, and {@code ~~..} is {@code ~..}. */
    static String id(String part) {
        return WRITTEN.matcher(part).matches() ? part.substring(1) : part;
    }

    /**
     * For an id that a caller chooses.
     *
     * @throws InvalidEnvelopeException where it is dots alone
     */
    static EnvelopeId requireNoStep(EnvelopeId id) {
        if (DOTS.matcher(id.value()).matches()) {
            throw new InvalidEnvelopeException(
                    "envelope_id", "would be a step in a path", "\"" + id + "\"; choose one that is not dots alone");
        }
        return id;
    }
}
