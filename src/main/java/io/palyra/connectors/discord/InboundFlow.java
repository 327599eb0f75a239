package io.palyra.connectors.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.platform.http.PlatformTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from the gateway and from history to the inbox: in order within a channel, channels at once. Each new
 * session begins with what was missed since the stored cursor of each channel; what comes live waits behind that.
 *
 * <p>Called by JDA's event thread and never blocks it.
 */
final class InboundFlow implements AutoCloseable {

    /** How much later than a newer one of its channel Discord may show a message. */
    private static final Duration SHOWN_LATE_MAX = Duration.ofSeconds(10);

    /** The gateway has named its guilds by then; what it has not named is read then. */
    private static final long GUILDS_WAIT_MS = 30_000;

    private static final long CAUGHT_UP_INTERVAL_MS = 60_000;

    /** What lanes work with. */
    record Parts(
            InboundSink sink,
            Positions positions,
            InboundMapper mapper,
            HistoryReader reader,
            Channels channels,
            GuildRights rights,
            PlatformTime time) {}

    private final Parts parts;
    private final BooleanSupplier connected;
    private final InboundThreads threads;
    private final InboundCounts counts = new InboundCounts();
    private final Beginnings beginnings;
    private final ThreadSearch search;
    private final Map<String, ChannelLane> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger complete = new AtomicInteger(-1);

    /** The newest message of any channel before this session: what was shown well before it was heard. */
    private volatile String newestBefore = Snowflake.at(0);

    /** @param connected whether what is said now is heard */
    InboundFlow(String name, Parts parts, BooleanSupplier connected, ScheduledExecutorService timer) {
        this.parts = parts;
        this.connected = connected;
        threads = new InboundThreads(name, timer);
        beginnings = new Beginnings(parts.positions(), parts.channels(), parts.rights(), parts.time());
        search = new ThreadSearch(this, parts);
    }

    /** Reads the stored cursors; blocks. Called before the session opens. */
    void open() {
        boolean first = parts.positions().open();
        beginnings.open();
        parts.positions()
                .channels()
                .forEach((id, position) -> lanes.put(
                        id, new ChannelLane(id, LanePosition.stored(id, position, parts.positions()), this, parts)));
        if (first) {
            sessions.set(-1);
        }
        threads.runLater(this::noteCaughtUp, CAUGHT_UP_INTERVAL_MS);
    }

    /** A session has begun that knows nothing of what was before it. */
    void sessionBegan() {
        int session = sessions.incrementAndGet();
        if (session == 0) {
            // The first one ever: there is nothing before it
            parts.positions().begin(parts.time().now().orElse(Instant.EPOCH));
        }
        newestBefore = lanes.values().stream().map(ChannelLane::position).reduce(newestBefore, Snowflake::later);
        parts.positions().newSession(newestBefore);
        threads.runLater(() -> guildsAreThere(session), GUILDS_WAIT_MS);
    }

    /** The gateway has named all guilds and channels of this session. */
    void guildsAreThere() {
        guildsAreThere(sessions.get());
    }

    /** Channels that nobody has named are read last: those that are known to be behind wait for nothing. */
    private void guildsAreThere(int session) {
        if (session == sessions.get() && complete.getAndSet(session) != session && session > 0) {
            lanes.values().forEach(ChannelLane::wake);
            beginnings.forgetUnlisted();
            search.begin();
        }
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
        String lastMessageId = told != null && isPosition(told) ? told : null;
        if (lastMessageId != null) {
            parts.time().seen(Snowflake.moment(lastMessageId));
            if (sessions.get() <= 0 && complete.get() < 0 && !missed) {
                // Discord's clock says it to the second only
                parts.positions().beginBehind(lastMessageId);
            }
        }
        noteRights(channelId, lastMessageId);
        boolean fresh = !lanes.containsKey(channelId);
        if (fresh
                && ((lastMessageId == null && !isNew(channelId))
                        || !parts.reader().mayRead(channelId)
                        || (sessions.get() <= 0 && !missed))) {
            return;
        }
        ChannelLane lane = lane(channelId, Snowflake.at(since));
        lane.startsNoEarlierThan(Snowflake.at(since));
        lane.newest(lastMessageId);
        if (lastMessageId != null && lane.hasReached(lastMessageId)) {
            lane.isUpToDate();
        } else if (missed) {
            lane.isBehind();
        }
        lane.wake();
    }

