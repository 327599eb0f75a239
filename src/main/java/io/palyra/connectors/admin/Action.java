package io.palyra.connectors.admin;

import org.jspecify.annotations.Nullable;

/**
 * What an operator's action did.
 *
 * @param type such as {@code queue.pause}
 * @param message one sentence for people
 * @param count how many messages it was about
 */
record Action(
        String type,
        String message,
        @Nullable QueueView queue,
        @Nullable Drain drain,
        @Nullable Integer count,
        @Nullable Long deadLetterId) {

    /** What a drain has before it. */
    record Drain(long dueOutbox, long pendingOutbox, boolean paused) {}

    static Action queue(String type, String message, QueueView queue) {
        return new Action(type, message, queue, null, null, null);
    }

    static Action drain(String message, Drain drain) {
        return new Action("queue.drain", message, null, drain, null, null);
    }

    static Action deadLetter(String type, String message, long deadLetterId) {
        return new Action(type, message, null, null, 1, deadLetterId);
    }

    static Action count(String type, String message, int count) {
        return new Action(type, message, null, null, count, null);
    }
}
