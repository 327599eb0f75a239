package io.palyra.connectors.fake.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palyra.connectors.fake.http.Json;
import io.palyra.connectors.fake.http.Multipart;
import io.palyra.connectors.fake.http.RestAnswer;
import io.palyra.connectors.fake.http.RestRequest;
import io.palyra.connectors.fake.http.Upload;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What has been uploaded: where the bytes go and come from. Thread safe. */
final class Files {

    static final String UPLOAD = "/upload/{id}";
    static final String DOWNLOAD = "/files/{id}/{name}";

    /**
     * A file.
     *
     * @param length that was announced
     * @param content null until the bytes have come
     * @param completed whether messages can share it
     */
    @SuppressWarnings("ArrayRecordComponent") // Files are not compared
    record Stored(
            String id,
            String teamId,
            String name,
            String title,
            String contentType,
            int length,
            byte @Nullable [] content,
            boolean completed) {

        Stored(String id, String teamId, String name, String title, String contentType, int length) {
            this(id, teamId, name, title, contentType, length, null, false);
        }

        Stored with(byte[] nowContent) {
            return new Stored(id, teamId, name, title, contentType, length, nowContent, completed);
        }

        /** Completed; an empty title leaves the name. */
        Stored titled(String nowTitle) {
            return new Stored(
                    id, teamId, name, nowTitle.isEmpty() ? name : nowTitle, contentType, length, content, true);
        }
    }

    private final Directory directory;
    private final Clock clock;
    private final Map<String, Stored> files = new ConcurrentHashMap<>();
    private volatile String base = "";

    Files(Directory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    void base(String url) {
        base = url;
    }

    Optional<Stored> find(String id) {
        return Optional.ofNullable(files.get(id));
    }

    /** One whose bytes have come, all of them. */
    Stored uploaded(Team team, String id) throws SlackError {
        return find(id).filter(file -> file.teamId().equals(team.id())
                        && file.content() != null
                        && file.content().length == file.length())
                .orElseThrow(() -> new SlackError("file_not_found"));
    }

    void put(Stored file) {
        files.put(file.id(), file);
    }

    String uploadUrl(String id) {
        return base + "/upload/" + id;
    }

    /** A file that a person brings. */
    Stored add(Team team, Upload upload) {
        Stored file = new Stored(
                        directory.id("F"),
                        team.id(),
                        upload.fileName(),
                        upload.fileName(),
                        upload.contentType(),
                        upload.content().length)
                .with(upload.content())
                .titled("");
        put(file);
        return file;
    }

    String permalink(Stored file) {
        String domain = directory.team(file.teamId()).map(Team::domain).orElse("");
        return "https://" + domain + ".slack.com/files/"
                + directory.bot(file.teamId()).id() + "/" + file.id() + "/"
                + URLEncoder.encode(file.name(), StandardCharsets.UTF_8);
    }

    ObjectNode json(Stored file, String userId) {
        String url = base + "/files/" + file.teamId() + "-" + file.id() + "/"
                + URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return Json.object()
                .put("id", file.id())
                .put("created", clock.instant().getEpochSecond())
                .put("timestamp", clock.instant().getEpochSecond())
                .put("name", file.name())
                .put("title", file.title())
                .put("mimetype", file.contentType())
                .put("filetype", file.name().replaceFirst(".*\\.", ""))
                .put("user", userId)
                .put("size", file.length())
                .put("mode", "hosted")
                .put("is_external", false)
                .put("is_public", true)
                .put("url_private", url)
                .put("url_private_download", url)
                .put("permalink", permalink(file));
    }

    /**
     * The bot's own link to a file shares it, if media are unfurled.
     *
     * @return the names of the files that the message shows
     */
    List<String> share(String teamId, ObjectNode message, boolean unfurlsMedia) {
        List<Stored> shared = files.values().stream()
                .filter(file -> unfurlsMedia
                        && file.completed()
                        && file.teamId().equals(teamId)
                        && message.path("text").asText().contains(permalink(file)))
                .sorted(Comparator.comparing(Stored::id))
                .toList();
        if (!shared.isEmpty()) {
            String user = message.path("user").asText();
            message.set(
                    "files",
                    Json.array(shared.stream().map(file -> json(file, user)).toList()));
        }
        return shared.stream().map(Stored::name).toList();
    }

    /** The bytes of an upload, raw or as a form. */
    RestAnswer upload(RestRequest request, String id) {
        Stored file = files.get(id);
        if (file == null) {
            return RestAnswer.of(404, "text/plain", "not found");
        }
        byte[] content = request.isMultipart()
                ? Multipart.read(request).stream()
                        .flatMap(parts -> parts.files().stream())
                        .findFirst()
                        .map(Upload::content)
                        .orElse(new byte[0])
                : request.content();
        put(file.with(content));
        return RestAnswer.of(200, "text/plain", "OK - " + content.length);
    }

    /** Without a token, the page to log in; with a good status. */
    RestAnswer download(RestRequest request, String id, App app) {
        Stored file = files.get(id.replaceFirst("^[^-]*-", ""));
        try {
            byte[] content = file == null ? null : file.content();
            if (file != null
                    && content != null
                    && app.workspace(Call.token(request, Json.object())).id().equals(file.teamId())
                    && app.has("files:read")) {
                return RestAnswer.bytes(200, file.contentType(), content);
            }
        } catch (SlackError e) {
            return login();
        }
        return login();
    }

    private static RestAnswer login() {
        return RestAnswer.of(200, "text/html; charset=utf-8", "<!DOCTYPE html><html><title>Sign in</title></html>");
    }
}
