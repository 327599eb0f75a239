package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RefusedOnce;
import io.palyra.connectors.platform.http.RequestException;
import java.time.Duration;

/**
 * Shows in a channel that the bot is typing. Where Discord has refused that once, it is not asked again in this session: every
 * refusal counts toward a ban. While the bot makes many requests, it shows nothing: messages have the first turn.
 */
final class TypingSign {

    /** Discord shows it for 10 s. */
    static final Duration INTERVAL = Duration.ofSeconds(8);

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Session session;
    private final RefusedOnce<Target> refusals = new RefusedOnce<>();

    TypingSign(Session session) {
        this.session = session;
    }

    void show(Target target) throws RequestException {
        if (!session.waitBeforePost(target).isZero() || !session.rest().isCalm()) {
            return;
        }
        refusals.ask(target, () -> {
            String channelId = session.channels().idOf(target);
            session.rest().send(RestCall.of(Requests.TYPING, channelId).within(DEADLINE));
        });
    }
}
