package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.platform.http.Outcomes;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.DeliveryOutcome;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;

/**
 * Shows in a channel that the bot is typing. Where Discord has refused that once, it is not asked again in this session: every
 * refusal counts toward a ban. What fails on the way is no refusal. While the bot makes many requests, it shows nothing: messages
 * have the first turn.
 */
final class TypingSign {

    /** Discord shows it for 10 s. */
    static final Duration INTERVAL = Duration.ofSeconds(8);

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int REFUSED_MAX = 1_000;

    private final Session session;
    private final Set<Target> refused = Collections.synchronizedSet(RecentMap.set(REFUSED_MAX));

    TypingSign(Session session) {
        this.session = session;
    }

    void show(Target target) throws RequestException {
        if (refused.contains(target)
                || !session.waitBeforePost(target).isZero()
                || !session.rest().isCalm()) {
            return;
        }
        try {
            String channelId = session.channels().idOf(target);
            session.rest().send(RestCall.of(Requests.TYPING, channelId).within(DEADLINE));
        } catch (RequestException e) {
            if (Outcomes.of(e.failure()) instanceof DeliveryOutcome.PermanentFailure) {
                refused.add(target);
            }
            throw e;
        }
    }
}
