package io.palyra.connectors.fake.http;

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

    static List<JsonNode> read(Path path) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String text : Files.readAllLines(path)) {
            lines.add(Json.parse(text));
        }
        return lines;
    }
}
