package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.Deadline;
import io.palyra.connectors.platform.http.Outcomes;
import io.palyra.connectors.platform.http.RefusalMeaning;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.message.AutoReaction;
import io.palyra.connectors.platform.message.Upload;
import io.palyra.connectors.platform.message.Uploads;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.RetryClass;
import java.time.Duration;
import java.util.List;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.utils.FileUpload;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts one message, once. Thread safe; blocks at most for the message's timeout. */
final class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final Rest rest;
    private final Channels channels;
    private final long uploadBytesMax;

    Sender(Rest rest, Channels channels, long uploadBytesMax) {
        this.rest = rest;
        this.channels = channels;
        this.uploadBytesMax = uploadBytesMax;
    }

    DeliveryOutcome send(OutboundMessageRequest request) {
        try {
            Target target = target(request);
            // What cannot be uploaded is found before a conversation is opened for it
            List<Upload> files = Uploads.of(request.attachments(), uploadBytesMax);
            return post(channels.idOf(target), request, files);
        } catch (ParsingException e) {
            return new DeliveryOutcome.Retry(
                    RetryClass.TRANSIENT_NETWORK, "the answer has no channel: " + e.getMessage(), null);
        } catch (InvalidEnvelopeException e) {
            return new DeliveryOutcome.PermanentFailure(String.valueOf(e.getMessage()), Fault.MESSAGE, null);
        } catch (RequestException e) {
            // From opening the direct conversation
            return Outcomes.beforeSend(e.failure());
        }
    }

    private static Target target(OutboundMessageRequest request) {
        return request.replyThreadId() == null
                ? Target.parse("conversation_id", request.conversationId().value())
                : Target.parse("reply_thread_id", request.replyThreadId().value());
    }

    /**
     * A reply that Discord refuses because of the message it answers is certainly not sent: it goes once more, as a message
     * like any other, in what is left of the same attempt's time. The text is the same, so the nonce is.
     */
    private DeliveryOutcome post(String channelId, OutboundMessageRequest request, List<Upload> files) {
        Deadline deadline = Deadline.in(Duration.ofMillis(request.timeoutMs()));
        DataObject payload = MessagePayload.of(request);
        try {
            return post(channelId, request, payload, files, deadline.left());
        } catch (RequestException e) {
            if (!payload.hasKey(MessagePayload.REPLY)) {
                return withoutReply(e.failure());
            } else if (!isAboutReply(e.failure())) {
                return Outcomes.of(e.failure());
            }
            LOG.info("{} goes without its reply reference: {}", request.envelopeId(), e.getMessage());
        }
        try {
            return post(channelId, request, payload.remove(MessagePayload.REPLY), files, deadline.left());
        } catch (RequestException e) {
            return withoutReply(e.failure());
        }
    }

    /**
     * A post that names no other message and is answered with "unknown message" has the nonce of one that was posted and then
     * deleted: Discord posts it no second time.
     */
    private static DeliveryOutcome withoutReply(RequestFailure failure) {
        return failure instanceof RequestFailure.Refused refused
                        && refused.code().equals(DiscordCode.UNKNOWN_MESSAGE.code())
                ? new DeliveryOutcome.PermanentFailure(
                        "Discord has posted it before, and it has been deleted since: " + failure.reason(),
                        Fault.MESSAGE,
                        null)
                : Outcomes.of(failure);
    }

    private static boolean isAboutReply(RequestFailure failure) {
        return failure instanceof RequestFailure.Refused refused && refused.meaning() == RefusalMeaning.REPLY;
    }

    private DeliveryOutcome post(
            String channelId, OutboundMessageRequest request, DataObject payload, List<Upload> files, Duration deadline)
            throws RequestException {
        try {
            DataObject posted = rest.object(RestCall.of(Requests.POST_MESSAGE, channelId)
                    .body(payload)
                    .files(once(files))
                    .within(deadline));
            MessageId messageId = new MessageId(posted.getString("id"));
            AutoReaction.of(
                    request,
                    emoji -> rest.send(
                            RestCall.of(Requests.ADD_REACTION, channelId, messageId.value(), Emoji.of(emoji))));
            return new DeliveryOutcome.Delivered(messageId);
        } catch (ParsingException | InvalidEnvelopeException e) {
            return new DeliveryOutcome.Unknown("the answer has no message: " + e.getMessage());
        }
    }

    /** JDA sends each of them once. */
    private static List<FileUpload> once(List<Upload> files) {
        return files.stream()
                .map(file -> FileUpload.fromData(file.content(), file.filename()))
                .toList();
    }
}
