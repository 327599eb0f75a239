package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.DeliveryLookup;
import io.palyra.connectors.platform.http.PlatformTime;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.inbound.HistoryPage;
import io.palyra.connectors.platform.message.HistoryLookup;
import io.palyra.connectors.platform.message.MessageHistory;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * Looks for a message of ours in its channel: by its nonce where Discord still shows it, otherwise by its text, unless
 * that is known to be another message. Thread safe; blocks. Needs no gateway session, only that REST answers.
 */
final class DeliveryHistory implements DeliveryLookup, MessageHistory<DataObject> {

    private final Channels channels;
    private final History history;
    private final PermissionCheck permissions;
    private final String selfId;
    private final HistoryLookup<DataObject> lookup;

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
        this.lookup = new HistoryLookup<>(this, Snowflake.ORDER, time, clock, Duration.ZERO);
    }

    @Override
    public Finding find(OutboundMessageRequest request, Instant sentAfter, Predicate<MessageId> isAnothers) {
        return lookup.find(request, sentAfter, isAnothers);
    }

    @Override
    public String place(OutboundMessageRequest request) throws RequestException {
        String place = request.replyThreadId() == null
                ? request.conversationId().value()
                : request.replyThreadId().value();
        return channels.idOf(Target.parse("conversation_id", place));
    }

    /** Discord shows an empty history without permission, which would look like an answer. */
    @Override
    public Optional<String> obstacle(String channelId) throws RequestException {
        List<String> missing = permissions.of(channelId).missing(MessageFeature.READ);
        return missing.isEmpty() ? Optional.empty() : Optional.of("missing permission: " + String.join(", ", missing));
    }

    @Override
    public HistoryPage<DataObject> after(String channelId, String position) throws RequestException {
        List<DataObject> page = history.allAfter(channelId, position);
        return new HistoryPage<>(page, page.size() >= History.PAGE_MAX);
    }

    @Override
    public MessageId id(DataObject message) {
        return new MessageId(message.getString("id"));
    }

    @Override
    public Likeness likeness(DataObject message, OutboundMessageRequest request) {
        if (!message.getObject("author").getString("id").equals(selfId)) {
            return Likeness.OTHER;
        }
        DataObject payload = MessagePayload.of(request);
        String nonce = message.getString("nonce", "");
        if (!nonce.isEmpty()) {
            return nonce.equals(payload.getString("nonce")) ? Likeness.CERTAIN : Likeness.OTHER;
        }
        return isSameText(message, payload) ? Likeness.LIKELY : Likeness.OTHER;
    }

    @Override
    public boolean isUnreadable(RuntimeException failure) {
        return failure instanceof ParsingException;
    }

    private static boolean isSameText(DataObject message, DataObject payload) {
        return message.getString("content", "")
                .strip()
                .equals(payload.getString("content").strip());
    }
}
