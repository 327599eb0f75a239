package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.http.RateLimitWindows;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When the next message may go, so that Telegram need not refuse it: about one a second in a chat, twenty a minute in a group or
 * channel, thirty a second in all. Telegram announces none of it, and says so itself that it is not exact. A chat that has to wait
 * for all the others is given a place of its own and keeps it: who asks again at that time may send. One for each bot; thread safe,
 * never blocks.
 *
 * @see <a href="https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this">Telegram: limits</a>
 */
final class Pacing {

    /** The times are a little longer than Telegram's: what leaves here later than another may arrive at the same time. */
    static final Duration BETWEEN = Duration.ofMillis(1_050);

    static final Duration MINUTE = Duration.ofSeconds(61);
    static final Duration SECOND = Duration.ofMillis(1_100);

    static final int PER_MINUTE = 20;
    static final int PER_SECOND = 30;

    /** Who comes later than that has to wait for another place: else all that were held up at once would go at once. */
    static final Duration KEPT = Duration.ofMillis(500);

    /** Whose clock has whole milliseconds comes a little too early. */
    static final long EARLY_MS = 5;

    private static final int LOOK_AT = 1_000;
    static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final boolean isOn;
    private final RateLimitWindows windows;
    private final Clock clock;
    private final Map<String, ChatPace> chats = new HashMap<>();

    /** When the last messages of all went, or will go; those that are to go stand in order. */
    private final long[] places = new long[PER_SECOND];

    private int next;
    private int lookAt = LOOK_AT;
    private long heldBack;

    /**
     * @param isOn else only what Telegram has said is waited for
     * @param windows what it has said
     * @param clock one that the machine's clock does not move
     */
    Pacing(boolean isOn, RateLimitWindows windows, Clock clock) {
        this.isOn = isOn;
        this.windows = windows;
        this.clock = clock;
        Arrays.fill(places, LONG_AGO);
    }

    /**
     * How long the next message of a chat has to wait; zero where it may go now, and is expected to.
     *
     * @param chat as it stands in requests
     */
    synchronized Duration wait(String chat) {
        Duration stated = windows.wait(TelegramApi.bucketOfChat(chat));
        if (!isOn || !stated.isZero()) {
            return stated;
        }
        long now = clock.millis();
        long waitMs = place(chat(chat, now), now) - now;
        if (waitMs <= EARLY_MS) {
            return Duration.ZERO;
        }
        heldBack++;
        return Duration.ofMillis(waitMs);
    }

    /**
     * Whether what could as well be left out takes no message's turn: neither that of the chat, nor that of others, who have taken
     * less than half of this second's places.
     */
    synchronized boolean isCalm(String chat) {
        long halfAgo = places[(next + PER_SECOND / 2) % PER_SECOND];
        return windows.wait(TelegramApi.bucketOfChat(chat)).isZero() && halfAgo + SECOND.toMillis() <= clock.millis();
    }

    private long place(ChatPace chat, long now) {
        long free = chat.freeAt();
        if (chat.hasPlace(now)) {
            return Math.max(chat.place(), free);
        }
        if (free - EARLY_MS > now) {
            // Others go meanwhile: it is given no place among them before it can be used
            return free;
        }
        chat.place(take(now));
        return chat.place();
    }

    private long take(long now) {
        long place = Math.max(now, places[next] + SECOND.toMillis());
        places[next] = place;
        next = (next + 1) % PER_SECOND;
        return place;
    }

    /**
     * Messages are about to go, whoever sends them.
     *
     * @param messages that Telegram counts
     */
    synchronized void goes(String name, int messages) {
        if (!isOn) {
            return;
        }
        long now = clock.millis();
        ChatPace chat = chat(name, now);
        for (int i = chat.takesPlace(now) ? 1 : 0; i < messages; i++) {
            take(now);
        }
        chat.went(now, messages);
    }

    /** The same messages have gone: Telegram has counted them by now. */
    synchronized void gone(String name, int messages) {
        if (isOn) {
            long now = clock.millis();
            chat(name, now).arrived(now, messages);
        }
    }

    private ChatPace chat(String name, long now) {
        if (chats.size() >= lookAt) {
            chats.values().removeIf(chat -> chat.isIdle(now));
            lookAt = Math.max(LOOK_AT, 2 * chats.size());
        }
        return chats.computeIfAbsent(name, chat -> new ChatPace(isGroup(chat)));
    }

    /** Only groups and channels have names. */
    private static boolean isGroup(String chat) {
        return chat.startsWith("-") || chat.startsWith("@");
    }

    /** How many are remembered. */
    synchronized int chats() {
        return chats.size();
    }

    /** For operators. */
    synchronized Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("pacing", isOn ? "on" : "off");
        view.put("held_back", heldBack);
        int last = (next + PER_SECOND - 1) % PER_SECOND;
        view.put("next_place_in_ms", Math.max(0, places[last] - clock.millis()));
        return view;
    }
}
