package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.chat.ChatPostMessageRequest;
import com.slack.api.model.Message;
import io.palyra.connectors.platform.message.ListedAttachments;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Sha256;
import java.util.List;
import java.util.Map;
import okhttp3.FormBody;

/**
 * A message as Slack takes it. It mentions nobody by name and shows no previews but those of its own files. Its metadata says which
 * message of ours it is: everybody in the workspace can read them, so that they hold a digest and no id.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage">Slack: chat.postMessage</a>
 */
final class Post {

    /** What we name our metadata. */
    static final String EVENT_TYPE = "palyra_delivery";

    /** The field of the metadata that has the digest. */
    static final String KEY = "key";

    /** What Slack takes at most, whatever it recommends. */
    private static final int TEXT_CHARS_MAX = 40_000;

    /** Of a link to a file, without the name, which is in the address as well. */
    private static final int LINK_CHARS = 100;

    private Post() {}

    static FormBody.Builder form(OutboundMessageRequest request, Place place, List<FileUploads.Shared> files) {
        return RequestFormBuilder.toForm(ChatPostMessageRequest.builder()
                .channel(place.channelId())
                .text(body(request, files))
                .threadTs(place.threadTs())
                .replyBroadcast(request.broadcast() && place.threadTs() != null)
                .metadata(metadata(key(request)))
                .unfurlMedia(!files.isEmpty())
                .build());
    }

    static Message.Metadata metadata(String key) {
        return Message.Metadata.builder()
                .eventType(EVENT_TYPE)
                .eventPayload(Map.of(KEY, key))
                .build();
    }

    /** Which message of ours it is. */
    static String key(OutboundMessageRequest request) {
        return Sha256.hex(request.idempotencyKey());
    }

    /** Which message of ours one of Slack's is; empty where it does not say so. */
    static String key(JsonNode message) {
        JsonNode metadata = message.path("metadata");
        return EVENT_TYPE.equals(text(metadata, "event_type")) ? text(metadata.path("event_payload"), KEY) : "";
    }

    /** What {@link #body} will add to the text. Slack makes several messages of one that is longer than it recommends. */
    static int charsBeside(OutboundMessageRequest request) {
        int links = request.attachments().stream()
                .filter(AttachmentRef::uploadRequested)
                .mapToInt(file -> LINK_CHARS
                        + 2 * MrkdwnText.escape(String.valueOf(file.filename())).length())
                .sum();
        int listed = MrkdwnText.escape(ListedAttachments.of(request)).length();
        return links + (listed == 0 ? 0 : 2 + listed);
    }

    /** The text with what is listed under it; people see the files at the links. */
    private static String body(OutboundMessageRequest request, List<FileUploads.Shared> files) {
        StringBuilder text = new StringBuilder(request.text().stripTrailing());
        files.forEach(file -> text.append('\n').append(link(file)));
        String listed = MrkdwnText.escape(ListedAttachments.of(request));
        if (!listed.isEmpty()) {
            text.append("\n\n").append(ListedAttachments.fitting(listed, TEXT_CHARS_MAX - text.length() - 2));
        }
        return text.toString();
    }

    private static String link(FileUploads.Shared file) {
        String place = MrkdwnText.escape(file.permalink()).replace("|", "%7C").replace(" ", "%20");
        return "<" + place + "|" + MrkdwnText.escape(file.name()) + ">";
    }
}
