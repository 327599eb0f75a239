package io.palyra.connectors.fake.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
        return file.json(id, base + "/attachments/" + channelId + "/" + id + "/" + file.fileName());
    }

    RestAnswer download(RestEndpoint.Call call) throws DiscordError {
        Upload file = files.get(call.segment("id"));
        if (file == null) {
            throw DiscordError.notFound();
        }
        return RestAnswer.bytes(200, file.contentType(), file.content());
    }
}
