package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.session.HealthReports;
import io.palyra.connectors.protocol.HealthReport;
import io.palyra.connectors.protocol.HealthReport.Check;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageFeature;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** Asks Discord whether everything is there that the connector needs, and says what to do where it is not. Blocks. */
final class Health {

    /** Application flags: the intent Message Content is on, for a verified bot or one in fewer than 100 guilds. */
    private static final long MESSAGE_CONTENT_FLAGS = 1L << 18 | 1L << 19;

    static final HealthReports REPORTS = new HealthReports(GatewayClose.PORTAL + ", Reset Token");

    private final Session session;
    private final PermissionCheck permissions;
    private final DiscordOptions options;

    Health(Session session, PermissionCheck permissions, DiscordOptions options) {
        this.session = session;
        this.permissions = permissions;
        this.options = options;
    }

    HealthReport check(@Nullable String verifyChannel) {
        return REPORTS.of((checks, facts) -> ask(verifyChannel, checks, facts), this::gateway);
    }

    private void ask(@Nullable String verifyChannel, List<Check> checks, Map<String, Object> facts)
            throws RequestException {
        DataObject self = session.rest().object(RestCall.of(Requests.SELF));
        facts.put("bot_id", self.getString("id"));
        facts.put("bot_name", self.getString("username", ""));
        checks.add(Check.passed(
                HealthReports.TOKEN,
                "the token is that of " + self.getString("username", "") + " (" + self.getString("id") + ")"));
        warnOfSameBot(checks);
        checks.add(intents());
        if (verifyChannel != null) {
            checks.add(channel(verifyChannel));
        }
    }

    private void warnOfSameBot(List<Check> checks) {
        List<String> same = session.sameBot();
        if (!same.isEmpty()) {
            checks.add(Check.warning(
                    "bot",
                    String.join(", ", same)
                            + " has a token of the same bot: each of them hears and answers every message",
                    "disable all but one of them, or give each a bot of its own"));
        }
    }

    private Check intents() throws RequestException {
        long flags = session.rest().object(RestCall.of(Requests.APPLICATION)).getLong("flags", 0);
        boolean on = (flags & MESSAGE_CONTENT_FLAGS) != 0;
        if (on || !options.messageContent()) {
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

    private Check channel(String place) throws RequestException {
        String name = "channel";
        try {
            String channelId = session.channels().idOf(Target.parse("verify_channel_id", place));
            ChannelAccess access = permissions.of(channelId);
            if (access.place() == ChannelAccess.Place.NOWHERE) {
                return Check.failed(
                        name,
                        "Discord knows no channel " + channelId,
                        "check the id, and invite the bot to the guild of the channel");
            }
            List<String> missing = access.missing(MessageFeature.SEND);
            return missing.isEmpty()
                    ? Check.passed(name, "the bot may read and write in channel " + channelId)
                    : Check.failed(
                            name,
                            "missing permission in channel " + channelId + ": " + String.join(", ", missing),
                            "in Discord: the channel's settings, Permissions, the bot's role: allow "
                                    + String.join(", ", missing));
        } catch (InvalidEnvelopeException e) {
            return Check.failed(name, String.valueOf(e.getMessage()), "give the id of a channel");
        }
    }

    private Check gateway() {
        Optional<String> held = session.held();
        if (held.isPresent()) {
            return Check.warning(
                    "gateway",
                    "no gateway session is opened for a while: " + held.get() + "; messages go out, and none come in",
                    "see whether another program uses the token, and Discord's status page; it is opened by itself,"
                            + " and what was missed is read from history");
        }
        return session.state().isConnected()
                ? Check.passed("gateway", "the gateway session is open")
                : Check.warning(
                        "gateway",
                        "the gateway session is lost; messages go out, and none come in",
                        "wait: it is opened again by itself, and what was missed is read from history");
    }
}
