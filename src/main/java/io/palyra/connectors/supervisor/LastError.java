package io.palyra.connectors.supervisor;

import io.palyra.connectors.protocol.Direction;
import org.jspecify.annotations.Nullable;

/**
 * The last thing that went wrong with an instance.
 *
 * @param text no secret
 * @param direction inbound: with the daemon, or the inbound route; outbound: with the platform
 * @param atUnixMs when it did last
 * @param count how often something did in this direction since something worked
 * @param clearedAtUnixMs when something worked again; null while nothing has
 */
public record LastError(
        String text,
        Direction direction,
        long atUnixMs,
        long count,
        @Nullable Long clearedAtUnixMs) {

    static LastError after(@Nullable LastError before, String text, Direction direction, long now) {
        long earlier = before != null && before.isClearedBy(direction) ? before.count() : 0;
        return new LastError(text, direction, now, earlier + 1, null);
    }

    boolean isClearedBy(Direction success) {
        return clearedAtUnixMs == null && direction == success;
    }

    LastError cleared(long now) {
        return new LastError(text, direction, atUnixMs, count, now);
    }
}
