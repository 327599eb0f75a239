package io.palyra.connectors.telegram;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.platform.http.RequestException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What Telegram says of how the bot's updates are delivered: while a webhook is set, none can be asked for.
 *
 * @param host where the webhook leads, as its address may hold a secret; null where none is set
 * @param pending updates that wait, those in hand included
 * @see <a href="https://core.telegram.org/bots/api#getwebhookinfo">Telegram: getWebhookInfo</a>
 */
record Webhook(@Nullable String host, long pending) {

    /** What to do about one that is set. */
    static final String ADVICE =
            "stop that program and delete its webhook (deleteWebhook of the Bot API), use another bot, or set"
                    + " take-over-webhook=true";

    /** Asks Telegram; blocks. */
    static Webhook ask(BotApi api) throws RequestException {
        JsonNode info = api.call("getWebhookInfo", BotApi.arguments());
        String url = text(info, "url");
        return new Webhook(
                url.isEmpty() ? null : host(url),
                info.path("pending_update_count").asLong());
    }

    private static String host(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "an unreadable address" : host;
        } catch (IllegalArgumentException e) {
            return "an unreadable address";
        }
    }

    boolean isSet() {
        return host != null;
    }

    /** Deletes it; what waits is kept. Blocks. */
    static void delete(BotApi api) throws RequestException {
        api.call("deleteWebhook", BotApi.arguments().put("drop_pending_updates", false));
    }

    /** Why nothing can be heard while one is set. */
    String whatIsWrong() {
        return "a webhook is set that leads to " + host + ": Telegram gives the bot's updates to that program alone";
    }
}
