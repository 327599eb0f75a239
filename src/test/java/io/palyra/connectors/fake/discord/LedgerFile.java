package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Where a ledger goes that another process reads: JSON lines. */
public interface LedgerFile {

    LedgerFile NONE = line -> {};

    void write(JsonNode line);

    /**
     * A line of the file.
     *
     * @param repeated whether the request was answered with this message although an earlier one had posted it
     */
    record Line(String channelId, String id, String nonce, String content, boolean repeated) {}

    /** Appends, and syncs each line. */
    static LedgerFile synced(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return line -> {
            synchronized (file) {
                try {
                    file.write(ByteBuffer.wrap((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8)));
                    file.force(false);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    static List<Line> read(Path path) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String text : Files.readAllLines(path)) {
            JsonNode line = Json.parse(text);
            lines.add(new Line(
                    line.path("channel").asText(),
                    line.path("id").asText(),
                    line.path("nonce").asText(),
                    line.path("content").asText(),
                    line.path("repeated").asBoolean()));
        }
        return lines;
    }

    default void accepted(Posted posted) {
        write(Json.object()
                .put("channel", posted.channelId())
                .put("id", posted.id())
                .put("nonce", posted.nonce().orElse(""))
                .put("content", posted.content())
                .put("repeated", false));
    }

    default void repeated(String nonce, Message first) {
        write(Json.object()
                .put("channel", first.channelId())
                .put("id", first.id())
                .put("nonce", nonce)
                .put("content", first.content())
                .put("repeated", true));
    }
}
