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
import org.jspecify.annotations.Nullable;

/** Asks Discord whether everything is there that the connector needs, and says what to do where it is not. Blocks. */
final class Health {

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
        new AccountHealth(session.rest(), options.messageContent(), botId -> session.sameBot()).ask(checks, facts);
        if (verifyChannel != null) {
            checks.add(channel(verifyChannel));
        }
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
