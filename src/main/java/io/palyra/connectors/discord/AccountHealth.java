package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.session.HealthReports;
import io.palyra.connectors.protocol.HealthReport.Check;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * Asks Discord about the bot itself, which needs no session. Blocks.
 *
 * @param messageContent whether the connector asks for that intent
 * @param sameBot other instances of this program that are the bot with this id
 */
record AccountHealth(Asked discord, boolean messageContent, Function<String, List<String>> sameBot) {

    /** Application flags: the intent Message Content is on, for a verified bot or one in fewer than 100 guilds. */
    private static final long MESSAGE_CONTENT_FLAGS = 1L << 18 | 1L << 19;

    void ask(List<Check> checks, Map<String, Object> facts) throws RequestException {
        try {
            askDiscord(checks, facts);
        } catch (ParsingException e) {
            throw new RequestException(new RequestFailure.Foreign("what answers is not Discord: " + e.getMessage()));
        }
    }

    private void askDiscord(List<Check> checks, Map<String, Object> facts) throws RequestException {
        DataObject self = discord.object(RestCall.of(Requests.SELF));
        facts.put("bot_id", self.getString("id"));
        facts.put("bot_name", self.getString("username", ""));
        checks.add(Check.passed(
                HealthReports.TOKEN,
                "the token is that of " + self.getString("username", "") + " (" + self.getString("id") + ")"));
        warnOfSameBot(self.getString("id"), checks);
        DataObject application = discord.object(RestCall.of(Requests.APPLICATION));
        facts.put("application_id", application.getString("id"));
        checks.add(intents(application));
    }

    private void warnOfSameBot(String botId, List<Check> checks) {
        List<String> same = sameBot.apply(botId);
        if (!same.isEmpty()) {
            checks.add(Check.warning(
                    "bot",
                    String.join(", ", same)
                            + " has a token of the same bot: each of them hears and answers every message",
                    "disable all but one of them, or give each a bot of its own"));
        }
    }

    private Check intents(DataObject application) {
        boolean on = (application.getLong("flags", 0) & MESSAGE_CONTENT_FLAGS) != 0;
        if (on || !messageContent) {
            return Check.passed(
                    "intents",
                    on
                            ? "the privileged intent " + GatewayClose.MESSAGE_CONTENT + " is on"
                            : "no privileged intent is asked for");
        }
        return Check.failed(
                "intents",
                "the privileged intent " + GatewayClose.MESSAGE_CONTENT + " is off",
                GatewayClose.PORTAL + ", Privileged Gateway Intents: switch on " + GatewayClose.MESSAGE_CONTENT
                        + ", or set message-content=false");
    }

    /**
     * Whether the bot has been brought into a guild, and how.
     *
     * @param applicationId as {@link #ask} has it among the facts
     */
    Check guilds(String applicationId) throws RequestException {
        String link = Invite.link(applicationId);
        return discord.array(RestCall.of(Requests.GUILDS).query("limit", "1")).isEmpty()
                ? Check.warning(
                        "guilds",
                        "the bot is in no guild: it hears and reaches nobody",
                        "open " + link + " and choose the guild")
                : Check.passed("guilds", "the bot is in a guild; " + link + " brings it into another one");
    }
}
