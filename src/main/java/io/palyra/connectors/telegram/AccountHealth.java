package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.session.HealthReports;
import io.palyra.connectors.protocol.HealthReport.Check;
import java.util.List;
import java.util.Map;

/**
 * Asks Telegram about a bot without taking its updates. Blocks.
 *
 * @param takesOver whether the connector deletes a webhook that somebody has set
 * @param sameBot other instances of this program that are the bot
 */
record AccountHealth(BotApi api, boolean takesOver, List<String> sameBot) {

    void ask(List<Check> checks, Map<String, Object> facts) throws RequestException {
        Self self = Self.ask(api);
        self.tell(facts);
        checks.add(Check.passed(HealthReports.TOKEN, self.whose()));
        if (!sameBot.isEmpty()) {
            checks.add(Check.failed(
                    "bot",
                    String.join(", ", sameBot)
                            + " has the token of the same bot: Telegram gives each update to one of both",
                    "disable one of them, or give each a bot of its own"));
        }
        checks.add(Health.groups(self));
        checks.add(delivery(Webhook.ask(api), facts));
        String chat = "https://t.me/" + self.userName();
        facts.put("chat_url", chat);
        facts.put("group_url", chat + "?startgroup=true");
        checks.add(Check.passed(
                "link", "people write to it at " + chat + "; " + chat + "?startgroup=true adds it to a group"));
    }

    private Check delivery(Webhook delivery, Map<String, Object> facts) {
        return delivery.isSet() && takesOver
                ? Check.warning(
                        "webhook",
                        delivery.whatIsWrong() + "; it is deleted once the connector starts",
                        "set take-over-webhook=false if that program is to go on")
                : Health.delivery(delivery, facts);
    }
}
