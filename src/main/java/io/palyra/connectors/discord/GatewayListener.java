package io.palyra.connectors.discord;

import com.neovisionaries.ws.client.WebSocketFrame;
import io.palyra.connectors.platform.session.ConnectionState;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import net.dv8tion.jda.api.events.GatewayPingEvent;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.RawGatewayEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what the gateway says. Raw events: JDA's own message events leave out messages of channels, threads, guilds and types
 * that it does not know. Called by the session's one event thread, in the order of the gateway; never blocks it.
 */
final class GatewayListener implements EventListener {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayListener.class);

    private final ConnectionState state;
    private final Channels channels;
    private final InboundFlow flow;
    private final GuildRights rights;
    private final Self self;
    private final Session.Account account;
    private final Consumer<GatewayClose> onFinalClose;
    private final Runnable onConnected;
    private final Set<String> unavailable = new HashSet<>();

    /** The guilds of this session that the gateway has yet to say more of. */
    private final Set<String> expected = new HashSet<>();

    GatewayListener(
            ConnectionState state,
            Channels channels,
            InboundFlow flow,
            GuildRights rights,
            Self self,
            Session.Account account,
            Runnable onConnected,
            Consumer<GatewayClose> onFinalClose) {
        this.state = state;
        this.channels = channels;
        this.flow = flow;
        this.rights = rights;
        this.self = self;
        this.account = account;
        this.onConnected = onConnected;
        this.onFinalClose = onFinalClose;
    }

    @Override
    public void onEvent(GenericEvent event) {
        if (event instanceof RawGatewayEvent raw) {
            state.heard();
            heard(raw);
        } else if (event instanceof GatewayPingEvent) {
            state.heartbeat();
        } else if (event instanceof SessionResumeEvent) {
            state.resumed();
            onConnected.run();
        } else if (event instanceof SessionDisconnectEvent lost) {
            WebSocketFrame close = lost.getServiceCloseFrame();
            closed(close == null ? null : close.getCloseCode());
            giveUpIfFruitless();
        } else if (event instanceof ShutdownEvent shutdown) {
            closed(shutdown.getCode());
            onFinalClose.accept(GatewayClose.clientEnded());
        }
    }

    private void closed(@Nullable Integer code) {
        state.lost(code == null ? null : String.valueOf(code));
        if (code != null) {
            GatewayClose.of(code).ifPresent(onFinalClose);
        }
    }

    /** JDA never gives a session up by itself: what cannot be resumed is begun anew, with a JDA of its own. */
    private void giveUpIfFruitless() {
        if (account.links().isFruitless()) {
            onFinalClose.accept(GatewayClose.notResumed());
        }
    }

    private void heard(RawGatewayEvent raw) {
        try {
            DataObject payload = raw.getPayload();
            switch (raw.getType()) {
                case "READY" -> {
                    account.starts().ready();
                    account.links().linked();
                    flow.sessionBegan();
                    state.began();
                    onConnected.run();
                    expect(payload);
                }
                case "RESUMED" -> account.links().linked();
                case "GUILD_CREATE" -> {
                    guild(payload);
                    came(payload.getString("id"));
                }
                case "GUILD_DELETE" -> {
                    guildIsAway(payload);
                    came(payload.getString("id"));
                }
                case "GUILD_UPDATE" -> {
                    rights.guildChanged(payload);
                    rightsChanged(payload.getString("id"));
                }
                case "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE" -> {
                    role(payload.getObject("role"));
                    rights.role(payload.getString("guild_id"), payload.getObject("role"));
                    rightsChanged(payload.getString("guild_id"));
                }
                case "GUILD_ROLE_DELETE" -> {
                    rights.roleGone(payload.getString("guild_id"), payload.getString("role_id"));
                    rightsChanged(payload.getString("guild_id"));
                }
                case "GUILD_MEMBER_UPDATE" -> {
                    if (rights.member(payload.getString("guild_id"), payload)) {
                        rightsChanged(payload.getString("guild_id"));
                    }
                }
                case "CHANNEL_CREATE", "CHANNEL_UPDATE", "THREAD_CREATE", "THREAD_UPDATE" -> {
                    channels.learned(payload, null);
                    rights.channel(payload, null);
                    flow.rightsChanged(rights.family(payload.getString("id")));
                }
                case "THREAD_LIST_SYNC" -> threads(payload);
                case "CHANNEL_DELETE", "THREAD_DELETE" -> {
                    rights.channelGone(payload.getString("id"));
                    flow.gone(payload.getString("id"));
                }
                case "MESSAGE_CREATE" -> flow.live(payload);
                default -> {
                    // Nothing that the connector acts on
                }
            }
        } catch (ParsingException | NumberFormatException e) {
            LOG.error("an event {} of the gateway cannot be read: {}", raw.getType(), e.getMessage());
        }
    }

    private void expect(DataObject ready) {
        expected.clear();
        Elements.each(ready, "guilds", guild -> expected.add(guild.getString("id")));
        if (expected.isEmpty()) {
            flow.guildsAreThere();
        }
    }

    private void came(String guildId) {
        if (expected.remove(guildId) && expected.isEmpty()) {
            flow.guildsAreThere();
        }
    }

    private void guildIsAway(DataObject guild) {
        String id = guild.getString("id");
        if (guild.getBoolean("unavailable", false)) {
            unavailable.add(id);
        } else {
            rights.left(id);
        }
    }

    private void rightsChanged(String guildId) {
        flow.rightsChanged(rights.channelsOf(guildId));
    }

    /** A guild at the begin of a session, one that is back from an outage, or one that the bot has come to. */
    private void guild(DataObject guild) {
        String id = guild.getString("id");
        long joined = joined(guild);
        boolean missed = unavailable.remove(id);
        rights.guild(guild);
        Elements.each(guild, "roles", this::role);
        for (String list : new String[] {"channels", "threads"}) {
            visible(guild, list, id, joined, missed);
        }
        flow.rightsAreKnown(rights.channelsOf(id));
    }

    /** The bot has got to see channels that have threads: these, or all that the threads are in. */
    private void threads(DataObject sync) {
        String guildId = sync.getString("guild_id");
        Set<String> parents = Elements.ids(sync, "channel_ids");
        Elements.each(sync, "threads", thread -> {
            rights.channel(thread, guildId);
            String parent = channels.learned(thread, guildId).parentId();
            if (parent != null) {
                parents.add(parent);
            }
            flow.shown(thread.getString("id"), newest(thread));
        });
        parents.forEach(parent -> flow.shown(parent, null));
        visible(sync, "threads", guildId, 0, true);
    }

    private void visible(DataObject holder, String list, String guildId, long since, boolean missed) {
        Elements.each(holder, list, channel -> {
            if (channels.learned(channel, guildId).hasMessages()) {
                flow.visible(channel.getString("id"), newest(channel), since, missed);
            }
        });
    }

    private static @Nullable String newest(DataObject channel) {
        return channel.getString("last_message_id", null);
    }

    private void role(DataObject role) {
        role.optObject("tags").ifPresent(tags -> self.role(role.getString("id"), tags.getString("bot_id", "")));
    }

    private static long joined(DataObject guild) {
        String joined = guild.getString("joined_at", "");
        try {
            return joined.isEmpty()
                    ? 0
                    : OffsetDateTime.parse(joined).toInstant().toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
