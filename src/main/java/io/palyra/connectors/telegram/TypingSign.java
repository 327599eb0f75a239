package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.http.RefusedOnce;
import io.palyra.connectors.platform.http.RequestException;
import java.time.Duration;

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

    private final BotApi api;
    private final Pacing pacing;
    private final RefusedOnce<Target> refusals = new RefusedOnce<>();

    TypingSign(BotApi api, Pacing pacing) {
        this.api = api;
        this.pacing = pacing;
    }

    /** @param target as Telegram knows it, with its topic */
    void show(Target target) throws RequestException {
        if (!pacing.isCalm(target.chat()) || !api.isCalm()) {
            return;
        }
        var arguments = target.arguments().put("action", "typing");
        if (target.topicId() != null && target.topicId() > Posts.GENERAL) {
            arguments.put("message_thread_id", target.topicId());
        }
        refusals.ask(target, () -> api.call("sendChatAction", arguments, DEADLINE));
    }
}
