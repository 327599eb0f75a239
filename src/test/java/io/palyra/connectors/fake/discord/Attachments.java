package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.Upload;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Serves the files of messages, from a URL that needs no token, as Discord's CDN does. */
final class Attachments {

    static final String PATH = "/attachments/{channel}/{id}/{file}";

    private final Snowflakes ids;
    private final Map<String, Upload> files = new ConcurrentHashMap<>();
    private volatile String base = "";

    Attachments(Snowflakes ids) {
        this.ids = ids;
    }

    void base(String url) {
        base = url;
    }

    ObjectNode store(String channelId, Upload file) {
        String id = ids.next();
        files.put(id, file);
        return json(file, id, base + "/attachments/" + channelId + "/" + id + "/" + file.fileName());
    }

    private static ObjectNode json(Upload file, String id, String url) {
        return Json.object()
                .put("id", id)
                .put("filename", file.fileName())
                .put("content_type", file.contentType())
                .put("size", file.content().length)
                .put("url", url)
                .put("proxy_url", url);
    }

    RestAnswer download(RestEndpoint.Call call) throws DiscordError {
        Upload file = files.get(call.segment("id"));
        if (file == null) {
            throw DiscordError.notFound();
        }
        return RestAnswer.bytes(200, file.contentType(), file.content());
    }
}
