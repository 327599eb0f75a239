package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.message.ListedAttachments;
import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ThreadId;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes of a message what Telegram is asked for. Thread safe; does not block. */
record Posts(Chats chats, long uploadBytesMax, TelegramMarkup markup) {

    private static final Logger LOG = LoggerFactory.getLogger(Posts.class);

    /** Of what stands under files; counted as that of a text is. */
    static final int CAPTION_CHARS_MAX = 1_024;

    private static final Pattern TOPIC = Pattern.compile("[1-9][0-9]{0,9}");

    /** That of the messages of a forum that are in no topic: it is refused where it is named. */
    static final long GENERAL = 1;

    /** @throws InvalidEnvelopeException naming what of it cannot be sent */
    Post of(OutboundMessageRequest request) {
        Target target = Target.parse("conversation_id", request.conversationId().value());
        requireOneGroup(request);
        List<Media> media = Media.of(request.attachments(), uploadBytesMax);
        return new Post(
                chats.actual(target),
                topic(target, request.replyThreadId()),
                answers(target, request),
                media.isEmpty() ? text(request, TelegramConnector.TEXT_CHARS_MAX) : caption(request),
                media);
    }

    /** Several are rows of their own in the outbox, which makes them when it accepts the message. */
    private static void requireOneGroup(OutboundMessageRequest request) {
        List<List<AttachmentRef>> groups = TelegramFiles.groups(request.attachments());
        if (groups.size() > 1) {
            throw new InvalidEnvelopeException(
                    "attachments",
                    "are more than one message takes",
                    "they are " + groups.size()
                            + " messages, as photos and documents go apart, and ten at most; send them apart, or through "
                            + outbox(request));
        }
    }

    private static String outbox(OutboundMessageRequest request) {
        return "palyra-outbox:" + request.connectorId() + ", which makes several messages of it";
    }

    /** Files that follow a text have none: the text of their row is what operators see of them. */
    private TelegramText caption(OutboundMessageRequest request) {
        if (request.envelopeId().isLaterPart()) {
            return new TelegramText("", List.of());
        }
        TelegramText caption = text(request, CAPTION_CHARS_MAX);
        if (caption.text().length() > CAPTION_CHARS_MAX) {
            throw new InvalidEnvelopeException(
                    "text",
                    "value exceeds size limit",
                    caption.text().length() + " characters, at most " + CAPTION_CHARS_MAX
                            + " with files; send it without them, or through " + outbox(request));
        }
        return caption;
    }

    /** With what is listed under it, as far as that fits. */
    private TelegramText text(OutboundMessageRequest request, int charsMax) {
        TelegramText text = markup.text(request.text());
        String listed = ListedAttachments.fitting(
                markup.listed(request), charsMax - text.text().length() - TelegramMarkup.BETWEEN.length());
        return listed.isEmpty()
                ? text
                : new TelegramText(text.text() + TelegramMarkup.BETWEEN + listed, text.entities());
    }

    private static @Nullable Long topic(Target target, @Nullable ThreadId thread) {
        Long topicId = target.topicId();
        if (thread != null) {
            String written = thread.value().strip();
            if (!TOPIC.matcher(written).matches()) {
                throw new InvalidEnvelopeException(
                        "reply_thread_id", "is no topic of a Telegram forum, which is a number such as 5", written);
            }
            topicId = Long.valueOf(written);
        }
        return topicId == null || topicId <= GENERAL ? null : topicId;
    }

    private @Nullable Long answers(Target target, OutboundMessageRequest request) {
        MessageId answered = request.inReplyToMessageId();
        if (answered == null) {
            return null;
        }
        OptionalLong id = chats.messageIn("in_reply_to_message_id", answered.value(), target);
        if (id.isEmpty()) {
            LOG.info(
                    "{} goes without the message that it answers: the chat has no such one any more",
                    request.envelopeId());
            return null;
        }
        return id.getAsLong();
    }
}
