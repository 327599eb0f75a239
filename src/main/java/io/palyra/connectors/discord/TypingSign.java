package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Shows in a channel that the bot is typing. Where Discord has refused that once, it is not asked again in this session. */
final class TypingSign {

    /** Discord shows it for 10 s. */
    static final Duration INTERVAL = Duration.ofSeconds(8);

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int REFUSED_MAX = 1_000;

    private final Session session;
    private final Set<String> refused = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REFUSED_MAX;
        }
    }));

    TypingSign(Session session) {
        this.session = session;
    }

    void show(Target target) throws RequestException {
        if (!session.waitBeforePost(target).isZero()) {
            return;
        }
        String channelId = session.channels().idOf(target);
        if (refused.contains(channelId)) {
            return;
        }
        try {
            session.rest().send(RestCall.of(Requests.TYPING, channelId).within(DEADLINE));
        } catch (RequestException e) {
            refused.add(channelId);
            throw e;
        }
    }
}
