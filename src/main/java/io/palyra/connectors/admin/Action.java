package io.palyra.connectors.admin;

import io.palyra.connectors.lane.storage.DeadLetterStore;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator's action did.
 *
 * @param type such as {@code queue.pause}
 * @param message one sentence for people
 * @param count how many messages it was about
 * @param dryRun true where nothing was done
 * @param deadLetters of a dry run: the first ones
 */
record Action(
        String type,
        String message,
        @Nullable QueueView queue,
        @Nullable Drain drain,
        @Nullable Long count,
        @Nullable Long deadLetterId,
        @Nullable Boolean dryRun,
        @Nullable List<Meant> deadLetters) {

    private static final int MEANT_MAX = 10;

    /** A dead letter without its message. */
    record Meant(long deadLetterId, EnvelopeId envelopeId, Direction direction, String reason, long createdAtUnixMs) {

        static Meant of(DeadLetterStore.Summary letter) {
            return new Meant(
                    letter.deadLetterId(),
                    letter.envelopeId(),
                    letter.direction(),
                    letter.reason(),
                    letter.createdAtUnixMs());
        }
    }

    /** What a drain has before it. */
    record Drain(long dueOutbox, long pendingOutbox, boolean paused) {}

    static Action queue(String type, String message, QueueView queue) {
        return new Action(type, message, queue, null, null, null, null, null);
    }

    static Action drain(String message, Drain drain) {
        return new Action("queue.drain", message, null, drain, null, null, null, null);
    }

    static Action deadLetter(String type, String message, long deadLetterId) {
        return new Action(type, message, null, null, 1L, deadLetterId, null, null);
    }

    static Action count(String type, String message, long count) {
        return new Action(type, message, null, null, count, null, null, null);
    }

    /** What would be done. */
    static Action preview(String type, String message, long count, List<DeadLetterStore.Summary> meant) {
        return new Action(
                type,
                message,
                null,
                null,
                count,
                null,
                true,
                meant.stream().limit(MEANT_MAX).map(Meant::of).toList());
    }
}
