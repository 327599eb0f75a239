package io.palyra.connectors.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.inbound.FeedCursors;
import io.palyra.connectors.platform.inbound.Feeds;
import io.palyra.connectors.platform.inbound.HistoryRequests;
import io.palyra.connectors.platform.inbound.LeftOut;
import io.palyra.connectors.protocol.ConversationId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway says, for the feeds: which channels are there and may be seen, and what is said in them.
 *
 * <p>Called by JDA's event thread and never blocks it.
 */
final class InboundFlow implements AutoCloseable {

    /**
     * What messages are taken to the inbox with.
     *
     * @param requests those that {@code reader} makes
     */
    record Parts(
            InboundSink sink,
            CursorStore cursors,
            InboundMapper mapper,
            HistoryReader reader,
            HistoryRequests requests,
            Channels channels,
            GuildRights rights,
            PlatformTime time) {}

    private final Parts parts;
    private final FeedCursors positions;
    private final Beginnings beginnings;
    private final Feeds<DataObject> feeds;
    private final ThreadSearch search;

    /** @param connected whether what is said now is heard */
    InboundFlow(String name, Parts parts, BooleanSupplier connected, ScheduledExecutorService timer) {
        this.parts = parts;
        positions = new FeedCursors(
                parts.cursors(),
                parts.time(),
                Snowflake.ORDER,
                "channel:",
                channelId -> new ConversationId(Target.channel(channelId)));
        beginnings = new Beginnings(parts.cursors(), positions, parts.channels(), parts.rights(), parts.time());
        feeds = new Feeds<>(
                name,
                new Feeds.Parts<>(
                        parts.sink(),
                        positions,
                        Snowflake.ORDER,
                        new ChannelMessages(parts.mapper(), parts.channels()),
                        new ChannelHistory(parts.reader(), parts.rights(), beginnings),
                        parts.requests(),
                        parts.time()),
                connected,
                this::allNamed,
                timer);
        search = new ThreadSearch(this, feeds, positions, parts);
    }

    /**
     * Called before the session opens.
     *
     * @param stored the cursors of the store
     */
    void open(Map<String, String> stored) {
        feeds.open(stored);
        beginnings.open(stored);
    }

    /** A session has begun that knows nothing of what was before it. */
    void sessionBegan() {
        feeds.sessionBegan();
    }

    /** The gateway has named all guilds and channels of this session. */
    void guildsAreThere() {
        feeds.named();
    }

    private void allNamed() {
        beginnings.forgetUnlisted();
        search.begin();
    }

    /**
     * A channel is there for us.
     *
     * @param told the newest message in it, as Discord names it; null: nothing was ever said, or it is not known, as with
     *     channels that are just being made
     * @param since when the bot came to its guild, unix ms
     * @param missed whether messages were missed although the session is the same
     */
    void visible(String channelId, @Nullable String told, long since, boolean missed) {
        String newest = feeds.possible(told);
        noteRights(channelId, newest);
        feeds.visible(channelId, newest, isNew(channelId), since, missed);
    }

    /** It was made within what may have been missed. */
    private boolean isNew(String channelId) {
        return Snowflake.isOne(channelId) && Snowflake.compare(channelId, beginnings.of(channelId)) > 0;
    }

    /**
     * The bot has just got to see a channel or a thread. One that has a position is read from there, as nothing else would
     * tell what was missed; any other begins now.
     */
    void shown(String channelId, @Nullable String told) {
        beginnings.shown(channelId, feeds.possible(told));
    }

    private void noteRights(String channelId, @Nullable String newestId) {
        if (parts.rights().of(channelId) == GuildRights.Reading.HIDDEN) {
            beginnings.hidden(channelId);
        } else {
            beginnings.mayBeSeen(channelId, newestId);
        }
    }

    /** What the bot may see of these channels may have changed: those that were refused are asked again. */
    void rightsChanged(Collection<String> channelIds) {
        channelIds.forEach(parts.reader()::askAgain);
        rightsAreKnown(channelIds);
    }

    /** The gateway has told what the bot may see of these channels. */
    void rightsAreKnown(Collection<String> channelIds) {
        for (String channelId : channelIds) {
            noteRights(channelId, null);
            feeds.mayReadNow(channelId);
        }
    }

    /** The channel will never say anything again. */
    void gone(String channelId) {
        feeds.gone(channelId);
    }

    /** A message from the gateway. */
    void live(DataObject message) {
        JsonNode tree = MessageTree.of(message);
        String channelId = MessageTree.text(tree, "channel_id");
        if (Snowflake.isOne(MessageTree.text(tree, "id")) && Snowflake.isOne(channelId)) {
            feeds.live(channelId, message);
        } else {
            parts.sink().reject(null, "the gateway has given a message without the id of itself or of its channel");
            feeds.leftOut().add(LeftOut.Kind.UNREADABLE);
        }
    }

    /** For operators. */
    Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("channels", feeds.size());
        view.put("channels_waiting", feeds.waiting());
        view.put("channels_hidden", parts.rights().hidden());
        view.putAll(parts.reader().view());
        view.putAll(feeds.view());
        return view;
    }

    /** Waits a moment for what is on its way to the inbox; the rest is read from history by the next session. */
    @Override
    public void close() {
        feeds.close();
    }
}
