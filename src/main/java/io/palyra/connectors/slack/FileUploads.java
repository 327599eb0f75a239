package io.palyra.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.files.FilesCompleteUploadExternalRequest;
import com.slack.api.methods.request.files.FilesCompleteUploadExternalRequest.FileDetails;
import com.slack.api.methods.request.files.FilesGetUploadURLExternalRequest;
import com.slack.api.methods.request.files.FilesInfoRequest;
import io.palyra.connectors.adapter.RecentMap;
import io.palyra.connectors.platform.http.Deadline;
import io.palyra.connectors.platform.http.RefusalMeaning;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.message.Upload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Brings files to Slack, in no conversation: the message that names them afterwards shows them. What was brought for a message is
 * remembered until that is posted, so that another attempt brings nothing twice. Thread safe, for one attempt at a time of each
 * message; blocks.
 *
 * @see <a href="https://docs.slack.dev/messaging/working-with-files#uploading_files">Slack: Uploading files</a>
 */
final class FileUploads {

    /**
     * A file that Slack has.
     *
     * @param permalink its page in Slack
     */
    record Shared(String name, String permalink) {}

    /** Messages whose files are remembered. */
    private static final int REMEMBERED_MAX = 1_000;

    private static final MediaType BYTES = MediaType.get("application/octet-stream");

    /**
     * What has been done for one message.
     *
     * @param ids of the files whose content Slack has, in the order of the files
     * @param shared empty before all of them are completed
     */
    private record Done(List<String> ids, List<Shared> shared) {

        Done() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private final WebApi api;
    private final Map<String, Done> remembered = Collections.synchronizedMap(new RecentMap<>(REMEMBERED_MAX));

    FileUploads(WebApi api) {
        this.api = api;
    }

    /**
     * Brings what is not there yet.
     *
     * @param key of the message
     * @throws RequestException however it failed, no message has left
     */
    List<Shared> share(String key, List<Upload> files, Deadline deadline) throws RequestException {
        if (files.isEmpty()) {
            return List.of();
        }
        try {
            Done before = remembered.get(key);
            if (before != null) {
                try {
                    return share(before, files, deadline);
                } catch (RequestException e) {
                    if (!(e.failure() instanceof RequestFailure.Refused)) {
                        throw e;
                    }
                    // What is remembered is of no use any more
                    remembered.remove(key);
                }
            }
            Done begun = new Done();
            remembered.put(key, begun);
            return share(begun, files, deadline);
        } catch (RequestException e) {
            throw Scope.forOne(e, "its files cannot be uploaded", RefusalMeaning.MESSAGE);
        }
    }

    /** The message is there: nobody will ask again. */
    void forget(String key) {
        remembered.remove(key);
    }

    private List<Shared> share(Done done, List<Upload> files, Deadline deadline) throws RequestException {
        if (done.shared().isEmpty()) {
            for (Upload file : files.subList(done.ids().size(), files.size())) {
                done.ids().add(bring(file, deadline));
            }
            done.shared().addAll(complete(done.ids(), files, deadline));
        }
        return List.copyOf(done.shared());
    }

    /** @return the id of the file */
    private String bring(Upload file, Deadline deadline) throws RequestException {
        JsonNode place = api.call(
                        "files.getUploadURLExternal",
                        RequestFormBuilder.toForm(FilesGetUploadURLExternalRequest.builder()
                                .filename(file.filename())
                                .length(file.content().length)
                                .build()),
                        deadline.left())
                .json();
        String id = place.path("file_id").asText();
        if (id.isEmpty()) {
            throw unreadable("no file id");
        }
        try {
            api.upload(place.path("upload_url").asText(), RequestBody.create(file.content(), BYTES), deadline.left());
        } catch (RequestException e) {
            throw new RequestException(ofContent(file, e.failure()));
        }
        return id;
    }

    /** Where content goes is another host than that of the API: what it says, or does not, is about the files alone. */
    private static RequestFailure ofContent(Upload file, RequestFailure failure) {
        String reason = "the content of " + file.filename() + " was not taken: " + failure.reason();
        if (failure instanceof RequestFailure.Withheld) {
            return new RequestFailure.Refused(0, "", RefusalMeaning.MESSAGE, reason);
        }
        return failure instanceof RequestFailure.Foreign ? new RequestFailure.Unavailable(reason) : failure;
    }

    /** Without a conversation: with one, Slack would post a message that nobody can recognise afterwards. */
    private List<Shared> complete(List<String> ids, List<Upload> files, Deadline deadline) throws RequestException {
        List<FileDetails> details = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            details.add(FileDetails.builder()
                    .id(ids.get(i))
                    .title(files.get(i).filename())
                    .build());
        }
        JsonNode completed = api.call(
                        "files.completeUploadExternal",
                        RequestFormBuilder.toForm(FilesCompleteUploadExternalRequest.builder()
                                .files(details)
                                .build()),
                        deadline.left())
                .json()
                .path("files");
        List<Shared> shared = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            shared.add(new Shared(files.get(i).filename(), permalink(ids.get(i), completed, deadline)));
        }
        return shared;
    }

    private String permalink(String id, JsonNode completed, Deadline deadline) throws RequestException {
        for (JsonNode file : completed) {
            String link = permalink(file);
            if (id.equals(file.path("id").asText()) && link != null) {
                return link;
            }
        }
        String link = permalink(api.call(
                        "files.info",
                        RequestFormBuilder.toForm(
                                FilesInfoRequest.builder().file(id).build()),
                        deadline.left())
                .json()
                .path("file"));
        if (link == null) {
            throw unreadable("no permalink of the file " + id);
        }
        return link;
    }

    private static @Nullable String permalink(JsonNode file) {
        String link = file.path("permalink").asText();
        return link.startsWith("https://") || link.startsWith("http://") ? link : null;
    }

    private static RequestException unreadable(String what) {
        return new RequestException(new RequestFailure.Unavailable("the answer about a file cannot be read: " + what));
    }
}
