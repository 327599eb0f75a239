package io.palyra.connectors.discord;

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
            List<FileUpload> files = Uploads.of(request.attachments(), uploadBytesMax);
            String channelId = channels.idOf(target);
            return post(channelId, request, files);
        } catch (InvalidEnvelopeException e) {
            return new DeliveryOutcome.PermanentFailure(String.valueOf(e.getMessage()), Fault.MESSAGE, null);
        } catch (RestException e) {
            // From opening the direct conversation: however it ended, the message has not left
            return e.failure() instanceof RestFailure.Uncertain || e.failure() instanceof RestFailure.ServerFailed
                    ? new DeliveryOutcome.Retry(
                            RetryClass.TRANSIENT_NETWORK, e.failure().reason(), null)
                    : Outcomes.of(e.failure());
        }
    }

    private static Target target(OutboundMessageRequest request) {
        return request.replyThreadId() == null
                ? Target.parse("conversation_id", request.conversationId().value())
                : Target.parse("reply_thread_id", request.replyThreadId().value());
    }

    private DeliveryOutcome post(String channelId, OutboundMessageRequest request, List<FileUpload> files) {
        try {
            DataObject posted = rest.object(RestCall.of(Routes.POST_MESSAGE, channelId)
                    .body(MessagePayload.of(request))
                    .files(files)
                    .within(Duration.ofMillis(request.timeoutMs())));
            MessageId messageId = new MessageId(posted.getString("id"));
            react(channelId, messageId, request);
            return new DeliveryOutcome.Delivered(messageId);
        } catch (RestException e) {
            return Outcomes.of(e.failure());
        } catch (ParsingException e) {
            return new DeliveryOutcome.Unknown("the answer has no message: " + e.getMessage());
        }
    }

    /** Best effort: the message is there, whatever becomes of this. */
    private void react(String channelId, MessageId messageId, OutboundMessageRequest request) {
        String emoji = request.autoReaction();
        if (emoji == null) {
            return;
        }
        try {
            rest.send(RestCall.of(Routes.ADD_REACTION, channelId, messageId.value(), Emoji.of(emoji)));
        } catch (RestException e) {
            LOG.warn("{} was delivered without its reaction: {}", request.envelopeId(), e.getMessage());
        }
    }
}
