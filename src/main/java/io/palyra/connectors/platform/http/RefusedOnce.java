package io.palyra.connectors.platform.http;

import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.protocol.DeliveryOutcome;
import java.util.Collections;
import java.util.Set;

/**
 * Requests that could as well be left out, such as one that shows that the bot is typing: where the platform has refused one, it is
 * not asked again. What fails on the way is no refusal. Remembers the last {@value #TARGETS_MAX}; thread safe.
 *
 * @param <T> what a request is about
 */
public final class RefusedOnce<T> {

    private static final int TARGETS_MAX = 1_000;

    /** One request. */
    @FunctionalInterface
    public interface Request {
        void make() throws RequestException;
    }

    private final Set<T> refused = Collections.synchronizedSet(RecentMap.set(TARGETS_MAX));

    /** Makes the request, unless one about the same was refused. */
    public void ask(T about, Request request) throws RequestException {
        if (refused.contains(about)) {
            return;
        }
        try {
            request.make();
        } catch (RequestException e) {
            if (Outcomes.of(e.failure()) instanceof DeliveryOutcome.PermanentFailure) {
                refused.add(about);
            }
            throw e;
        }
    }
}