    /** It was made within what may have been missed. */
    private boolean isNew(String channelId) {
        return Snowflake.isOne(channelId) && Snowflake.compare(channelId, beginnings.of(channelId)) > 0;
    }

    /** What is no id says as little as none, and so does one that cannot be yet. */
    private boolean isPosition(String messageId) {
        if (Snowflake.isOne(messageId) && !parts.time().isPossible(Snowflake.moment(messageId))) {
            counts.impossibleId();
            return false;
        }
        return Snowflake.isOne(messageId);
    }

    /**
     * The bot has just got to see a channel or a thread. One that has a position is read from there, as nothing else would
     * tell what was missed; any other begins now.
     */
    void shown(String channelId, @Nullable String told) {
        beginnings.shown(channelId, told != null && isPosition(told) ? told : null);
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
            ChannelLane lane = lanes.get(channelId);
            if (lane != null) {
                lane.mayReadNow();
            }
        }
    }

    /** The channel will never say anything again. */
    void gone(String channelId) {
        beginnings.forget(channelId);
        parts.reader().forget(channelId);
        ChannelLane lane = lanes.remove(channelId);
        if (lane != null) {
            lane.retire();
            parts.positions().forget(channelId);
        }
    }

    /** A message from the gateway. */
    void live(DataObject message) {
        JsonNode tree = MessageTree.of(message);
        String id = MessageTree.text(tree, "id");
        String channelId = MessageTree.text(tree, "channel_id");
        if (Snowflake.isOne(id) && Snowflake.isOne(channelId)) {
            parts.time().seen(Snowflake.moment(id));
            if (sessions.get() <= 0
                    && parts.time().isPossible(Snowflake.moment(id))
                    && parts.time().isRecent(Snowflake.moment(id))) {
                // Nothing is said before the beginning: a proxy in between has stated a time that is ahead
                parts.positions().beginNoLaterThan(id);
            }
            lane(channelId, Snowflake.at(0)).add(message);
        } else {
            parts.sink().reject(null, "the gateway has given a message without the id of itself or of its channel");
            counts.leftOut().add(LeftOut.Kind.UNREADABLE);
        }
    }

    private ChannelLane lane(String channelId, String since) {
        return lanes.computeIfAbsent(channelId, id -> {
            String start = Snowflake.later(beginnings.of(id), since);
            return new ChannelLane(id, LanePosition.none(id, start, parts.positions()), this, parts);
        });
    }

    /** Where nothing is missing, that is stored: how long the next session's absence was, and what is left of old cursors. */
    private void noteCaughtUp() {
        noteIfCaughtUp();
        threads.runLater(this::noteCaughtUp, CAUGHT_UP_INTERVAL_MS);
    }

    private void noteIfCaughtUp() {
        if (connected.getAsBoolean()
                && sessions.get() >= 0
                && lanes.values().stream().noneMatch(ChannelLane::lacks)) {
            parts.time().now().ifPresent(parts.positions()::caughtUp);
        }
    }

    // For the lanes

    /** The session that lanes have to have caught up with; 0 or below where nothing was before it. */
    int session() {
        return sessions.get();
    }

    /**
     * From where on a channel with this position may lack a message: Discord may have been about to show one that is a
     * little older when the session before this one ended. Where that session went on for long enough, the position.
     */
    String mayLack(String position) {
        long reached = Snowflake.unixMs(position);
        return Snowflake.unixMs(newestBefore) - reached > SHOWN_LATE_MAX.toMillis()
                ? position
                : Snowflake.at(reached - SHOWN_LATE_MAX.toMillis());
    }

    InboundThreads threads() {
        return threads;
    }

    InboundCounts counts() {
        return counts;
    }

    Beginnings beginnings() {
        return beginnings;
    }

    /** For operators. */
    Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("channels", lanes.size());
        view.put(
                "channels_waiting",
                lanes.values().stream().filter(ChannelLane::isWaiting).count());
        view.put("channels_hidden", parts.rights().hidden());
        view.putAll(parts.reader().view());
        view.putAll(counts.view());
        return view;
    }

    /** Waits a moment for what is on its way to the inbox; the rest is read from history by the next session. */
    @Override
    public void close() {
        threads.close();
        noteIfCaughtUp();
    }
}
