package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.files.FilesInfoRequest;
import io.palyra.connectors.platform.http.RequestException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Slack says of a file in a message. Of one that was shared from another workspace it says nothing but the id, and has to be asked.
 *
 * @see <a href="https://docs.slack.dev/apis/slack-connect/#files">Slack: Slack Connect, files</a>
 */
record SharedFiles(WebApi api) {

    private static final Logger LOG = LoggerFactory.getLogger(SharedFiles.class);

    /** Slack sends a message again that waits for three seconds. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    /** An object without a place where it cannot be had: it is left out then, and counted. Blocks for a moment at most. */
    JsonNode described(JsonNode file) {
        if (!text(file, "file_access").equals("check_file_info")) {
            return file;
        }
        try {
            JsonNode known = api.call(
                            "files.info",
                            RequestFormBuilder.toForm(FilesInfoRequest.builder()
                                    .file(text(file, "id"))
                                    .build()),
                            DEADLINE)
                    .json()
                    .path("file");
            return known instanceof MissingNode ? file : known;
        } catch (RequestException e) {
            LOG.info("a shared file is left out: {}", e.getMessage());
            return file;
        }
    }
}
