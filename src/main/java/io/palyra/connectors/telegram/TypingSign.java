package io.palyra.connectors.telegram;

import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.platform.http.Outcomes;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.DeliveryOutcome;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;

/**
 * Shows in a chat that the bot is typing. Where Telegram has refused that once, it is not asked again in this session. While the
 * chat is limited, or the bot makes many requests, it shows nothing: messages have the first turn. Thread safe; blocks.
 *
 * @see <a href="https://core.telegram.org/bots/api#sendchataction">Telegram: sendChatAction</a>
 */
final class TypingSign {

    /** Telegram shows it for 5 s. */
    static final Duration INTERVAL = Duration.ofSeconds(4);

    private static final Duration DEADLINE = Duration.ofSeconds(4);
    private static final int REFUSED_MAX = 1_000;

    private final BotApi api;
    private final Pacing pacing;
    private final Set<Target> refused = Collections.synchronizedSet(RecentMap.set(REFUSED_MAX));

    TypingSign(BotApi api, Pacing pacing) {
        this.api = api;
        this.pacing = pacing;
    }

    /** @param target as Telegram knows it, with its topic */
    void show(Target target) throws RequestException {
        if (refused.contains(target) || !pacing.isCalm(target.chat()) || !api.isCalm()) {
            return;
        }
        var arguments = target.arguments().put("action", "typing");
        if (target.topicId() != null && target.topicId() > Posts.GENERAL) {
            arguments.put("message_thread_id", target.topicId());
        }
        try {
            api.call("sendChatAction", arguments, DEADLINE);
        } catch (RequestException e) {
            if (Outcomes.of(e.failure()) instanceof DeliveryOutcome.PermanentFailure) {
                refused.add(target);
            }
            throw e;
        }
    }
}
