package io.palyra.connectors.fake.discord;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Discord's protection against double sends. "If true and nonce is present, it will be checked for uniqueness in the
 * past few minutes. If another message was created by the same author with the same nonce, that message will be
 * returned and no new message will be created." Discord does not say how many minutes.
 */
final class NonceCache {

    private record Key(String channelId, String authorId, String nonce) {}

    private record Use(Message message, Instant at) {}

    private final Clock clock;
    private final Map<Key, Use> uses = new ConcurrentHashMap<>();
    private volatile Duration window;
    private volatile boolean shown = true;

    NonceCache(Clock clock, Duration window) {
        this.clock = clock;
        this.window = window;
    }

    void window(Duration nowWindow) {
        window = nowWindow;
    }

    /** Whether messages that are posted from now on show their nonce. */
    void show(boolean nowShown) {
        shown = nowShown;
    }

    boolean areShown() {
        return shown;
    }

    Optional<Message> find(String channelId, User author, String nonce) {
        return Optional.ofNullable(uses.get(new Key(channelId, author.id(), nonce)))
                .filter(use -> clock.instant().isBefore(use.at.plus(window)))
                .map(Use::message);
    }

    void remember(String nonce, Message message) {
        uses.put(new Key(message.channelId(), message.author().id(), nonce), new Use(message, clock.instant()));
    }
}
