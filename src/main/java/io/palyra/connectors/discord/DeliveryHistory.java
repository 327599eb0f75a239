package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * Looks for a message of ours in its channel: by its nonce where Discord still shows it, otherwise by its text, unless
 * that is known to be another message. Thread safe; blocks. Needs no gateway session, only that REST answers.
 */
final class DeliveryHistory implements DeliveryLookup {

    private static final int PAGES_MAX = 10;

    /** Our clock and Discord's differ by less. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);

    private final Channels channels;
    private final History history;
    private final PermissionCheck permissions;
    private final String selfId;
    private final PlatformTime time;
    private final Clock clock;

    DeliveryHistory(
            Channels channels,
            History history,
            PermissionCheck permissions,
            String selfId,
            PlatformTime time,
            Clock clock) {
        this.channels = channels;
        this.history = history;
        this.permissions = permissions;
        this.selfId = selfId;
        this.time = time;
        this.clock = clock;
    }

    @Override
    public Finding find(OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers) {
        try {
            String place = request.replyThreadId() == null
                    ? request.conversationId().value()
                    : request.replyThreadId().value();
            String channelId = channels.idOf(Target.parse("conversation_id", place));
            List<String> missing = permissions.of(channelId).missing(MessageFeature.READ);
            if (!missing.isEmpty()) {
                // Discord shows an empty history then, which would look like an answer
                return new Finding.Undecided("missing permission: " + String.join(", ", missing));
            }
            // The time is the machine's, whose clock may be wrong
            Instant from = sentAfter.plus(time.ahead(clock.instant()));
            if (time.now().filter(from::isAfter).isPresent()) {
                return new Finding.Undecided(
                        "the clock has been set back since the message was sent: where to look is not known");
            }
            return search(
                    channelId, request, Snowflake.at(from.minus(CLOCK_SKEW).toEpochMilli()), isAnothers);
        } catch (InvalidEnvelopeException e) {
            return new Finding.Undecided("the history cannot be read: " + e.getMessage());
        } catch (ParsingException e) {
            return new Finding.NotAsked("the answer is no history: " + e.getMessage());
        } catch (RequestException e) {
            String reason = "the history cannot be read: " + e.getMessage();
            // Discord's own refusal is an answer; anything else is none
            return e.failure() instanceof RequestFailure.Refused
                    ? new Finding.Undecided(reason)
                    : new Finding.NotAsked(reason);
        }
    }

    private Finding search(
            String channelId, OutboundMessageRequest request, String from, Predicate<MessageId> isAnothers)
            throws RequestException {
        DataObject payload = MessagePayload.of(request);
        String position = from;
        for (int i = 0; i < PAGES_MAX; i++) {
            List<DataObject> page = history.allAfter(channelId, position);
            for (DataObject message : page) {
                position = message.getString("id");
                if (isIt(message, payload, isAnothers)) {
                    return new Finding.Found(new MessageId(position));
                }
            }
            if (page.size() < History.PAGE_MAX) {
                return new Finding.Absent();
            }
        }
        return new Finding.Undecided("more than " + PAGES_MAX * History.PAGE_MAX + " messages have come since");
    }

    private boolean isIt(DataObject message, DataObject payload, Predicate<MessageId> isAnothers) {
        if (!message.getObject("author").getString("id").equals(selfId)) {
            return false;
        }
        String nonce = message.getString("nonce", "");
        return nonce.isEmpty()
                ? isSameText(message, payload) && !isAnothers.test(new MessageId(message.getString("id")))
                : nonce.equals(payload.getString("nonce"));
    }

    private static boolean isSameText(DataObject message, DataObject payload) {
        return message.getString("content", "")
                .strip()
                .equals(payload.getString("content").strip());
    }
}
