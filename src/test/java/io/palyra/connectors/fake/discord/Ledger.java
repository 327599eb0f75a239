package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.LedgerFile;
import io.palyra.connectors.fake.http.Recording;
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
        file.write(line(posted.channelId(), posted.id(), posted.nonce().orElse(""), posted.content(), false));
        listener.accept(posted);
    }

    void repeat(String nonce, Message first) {
        repeatedNonces.add(nonce);
        file.write(line(first.channelId(), first.id(), nonce, first.content(), true));
    }

    /** @param repeated whether the request was answered with this message although an earlier one had posted it */
    static JsonNode line(String channelId, String id, String nonce, String content, boolean repeated) {
        return Json.object()
                .put("channel", channelId)
                .put("id", id)
                .put("nonce", nonce)
                .put("content", content)
                .put("repeated", repeated);
    }
}
