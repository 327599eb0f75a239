package io.palyra.connectors.crash;

/**
 * Where the program is halted: in the life of {@code a-3}, which goes the whole path from platform to platform, of
 * {@code o-3}, which is put straight into the outbox, or of {@code a-4} and {@code a-6}, which the platform refuses at
 * first. The pattern says which point of {@link io.palyra.connectors.fake.Points} is meant.
 *
 * <p>A claim usually commits together with what made the lane due, and else a moment later; that of a message that has waited
 * is a commit of its own, and begins with the claim, unless there is other work at that moment.
 */
enum CrashPoint {
    BEFORE_ADMIT_COMMIT("before commit: .*INSERT INTO inbound [^\\n]*(?: a-3,|[{,]\"a-3\"[,}])"),
    AFTER_ADMIT_COMMIT("after commit: .*INSERT INTO inbound [^\\n]*(?: a-3,|[{,]\"a-3\"[,}])"),
    ADMITTED_BEFORE_CURSOR("feed: taken a-3"),
    CURSOR_MOVED("feed: moved past a-3"),
    DAEMON_ASKED("daemon: asked a-3"),
    DAEMON_ANSWERS("daemon: answers a-3"),
    BEFORE_ROUTED_COMMIT("before commit: .*UPDATE inbound SET state = 'routed'[^\\n]*[ \"]for a-3[,\"]"),
    AFTER_ROUTED_COMMIT("after commit: .*UPDATE inbound SET state = 'routed'[^\\n]*[ \"]for a-3[,\"]"),
    BEFORE_ENQUEUE_COMMIT("before commit: .*INSERT INTO outbox [^\\n]*(?: o-3,|[{,]\"o-3\"[,}])"),
    AFTER_ENQUEUE_COMMIT("after commit: .*INSERT INTO outbox [^\\n]*(?: o-3,|[{,]\"o-3\"[,}])"),
    BEFORE_RETRY_COMMIT("before commit: .*UPDATE outbox SET [^\\n]*[ \"]rate_limit[,\"]"),
    AFTER_RETRY_COMMIT("after commit: .*UPDATE outbox SET [^\\n]*[ \"]rate_limit[,\"]"),
    BEFORE_CLAIM_COMMIT(
            AFTER_RETRY_COMMIT,
            "before commit: (?:[^\\n]*(?:group_number|moved_ms)[^\\n]*\\n)*UPDATE lanes SET owner = (?!NULL).*FROM outbox WHERE lane_id"),
    AFTER_CLAIM_COMMIT(
            AFTER_RETRY_COMMIT,
            "after commit: (?:[^\\n]*(?:group_number|moved_ms)[^\\n]*\\n)*UPDATE lanes SET owner = (?!NULL).*FROM outbox WHERE lane_id"),
    BEFORE_SEND("platform: asked to send a-3:0"),
    PLATFORM_TOOK("platform: took a-3:0"),
    BEFORE_SETTLE_COMMIT(
            "before commit: .*UPDATE outbox SET state = 'delivered'[^\\n]*(?:\\[ledger-a-3:0,|[{,]\"ledger-a-3:0\"[,}])"),
    AFTER_SETTLE_COMMIT(
            "after commit: .*UPDATE outbox SET state = 'delivered'[^\\n]*(?:\\[ledger-a-3:0,|[{,]\"ledger-a-3:0\"[,}])"),
    IN_FIRST_MIGRATION("before statement: .*CREATE TABLE inbound"),
    BETWEEN_MIGRATIONS("before statement: .*ALTER TABLE lanes ADD COLUMN claimed_at"),
    BEFORE_PURGE_COMMIT("before commit: .*DELETE FROM outbox [^\\n]*'delivered'"),
    AFTER_PURGE_COMMIT("after commit: .*DELETE FROM outbox [^\\n]*'delivered'");

    private final String after;
    private final String pattern;

    CrashPoint(String pattern) {
        this.after = "";
        this.pattern = pattern;
    }

    /** @param after has to be passed before */
    CrashPoint(CrashPoint after, String pattern) {
        this.after = after.pattern;
        this.pattern = pattern;
    }

    /** The pattern of what has to be passed before; empty: nothing has. */
    String after() {
        return after;
    }

    String pattern() {
        return pattern;
    }
}
