package io.palyra.connectors.platform.http;

import io.palyra.connectors.protocol.LimitScope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a request to a platform has no result. Closed: each has its outcome in {@link Outcomes}. */
public sealed interface RequestFailure {

    /** For people; holds no secret. */
    String reason();

    /** How long the platform has asked to wait; null where it has not. */
    default @Nullable Duration retryAfter() {
        return null;
    }

    /** Whether the platform may have done what was asked. */
    default boolean isPerhapsDone() {
        return false;
    }

    /**
     * 429, or known from an earlier answer. The platform did nothing.
     *
     * @param retryAfter null where no usable wait was stated
     * @param byOthers not the platform's own: that of a proxy, or of what guards the platform
     */
    record Limited(String reason, @Nullable Duration retryAfter, LimitScope scope, boolean byOthers)
            implements RequestFailure {

        public Limited(String reason, @Nullable Duration retryAfter, LimitScope scope) {
            this(reason, retryAfter, scope, false);
        }
    }

    /**
     * The platform itself refused the request, and did nothing.
     *
     * @param code the platform's own; empty where somebody before it found the request too large
     */
    record Refused(int status, String code, RefusalMeaning meaning, String reason) implements RequestFailure {}

    /** The platform itself does not take the token. */
    record Unauthorized(String reason) implements RequestFailure {}

    /**
     * The platform itself says that the bot or its app is not set up for this. It did nothing.
     *
     * @param code the platform's own
     */
    record Misconfigured(String code, String reason) implements RequestFailure {}

    /** Somebody else answered: a proxy, a portal, a server that is not the platform. The platform did nothing. */
    record Foreign(String reason) implements RequestFailure {}

    /** The platform itself says that it does not do so at present, and did nothing. */
    record Unavailable(String reason) implements RequestFailure {}

    /** The server failed, the platform or a proxy before it: the platform may have done what was asked. */
    record ServerFailed(String reason) implements RequestFailure {

        @Override
        public boolean isPerhapsDone() {
            return true;
        }
    }

    /** The request never left: no connection, no address. */
    record NotSent(String reason) implements RequestFailure {}

    /** The request left, and its answer did not come or cannot be read. */
    record Uncertain(String reason) implements RequestFailure {

        @Override
        public boolean isPerhapsDone() {
            return true;
        }
    }

    /** We do not send: the egress guard, or too many refused requests. */
    record Withheld(String reason) implements RequestFailure {}

    /** The session ends. */
    record Stopped(String reason) implements RequestFailure {}
}
