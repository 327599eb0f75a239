package io.palyra.connectors.fake.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.http.Upload;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of all messages, by the ids that this bot knows them by. Thread safe. */
final class Files {

    /** What the bot may fetch at most. */
    static final long DOWNLOAD_BYTES_MAX = 20L << 20;

    private static final Pattern PATH = Pattern.compile("/file/bot([^/]+)/(.+)");

    /** @param bytes need not be the length of the content: a large one need not be there */
    record Stored(String id, String kind, Upload upload, long bytes) {

        String path() {
            return kind + "s/" + id.toLowerCase(Locale.ROOT);
        }

        /** What every kind shows. */
        ObjectNode json() {
            return Json.object()
                    .put("file_id", id)
                    .put("file_unique_id", "unique" + id.substring(id.length() - 8))
                    .put("file_size", bytes);
        }
    }

    private final AtomicInteger number = new AtomicInteger();
    private final Map<String, Stored> files = new ConcurrentHashMap<>();

    /** @param kind {@code photo}, {@code document}, {@code voice}, {@code video}, {@code audio} */
    Stored add(String kind, Upload upload, long bytes) {
        String id = (kind.equals("photo") ? "AgACAgIAAxkBAAIB" : "BQACAgIAAxkBAAIB")
                + String.format("%032d", number.incrementAndGet());
        Stored stored = new Stored(id, kind, upload, bytes);
        files.put(id, stored);
        return stored;
    }

    Optional<Stored> find(String id) {
        return Optional.ofNullable(files.get(id));
    }

    /** As a message shows it, below the name of its kind. */
    static JsonNode shown(Stored file) {
        ObjectNode json = file.json();
        switch (file.kind()) {
            case "photo" -> {
                ObjectNode small = json.deepCopy()
                        .put("file_id", "small-" + file.id())
                        .put("width", 90)
                        .put("height", 60);
                return Json.array().add(small).add(json.put("width", 900).put("height", 600));
            }
            case "voice" ->
                json.put("duration", 3).put("mime_type", file.upload().contentType());
            default ->
                json.put("file_name", file.upload().fileName())
                        .put("mime_type", file.upload().contentType());
        }
        return json;
    }

    JsonNode getFile(Call call) throws TelegramError {
        Stored file = find(call.text("file_id")).orElseThrow(() -> TelegramError.badRequest("invalid file_id"));
        if (file.bytes() > DOWNLOAD_BYTES_MAX) {
            throw TelegramError.badRequest("file is too big");
        }
        return file.json().put("file_path", file.path());
    }

    static boolean isDownload(RestRequest request) {
        return PATH.matcher(request.path()).matches();
    }

    RestAnswer download(RestRequest request, Bot bot) {
        Matcher path = PATH.matcher(request.path());
        try {
            bot.check(path.matches() ? RestRequest.decode(path.group(1)) : "");
            Stored file = files.values().stream()
                    .filter(it -> it.path().equals(path.group(2)))
                    .findFirst()
                    .orElseThrow(TelegramError::notFound);
            return RestAnswer.bytes(
                    200, "application/octet-stream", file.upload().content());
        } catch (TelegramError e) {
            return e.answer();
        }
    }
}
