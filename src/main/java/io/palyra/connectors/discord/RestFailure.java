package io.palyra.connectors.discord;

import io.palyra.connectors.protocol.LimitScope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a request to Discord has no result. Closed: each has its outcome in {@link Outcomes}. */
sealed interface RestFailure {

    String reason();

    /**
     * 429, or known from an earlier answer. Discord did nothing.
     *
     * @param retryAfter null where no usable wait was stated
     * @param byOthers not Discord's own: Cloudflare's, or a proxy's
     */
    record Limited(String reason, @Nullable Duration retryAfter, LimitScope scope, boolean byOthers)
            implements RestFailure {

        Limited(String reason, @Nullable Duration retryAfter, LimitScope scope) {
            this(reason, retryAfter, scope, false);
        }
    }

    /**
     * Discord itself refused the request, and did nothing.
     *
     * @param code Discord's own; 0 where somebody before it found the request too large
     */
    record Refused(int status, int code, RefusalMeaning meaning, String message) implements RestFailure {
        @Override
        public String reason() {
            return "Discord answered " + status + (code > 0 ? " (" + code + ")" : "") + ": " + message
                    + (meaning == RefusalMeaning.UNKNOWN ? "; what that code means is not known" : "");
        }
    }

    /** Discord itself does not take the token. */
    record Unauthorized(String reason) implements RestFailure {}

    /** Somebody else answered: a proxy, a portal, Cloudflare, a server that is no Discord. Discord did nothing. */
    record NotDiscord(String reason) implements RestFailure {}

    /** Discord itself says that it does not do so at present, and did nothing. */
    record Unavailable(String reason) implements RestFailure {}

    /** The server failed, Discord or a proxy before it: Discord may have done what was asked. */
    record ServerFailed(String reason) implements RestFailure {}

    /** The request never left: no connection, no address. */
    record NotSent(String reason) implements RestFailure {}

    /** The request left, and its answer did not come or cannot be read. */
    record Uncertain(String reason) implements RestFailure {}

    /** We do not send: the egress guard, or too many refused requests. */
    record Withheld(String reason) implements RestFailure {}

    /** The session ends. */
    record Stopped(String reason) implements RestFailure {}
}
