package io.palyra.connectors.adapter;

import java.time.Duration;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** An inbound message was not admitted: nothing was stored. The cause says why. */
@API(status = API.Status.STABLE)
public class InboundRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean forGood;
    private final boolean byStore;
    private final Duration retryAfter;

    /** A later try may succeed. */
    public InboundRefusedException(String message, @Nullable Throwable cause) {
        this(message, cause, false, false, Duration.ZERO);
    }

    private InboundRefusedException(
            String message, @Nullable Throwable cause, boolean forGood, boolean byStore, Duration retryAfter) {
        super(message, cause);
        this.forGood = forGood;
        this.byStore = byStore;
        this.retryAfter = retryAfter;
    }

    /** A later try may succeed, not before that time has passed. */
    public static InboundRefusedException later(String message, @Nullable Throwable cause, Duration retryAfter) {
        return new InboundRefusedException(message, cause, false, false, retryAfter);
    }

    /** No later try can succeed, see {@link #isForGood}. */
    public static InboundRefusedException forGood(String message, Throwable cause) {
        return new InboundRefusedException(message, cause, true, false, Duration.ZERO);
    }

    /** A later try may succeed, see {@link #isByStore}. */
    public static InboundRefusedException byStore(String message, @Nullable Throwable cause) {
        return new InboundRefusedException(message, cause, false, true, Duration.ZERO);
    }

    /** Whether no later try can succeed: the message breaks a limit, an event says so, and the cursor may move past it. */
    public boolean isForGood() {
        return forGood;
    }

    /** Whether the store takes nothing at present. It logs that itself: a line for each message says nothing new. */
    public boolean isByStore() {
        return byStore;
    }

    /** How long to wait at least before the message is given again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
