package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.InboundSink;
import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.protocol.ConversationId;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from the gateway and from history to the inbox: in order within a channel, channels at once. Each new
 * session begins with what was missed since the stored cursor of each channel; what comes live waits behind that.
 *
 * <p>Called by JDA's event thread and never blocks it.
 */
final class InboundFlow implements AutoCloseable {

    /** Messages on their way to the inbox at once; each waits for its commit. */
    private static final int LIVE_THREADS = 32;

    /** Channels whose history is read at once. */
    private static final int HISTORY_THREADS = 4;

    private static final long STOP_WAIT_S = 4;

    /** How much later than a newer one of its channel Discord may show a message. */
    private static final Duration SHOWN_LATE_MAX = Duration.ofSeconds(10);

    private static final String CHANNEL = "channel:";

    /** The moment of the first connection, unix ms: a channel without a cursor begins there. */
    private static final String FIRST_CONNECT = "first-connect";

    /** What lanes work with. */
    record Parts(InboundSink sink, CursorStore cursors, InboundMapper mapper, History history, Channels channels) {}

    private final Parts parts;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final ExecutorService live;
    private final ExecutorService history;
    private final Map<String, ChannelLane> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicLong admitted = new AtomicLong();
    private final AtomicLong caughtUp = new AtomicLong();
    private final AtomicLong overflows = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private volatile String beginning = Snowflake.at(0);

    /** The newest message of any channel before this session: what was shown well before it was heard. */
    private volatile String newestBefore = Snowflake.at(0);

    private volatile boolean closed;

    InboundFlow(String name, Parts parts, ScheduledExecutorService timer, Clock clock) {
        this.parts = parts;
        this.timer = timer;
        this.clock = clock;
        live = Executors.newFixedThreadPool(LIVE_THREADS, named(name + "-inbound"));
        history = Executors.newFixedThreadPool(HISTORY_THREADS, named(name + "-history"));
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Reads the stored cursors; blocks. Called before the session opens. */
    void open() {
        Map<String, String> positions = parts.cursors().positions();
        Optional.ofNullable(positions.get(FIRST_CONNECT))
                .ifPresent(moment -> beginning = Snowflake.at(Long.parseLong(moment)));
        positions.forEach((stream, position) -> {
            if (stream.startsWith(CHANNEL)) {
                String channelId = stream.substring(CHANNEL.length());
                lanes.put(channelId, new ChannelLane(channelId, beginning, position, true, this, parts));
            }
        });
        if (!positions.containsKey(FIRST_CONNECT)) {
            sessions.set(-1);
        }
    }

    /** A session has begun that knows nothing of what was before it. */
    void sessionBegan() {
        if (sessions.incrementAndGet() == 0) {
            // The first one ever: there is nothing before it
            long now = clock.millis();
            beginning = Snowflake.at(now);
            parts.cursors().move(FIRST_CONNECT, String.valueOf(now));
        }
        newestBefore = lanes.values().stream().map(ChannelLane::position).reduce(newestBefore, Snowflake::later);
        lanes.values().forEach(ChannelLane::wake);
    }

    /**
     * A channel is there for us.
     *
     * @param lastMessageId the newest message in it, where Discord says so
     * @param since when the bot came to its guild, unix ms
     * @param missed whether messages were missed although the session is the same
     */
    void visible(String channelId, @Nullable String lastMessageId, long since, boolean missed) {
        if (sessions.get() <= 0 && !missed && !lanes.containsKey(channelId)) {
            return;
        }
        ChannelLane lane = lane(channelId, Snowflake.later(beginning, Snowflake.at(since)));
        if (lastMessageId != null && lane.hasReached(lastMessageId)) {
            lane.isUpToDate();
        } else if (missed) {
            lane.isBehind();
        }
        lane.wake();
    }

    /** A message from the gateway. */
    void live(DataObject message) {
        lane(message.getString("channel_id"), beginning).add(message);
    }

    private ChannelLane lane(String channelId, String start) {
        return lanes.computeIfAbsent(channelId, id -> new ChannelLane(id, start, start, false, this, parts));
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

    boolean isClosed() {
        return closed;
    }

    void run(Runnable work, boolean readsHistory) {
        if (!closed) {
            (readsHistory ? history : live).execute(work);
        }
    }

    void runLater(Runnable work, long waitMs) {
        if (!closed) {
            timer.schedule(work, waitMs, TimeUnit.MILLISECONDS);
        }
    }

    void moved(String channelId, String position) {
        parts.cursors()
                .move(
                        CHANNEL + channelId,
                        position,
                        new ReadAgain(
                                new ConversationId(Target.channel(channelId)),
                                Snowflake.unixMs(position) - ChannelLane.OVERLAP.toMillis()));
    }

    /** A message came so late that it may have been admitted and forgotten. */
    void leftOutAsLate() {
        late.incrementAndGet();
    }

    void counted(boolean fromHistory) {
        (fromHistory ? caughtUp : admitted).incrementAndGet();
    }

    /** A lane had too much to keep. */
    void overflowed() {
        overflows.incrementAndGet();
    }

    /** For operators. */
    Map<String, Object> view() {
        return Map.of(
                "channels",
                lanes.size(),
                "channels_waiting",
                lanes.values().stream().filter(ChannelLane::isWaiting).count(),
                "messages_live",
                admitted.get(),
                "messages_from_history",
                caughtUp.get(),
                "overflows",
                overflows.get(),
                "messages_too_late",
                late.get());
    }

    /** Waits a moment for what is on its way to the inbox; the rest is read from history by the next session. */
    @Override
    public void close() {
        closed = true;
        live.shutdown();
        history.shutdownNow();
        try {
            if (!live.awaitTermination(STOP_WAIT_S, TimeUnit.SECONDS)) {
                live.shutdownNow();
            }
        } catch (InterruptedException e) {
            live.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
