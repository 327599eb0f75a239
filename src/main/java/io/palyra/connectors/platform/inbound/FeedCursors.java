package io.palyra.connectors.platform.inbound;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.protocol.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * How far the feeds were read, in the store: a stream for each, and {@code first-connect} and {@code caught-up} for all. All times
 * are the platform's. Thread safe, never blocks.
 */
public final class FeedCursors {

    /** The moment of the first connection, unix ms: a feed without a cursor begins there. */
    private static final String FIRST_CONNECT = "first-connect";

    /** A moment at which no feed lacked anything, unix ms. */
    private static final String CAUGHT_UP = "caught-up";

    /**
     * A feed without a cursor has said nothing for us until the last moment at which nothing was missing. A day before, as what
     * the platform's live connection loses is noticed late.
     */
    private static final Duration NOTICED_LATE_MAX = Duration.ofDays(1);

    /** Longer than anything is kept by default: what is not listed and silent for so long needs no cursor. */
    private static final Duration LONG_SILENCE = Duration.ofDays(90);

    private final CursorStore cursors;
    private final PlatformTime time;
    private final MessageOrder order;
    private final FeedTiming timing;
    private final String prefix;
    private final Function<String, ConversationId> conversation;
    private final Map<String, String> feeds = new LinkedHashMap<>();
    private volatile String beginning;
    private volatile long caughtUpUnixMs;
    private volatile Instant awaySince = Instant.MAX;

    /**
     * @param prefix of the stream of each feed, such as {@code channel:}; other streams of the store may begin with anything else
     * @param conversation of a feed, as its events have it
     */
    public FeedCursors(
            CursorStore cursors,
            PlatformTime time,
            MessageOrder order,
            FeedTiming timing,
            String prefix,
            Function<String, ConversationId> conversation) {
        this.cursors = cursors;
        this.time = time;
        this.order = order;
        this.timing = timing;
        this.prefix = prefix;
        this.conversation = conversation;
        this.beginning = order.at(0);
    }

    FeedTiming timing() {
        return timing;
    }

    /** @return whether the instance has never been connected */
    boolean open(Map<String, String> stored) {
        stored.forEach((stream, position) -> {
            if (stream.startsWith(prefix)) {
                feeds.put(stream.substring(prefix.length()), position);
            }
        });
        beginning = order.at(moment(stored, FIRST_CONNECT));
        caughtUpUnixMs = moment(stored, CAUGHT_UP);
        feeds.values().removeIf(position -> !isPossible(position));
        feeds.replaceAll((feed, position) -> noLaterThanNow(position));
        return !stored.containsKey(FIRST_CONNECT);
    }

    /** One that cannot have been yet was taken from a wrong clock, and is as good as now. */
    private long moment(Map<String, String> stored, String stream) {
        long moment = Long.parseLong(stored.getOrDefault(stream, "0"));
        return isPossible(order.at(moment))
                ? moment
                : time.now().map(Instant::toEpochMilli).orElse(moment);
    }

    /** One that was stored when the time was stated wrongly, say. */
    private String noLaterThanNow(String position) {
        Instant moment = order.moment(position);
        Instant now = time.noLaterThanNow(moment);
        return now.equals(moment) ? position : order.at(now.toEpochMilli());
    }

    private boolean isPossible(String id) {
        return time.isPossible(order.moment(id));
    }

    /** The stored position of each feed, when it was opened, the most urgent first; none that cannot be: it would silence its feed. */
    Map<String, String> feeds() {
        return feeds;
    }

    String beginning() {
        return beginning;
    }

    void begin(Instant now) {
        beginning = order.at(now.toEpochMilli());
        cursors.move(FIRST_CONNECT, String.valueOf(now.toEpochMilli()));
    }

    /** The message was there before the first connection. */
    void beginBehind(String messageId) {
        if (order.compare(messageId, beginning) > 0 && isPossible(messageId)) {
            begin(Instant.ofEpochMilli(order.unixMs(messageId) + 1));
        }
    }

    /** The message was heard over the first connection. */
    void beginNoLaterThan(String messageId) {
        if (order.compare(messageId, beginning) < 0) {
            begin(order.moment(messageId));
        }
    }

    /** Where a feed without a cursor begins at the earliest, as an id. */
    public String startOfOthers() {
        return order.later(beginning, order.at(caughtUpUnixMs - NOTICED_LATE_MAX.toMillis()));
    }

    void move(String feed, String position) {
        cursors.move(
                prefix + feed,
                position,
                new ReadAgain(
                        conversation.apply(feed),
                        order.unixMs(position) - timing.overlap().toMillis()));
    }

    void forget(String feed) {
        cursors.forget(prefix + feed);
    }

    /** At that time no feed lacked anything. */
    void caughtUp(Instant now) {
        caughtUpUnixMs = now.toEpochMilli();
        cursors.move(CAUGHT_UP, String.valueOf(caughtUpUnixMs));
    }

    /** Whether a feed that has said nothing since that position needs no cursor any more. */
    boolean isLongSilent(String position) {
        return order.unixMs(position) < caughtUpUnixMs - LONG_SILENCE.toMillis();
    }

    /** @param newestBefore the newest message before this session, where no better is known */
    void newSession(String newestBefore) {
        awaySince = Instant.ofEpochMilli(caughtUpUnixMs > 0 ? caughtUpUnixMs : order.unixMs(newestBefore));
    }

    /** Since when nobody may have listened before this session. */
    public Instant awaySince() {
        return awaySince;
    }
}
