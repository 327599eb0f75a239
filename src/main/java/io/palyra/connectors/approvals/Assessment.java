package io.palyra.connectors.approvals;

import io.palyra.connectors.protocol.MessageOperation;
import java.time.Duration;

/**
 * How risky a change of a message is, by whose it is, how old, and where.
 *
 * @param needsApproval whether a second person has to allow it where approvals are {@code conditional}
 * @param reason for people
 */
record Assessment(Risk risk, boolean needsApproval, String reason) {

    /** Of a platform for which no message is known to be harmless. */
    static final Assessment OF_OTHER_KINDS =
            new Assessment(Risk.HIGH, true, "what becomes of a message is not told apart on this kind of connector");

    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final Duration FRESH_FOR_REACTIONS = Duration.ofHours(6);
    private static final Duration OF_A_DAY = Duration.ofHours(24);

    /**
     * What is known of the message.
     *
     * @param isOwn whether the connector wrote it
     * @param isDirect whether only one person reads it
     * @param isDefaultAccount whether the connector is the default one of its kind
     */
    record Target(boolean isOwn, boolean isDirect, boolean isDefaultAccount, Duration age) {

        private boolean isExposed() {
            return !isDirect || isDefaultAccount;
        }

        private boolean isAtMost(Duration limit) {
            return age.compareTo(limit) <= 0;
        }

        private String described() {
            return (isOwn ? "own message" : "message of somebody else") + ", "
                    + (isDirect ? "direct conversation" : "conversation of several people")
                    + (isDefaultAccount ? ", default account" : "") + ", "
                    + (age.toHours() < 1 ? age.toMinutes() + " min" : age.toHours() + " h") + " old";
        }
    }

    static Assessment of(MessageOperation operation, Target target) {
        return switch (operation) {
            case EDIT -> edit(target);
            case DELETE -> delete(target);
            case REACT_ADD, REACT_REMOVE -> reaction(target);
            case SEND, READ, SEARCH -> throw new IllegalArgumentException(operation + " changes no message");
        };
    }

    private static Assessment edit(Target target) {
        if (!target.isOwn() || !target.isAtMost(OF_A_DAY)) {
            return of(Risk.CRITICAL, true, target);
        }
        boolean harmless = !target.isExposed() && target.isAtMost(FRESH);
        return of(harmless ? Risk.LOW : Risk.HIGH, target.isExposed(), target);
    }

    private static Assessment delete(Target target) {
        if (!target.isOwn() || !target.isAtMost(OF_A_DAY)) {
            return of(Risk.CRITICAL, true, target);
        }
        return of(!target.isExposed() && target.isAtMost(FRESH) ? Risk.MEDIUM : Risk.HIGH, true, target);
    }

    private static Assessment reaction(Target target) {
        if (!target.isAtMost(OF_A_DAY)) {
            return of(Risk.HIGH, true, target);
        }
        boolean harmless = !target.isExposed() && target.isAtMost(FRESH_FOR_REACTIONS);
        return of(harmless ? Risk.LOW : Risk.MEDIUM, target.isExposed(), target);
    }

    private static Assessment of(Risk risk, boolean needsApproval, Target target) {
        return new Assessment(risk, needsApproval, target.described());
    }
}
