package io.palyra.connectors.discord;

import io.palyra.connectors.platform.message.ListedAttachments;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.Sha256;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * A message as Discord takes it. It never mentions anybody, and a reply whose original is gone is a message like any other.
 *
 * @see <a href="https://discord.com/developers/docs/resources/message#create-message">Discord: Create Message</a>
 */
final class MessagePayload {

    static final int CONTENT_CHARS_MAX = 2_000;

    /** Names the message that this one answers. */
    static final String REPLY = "message_reference";

    /** 18 bytes are 24 characters in base64; Discord takes at most 25. */
    private static final int NONCE_BYTES = 18;

    private static final int EMBED_CHARS_MAX = 4_096;

    private MessagePayload() {}

    static DataObject of(OutboundMessageRequest request) {
        DataObject payload = DataObject.empty()
                .put("content", request.text())
                .put("nonce", nonce(request))
                .put("enforce_nonce", true)
                .put("allowed_mentions", nobody());
        if (request.inReplyToMessageId() != null) {
            payload.put(
                    REPLY,
                    DataObject.empty()
                            .put("message_id", request.inReplyToMessageId().value())
                            .put("fail_if_not_exists", false));
        }
        addListed(payload, request);
        return payload;
    }

    /** Discord posts a second message of the same nonce once; another text is another message. */
    private static String nonce(OutboundMessageRequest request) {
        return Sha256.base64(NONCE_BYTES, request.idempotencyKey(), request.text());
    }

    static DataObject nobody() {
        return DataObject.empty().put("parse", DataArray.empty()).put("replied_user", false);
    }

    /** What the platform does not get itself is listed under the text, or below it where there is no room or a code block is open. */
    private static void addListed(DataObject payload, OutboundMessageRequest request) {
        String list = ListedAttachments.of(request);
        if (list.isEmpty()) {
            return;
        }
        String whole = request.text().stripTrailing() + "\n\n" + list;
        if (whole.length() <= CONTENT_CHARS_MAX && !DiscordMarkup.endsInCode(request.text())) {
            payload.put("content", whole);
        } else {
            payload.put(
                    "embeds",
                    DataArray.empty()
                            .add(DataObject.empty()
                                    .put(
                                            "description",
                                            list.length() <= EMBED_CHARS_MAX
                                                    ? list
                                                    : list.substring(0, EMBED_CHARS_MAX))));
        }
    }
}
