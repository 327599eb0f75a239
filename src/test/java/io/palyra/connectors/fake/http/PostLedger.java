package io.palyra.connectors.fake.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a platform accepted from the bot, in the order in which it did. It says what really was posted, whatever answer
 * the bot has seen. Thread safe.
 *
 * @param <P> a post
 */
public class PostLedger<P> {

    private final Recording<P> accepted = new Recording<>();
    private final Function<P, String> channel;
    private final Function<P, String> text;
    private final Function<P, JsonNode> line;
    private volatile LedgerFile file = LedgerFile.NONE;
    private volatile Consumer<P> listener = posted -> {};

    /**
     * @param channel the id of the channel of a post
     * @param line what a file has of a post
     */
    public PostLedger(Function<P, String> channel, Function<P, String> text, Function<P, JsonNode> line) {
        this.channel = channel;
        this.text = text;
        this.line = line;
    }

    public List<P> accepted() {
        return accepted.soFar();
    }

    public List<P> accepted(String channelId) {
        return accepted().stream()
                .filter(posted -> channel.apply(posted).equals(channelId))
                .toList();
    }

    public List<String> texts(String channelId) {
        return accepted(channelId).stream().map(text).toList();
    }

    /** Writes each line to a file from now on, synced before the bot gets its answer. */
    public void writeTo(LedgerFile nowFile) {
        file = nowFile;
    }

    /** Told of each message, on the thread that answers the bot, and before it does. */
    public void onAccepted(Consumer<P> nowListener) {
        listener = nowListener;
    }

    public void accept(P posted) {
        accepted.add(posted);
        file.write(line.apply(posted));
        listener.accept(posted);
    }

    protected void write(JsonNode more) {
        file.write(more);
    }
}
