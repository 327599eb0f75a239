package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.CursorStore;
import io.palyra.connectors.adapter.ReadAgain;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.protocol.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How far the channels were read, in the store. All times are Discord's. Thread safe; blocks only in {@link #open}. */
final class Positions {

    private static final String CHANNEL = "channel:";

    /** What the bot did not see, or has got to see: what there is of a channel without a position. */
    private static final String BEGINNING = "beginning:";

    private static final String HIDDEN = "hidden";

    /** The moment of the first connection, unix ms: a channel without a cursor begins there. */
    private static final String FIRST_CONNECT = "first-connect";

    /** A moment at which no channel lacked anything, unix ms. */
    private static final String CAUGHT_UP = "caught-up";

    /**
     * A channel without a cursor has said nothing for us until the last moment at which nothing was missing. A day before,
     * as what the gateway loses is noticed late.
     */
    private static final Duration NOTICED_LATE_MAX = Duration.ofDays(1);

    /** Longer than anything is kept by default: an archived thread that is silent for so long needs no cursor. */
    private static final Duration LONG_SILENCE = Duration.ofDays(90);

    private final CursorStore cursors;
    private final PlatformTime time;
    private final Map<String, String> channels = new HashMap<>();
    private final Map<String, String> beginnings = new HashMap<>();
    private volatile String beginning = Snowflake.at(0);
    private volatile long caughtUpUnixMs;
    private volatile Instant awaySince = Instant.MAX;

    Positions(CursorStore cursors, PlatformTime time) {
        this.cursors = cursors;
        this.time = time;
    }

    /** Reads the store. @return whether the instance has never been connected */
    boolean open() {
        Map<String, String> stored = cursors.positions();
        stored.forEach((stream, position) -> {
            if (stream.startsWith(CHANNEL)) {
                channels.put(stream.substring(CHANNEL.length()), position);
            } else if (stream.startsWith(BEGINNING)) {
                beginnings.put(stream.substring(BEGINNING.length()), position);
            }
        });
        beginning = Snowflake.at(moment(stored, FIRST_CONNECT));
        caughtUpUnixMs = moment(stored, CAUGHT_UP);
        channels.values().removeIf(position -> !time.isPossible(Snowflake.moment(position)));
        return !stored.containsKey(FIRST_CONNECT);
    }

    /** One that cannot have been yet was taken from a wrong clock, and is as good as now. */
    private long moment(Map<String, String> stored, String stream) {
        long moment = Long.parseLong(stored.getOrDefault(stream, "0"));
        return time.isPossible(Snowflake.moment(Snowflake.at(moment)))
                ? moment
                : time.now().map(Instant::toEpochMilli).orElse(moment);
    }

    /** Channels that the bot did not see, when it was opened. */
    Set<String> hidden() {
        return beginnings.entrySet().stream()
                .filter(stored -> stored.getValue().equals(HIDDEN))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** When the bot got to see channels, as the lowest id of that time, when it was opened. */
    Map<String, String> shown() {
        return beginnings.entrySet().stream()
                .filter(stored -> Snowflake.isOne(stored.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void hide(String channelId) {
        cursors.move(BEGINNING + channelId, HIDDEN);
    }

    void show(String channelId, String moment) {
        cursors.move(BEGINNING + channelId, moment);
    }

    void forgetShown(String channelId) {
        cursors.forget(BEGINNING + channelId);
    }

    /** The stored position of each channel, when it was opened; none that cannot be: it would silence its channel. */
    Map<String, String> channels() {
        return channels;
    }

    String beginning() {
        return beginning;
    }

    void begin(Instant now) {
        beginning = Snowflake.at(now.toEpochMilli());
        cursors.move(FIRST_CONNECT, String.valueOf(now.toEpochMilli()));
    }

    /** The message was there before the first connection. */
    void beginBehind(String messageId) {
        if (Snowflake.compare(messageId, beginning) > 0 && time.isPossible(Snowflake.moment(messageId))) {
            begin(Instant.ofEpochMilli(Snowflake.unixMs(messageId) + 1));
        }
    }

    /** The message was heard over the first connection. */
    void beginNoLaterThan(String messageId) {
        if (Snowflake.compare(messageId, beginning) < 0) {
            begin(Instant.ofEpochMilli(Snowflake.unixMs(messageId)));
        }
    }

    /** Where a channel without a cursor begins. */
    String startOfOthers() {
        return Snowflake.later(beginning, Snowflake.at(caughtUpUnixMs - NOTICED_LATE_MAX.toMillis()));
    }

    void move(String channelId, String position) {
        cursors.move(
                CHANNEL + channelId,
                position,
                new ReadAgain(
                        new ConversationId(Target.channel(channelId)),
                        Snowflake.unixMs(position) - LanePosition.OVERLAP.toMillis()));
    }

    void forget(String channelId) {
        cursors.forget(CHANNEL + channelId);
    }

    /** At that time no channel lacked anything. */
    void caughtUp(Instant now) {
        caughtUpUnixMs = now.toEpochMilli();
        cursors.move(CAUGHT_UP, String.valueOf(caughtUpUnixMs));
    }

    /** Whether a channel that has said nothing since that position needs no cursor any more. */
    boolean isLongSilent(String position) {
        return Snowflake.unixMs(position) < caughtUpUnixMs - LONG_SILENCE.toMillis();
    }

    /** @param newestBefore the newest message before this session, where no better is known */
    void newSession(String newestBefore) {
        awaySince = Instant.ofEpochMilli(caughtUpUnixMs > 0 ? caughtUpUnixMs : Snowflake.unixMs(newestBefore));
    }

    /** Since when nobody may have listened before this session. */
    Instant awaySince() {
        return awaySince;
    }
}
