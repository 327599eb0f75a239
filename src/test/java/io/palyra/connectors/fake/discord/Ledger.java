package io.palyra.connectors.fake.discord;

import java.util.List;
import java.util.function.Consumer;

/**
 * What the fake accepted from the bot, in the order in which it did. It says what really was posted, whatever answer
 * the bot has seen. Thread safe.
 */
public final class Ledger {

    private final Recording<Posted> accepted = new Recording<>();
    private final Recording<String> repeatedNonces = new Recording<>();
    private volatile LedgerFile file = LedgerFile.NONE;
    private volatile Consumer<Posted> listener = posted -> {};

    public List<Posted> accepted() {
        return accepted.soFar();
    }

    public List<Posted> accepted(String channelId) {
        return accepted().stream()
                .filter(posted -> posted.channelId().equals(channelId))
                .toList();
    }

    public List<String> texts(String channelId) {
        return accepted(channelId).stream().map(Posted::content).toList();
    }

    /** The nonces of the requests that were answered with a message posted before, one for each request. */
    public List<String> repeatedNonces() {
        return repeatedNonces.soFar();
    }

    /** Writes each line to a file from now on, synced before the bot gets its answer. */
    public void writeTo(LedgerFile nowFile) {
        file = nowFile;
    }

    /** Told of each message, on the thread that answers the bot, and before it does. */
    public void onAccepted(Consumer<Posted> nowListener) {
        listener = nowListener;
    }

    void accept(Posted posted) {
        accepted.add(posted);
        file.accepted(posted);
        listener.accept(posted);
    }

    void repeat(String nonce, Message first) {
        repeatedNonces.add(nonce);
        file.repeated(nonce, first);
    }
}
