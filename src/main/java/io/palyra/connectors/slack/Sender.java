package io.palyra.connectors.slack;

import io.palyra.connectors.platform.http.Deadline;
import io.palyra.connectors.platform.http.Outcomes;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.message.AutoReaction;
import io.palyra.connectors.platform.message.Upload;
import io.palyra.connectors.platform.message.Uploads;
import io.palyra.connectors.protocol.DeliveryOutcome;
import io.palyra.connectors.protocol.Fault;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Duration;
import java.util.List;
import okhttp3.FormBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts one message, once: at most one request can make a message of it, and all that has to come before makes none. Thread safe;
 * blocks at most for the message's timeout.
 */
final class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final WebApi api;
    private final Place.Finder places;
    private final FileUploads uploads;
    private final Reactions reactions;
    private final long uploadBytesMax;

    Sender(WebApi api, Place.Finder places, long uploadBytesMax) {
        this.api = api;
        this.places = places;
        this.uploads = new FileUploads(api);
        this.reactions = new Reactions(api);
        this.uploadBytesMax = uploadBytesMax;
    }

    DeliveryOutcome send(OutboundMessageRequest request) {
        Deadline deadline = Deadline.in(Duration.ofMillis(request.timeoutMs()));
        Place place;
        FormBody.Builder form;
        try {
            // What cannot be uploaded is found before a conversation is opened for it
            List<Upload> files = Uploads.of(request.attachments(), uploadBytesMax);
            place = places.of(request, deadline);
            if (!place.isCertain()) {
                LOG.info(
                        "{} goes without the thread of what it answers, which Slack does not show",
                        request.envelopeId());
            }
            form = Post.form(request, place, uploads.share(request.idempotencyKey(), files, deadline));
        } catch (InvalidEnvelopeException e) {
            return new DeliveryOutcome.PermanentFailure(String.valueOf(e.getMessage()), Fault.MESSAGE, null);
        } catch (RequestException e) {
            return Outcomes.beforeSend(e.failure());
        }
        return post(request, place, form, deadline);
    }

    private DeliveryOutcome post(
            OutboundMessageRequest request, Place place, FormBody.Builder form, Deadline deadline) {
        String ts;
        try {
            ts = api.call(SlackApi.POST, form, deadline.left())
                    .json()
                    .path("ts")
                    .asText();
        } catch (RequestException e) {
            return Outcomes.of(e.failure());
        }
        if (!Ts.isOne(ts)) {
            return new DeliveryOutcome.Unknown("the answer has no message");
        }
        uploads.forget(request.idempotencyKey());
        AutoReaction.of(request, emoji -> reactions.add(place.channelId(), ts, EmojiNames.of(emoji), deadline.left()));
        return new DeliveryOutcome.Delivered(new MessageId(ts));
    }
}
