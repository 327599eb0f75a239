package io.palyra.connectors.lane.storage;

import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.protocol.WireEnum;
import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Messages that have failed for the same cause.
 *
 * @param cause the reason, with {@value #DIFFERS} in place of words that differ from message to message
 * @param reasonContains a part of the reason that all of them have
 * @param latest one of them
 */
public record FailureGroup(
        ConnectorId connectorId,
        Direction direction,
        State state,
        String cause,
        String reasonContains,
        long messages,
        long oldestUnixMs,
        long latestUnixMs,
        Sample latest) {

    /** What has become of the messages. */
    public enum State implements WireEnum {
        DEAD,
        UNKNOWN
    }

    /** @param deadLetterId null where it is none */
    public record Sample(EnvelopeId envelopeId, @Nullable Long deadLetterId, String reason) {}

    private static final String DIFFERS = "…";

    /** Characters of a reason by which causes are told apart. */
    private static final int CAUSE_CHARS_MAX = 200;

    /** Ids, times and the like: a number of four digits or more, or a longer word with a digit in it. */
    private static final Pattern DIFFERENT = Pattern.compile("\\b(?=\\w*\\d)\\w{4,}\\b");

    /** @param latest whose reason they share */
    public static FailureGroup of(
            ConnectorId connectorId,
            Direction direction,
            State state,
            long messages,
            long oldestUnixMs,
            long latestUnixMs,
            Sample latest) {
        String cause = cause(latest.reason());
        String longest = Arrays.stream(cause.split(DIFFERS))
                .max(Comparator.comparing(String::length))
                .orElse("");
        return new FailureGroup(
                connectorId, direction, state, cause, longest.strip(), messages, oldestUnixMs, latestUnixMs, latest);
    }

    static String cause(String reason) {
        String beginning = reason.substring(0, Math.min(CAUSE_CHARS_MAX, reason.length()));
        return DIFFERENT.matcher(beginning).replaceAll(DIFFERS);
    }

    /** The messages of both. */
    public FailureGroup with(FailureGroup other) {
        FailureGroup later = other.latestUnixMs > latestUnixMs ? other : this;
        return new FailureGroup(
                connectorId,
                direction,
                state,
                cause,
                reasonContains,
                messages + other.messages,
                Math.min(oldestUnixMs, other.oldestUnixMs),
                later.latestUnixMs,
                later.latest);
    }
}
