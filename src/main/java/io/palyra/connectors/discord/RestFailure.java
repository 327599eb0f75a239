package io.palyra.connectors.discord;

import io.palyra.connectors.protocol.LimitScope;
import java.time.Duration;

/** Why a request to Discord has no result. Closed: each has its outcome in {@link Outcomes}. */
sealed interface RestFailure {

    String reason();

    /** 429, or known from the headers of an earlier answer. Discord did nothing. */
    record Limited(String reason, Duration retryAfter, LimitScope scope) implements RestFailure {}

    /** Discord answered with a status below 500 that is no success, and did nothing. */
    record Refused(int status, int code, String message) implements RestFailure {
        @Override
        public String reason() {
            return "Discord answered " + status + (code > 0 ? " (" + code + ")" : "") + ": " + message;
        }
    }

    /** A status of 500 or above, from Discord or a proxy before it. */
    record ServerFailed(int status) implements RestFailure {
        @Override
        public String reason() {
            return "Discord answered " + status;
        }
    }

    /** The request never left: no connection, no address. */
    record NotSent(String reason) implements RestFailure {}

    /** The request left, and its answer did not come or cannot be read. */
    record Uncertain(String reason) implements RestFailure {}

    /** We do not send: the egress guard, or too many refused requests. */
    record Withheld(String reason) implements RestFailure {}

    /** The session ends. */
    record Stopped(String reason) implements RestFailure {}
}
