package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Uploads in three steps, and what is known of a file. */
final class FileCalls {

    private static final Map<String, String> TYPES = Map.of(
            "png", "image/png", "jpg", "image/jpeg", "gif", "image/gif", "txt", "text/plain", "pdf", "application/pdf");

    private final App app;
    private final Directory directory;
    private final Access access;
    private final Timeline timeline;
    private final Files files;

    FileCalls(App app, Directory directory, Access access, Timeline timeline, Files files) {
        this.app = app;
        this.directory = directory;
        this.access = access;
        this.timeline = timeline;
        this.files = files;
    }

    Map<String, Call.Handler> methods() {
        return Map.of(
                "files.getUploadURLExternal", this::uploadUrl,
                "files.completeUploadExternal", this::complete,
                "files.info", this::info);
    }

    private ObjectNode uploadUrl(Call call) throws SlackError {
        app.require("files:write");
        String name = call.required("filename");
        if (call.number("length", 0) <= 0) {
            throw new SlackError("invalid_arguments");
        }
        String id = directory.id("F");
        String type = TYPES.getOrDefault(name.replaceFirst(".*\\.", ""), "application/octet-stream");
        files.put(new Files.Stored(id, call.team().id(), name, name, type, call.number("length", 0)));
        return Json.object().put("upload_url", files.uploadUrl(id)).put("file_id", id);
    }

    /** With a channel, the file is a message there that has no metadata, and that the answer does not name. */
    private ObjectNode complete(Call call) throws SlackError {
        app.require("files:write");
        List<Files.Stored> completed = new ArrayList<>();
        for (JsonNode wanted : call.json("files", "invalid_arguments")) {
            completed.add(files.uploaded(call.team(), wanted.path("id").asText())
                    .titled(wanted.path("title").asText()));
        }
        if (completed.isEmpty()) {
            throw new SlackError("invalid_arguments");
        }
        User bot = directory.bot(call.team().id());
        ArrayNode shown = Json.array(
                completed.stream().map(file -> files.json(file, bot.id())).toList());
        Channel channel = call.has("channel_id") ? access.toShare(call) : null;
        completed.forEach(files::put);
        if (channel != null) {
            ObjectNode json = Json.object()
                    .put("subtype", "file_share")
                    .put("text", call.text("initial_comment"))
                    .put("user", bot.id())
                    .put("bot_id", bot.botId());
            json.set("files", shown.deepCopy());
            if (call.has("thread_ts")) {
                json.put("thread_ts", call.text("thread_ts"));
            }
            timeline.add(channel, json);
        }
        return Json.object().set("files", shown);
    }

    private ObjectNode info(Call call) throws SlackError {
        app.require("files:read");
        Files.Stored file = files.find(call.required("file"))
                .filter(it -> it.teamId().equals(call.team().id()) && it.completed())
                .orElseThrow(() -> new SlackError("file_not_found"));
        return Json.object()
                .set("file", files.json(file, directory.bot(file.teamId()).id()));
    }
}
