package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.message.PlatformMessages;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.Preflight;
import io.palyra.connectors.protocol.ReadRequest;
import java.util.List;

/** Messages that Telegram shows no bot: of each there is the id alone, as it is written. */
record OperationMessages(Chats chats, ConnectorCapabilitySet capabilities)
        implements PlatformMessages<OperationMessages.Checked, MessageId> {

    /**
     * An operation that may be tried: Telegram itself says whether it is permitted.
     *
     * @param target as it is written; what Telegram takes is {@link Chats#actual(Target)}
     */
    record Checked(Preflight preflight, Target target) implements PlatformMessages.Checked {}

    @Override
    public String platform() {
        return TelegramApi.NAME;
    }

    @Override
    public Checked check(MessageFeature feature, MessageTarget target) {
        return new Checked(
                Preflight.of(feature, capabilities),
                Target.parse("conversation_id", target.conversationId().value()));
    }

    @Override
    public MessageId find(Checked checked, MessageId messageId) {
        return messageId;
    }

    @Override
    public List<MessageId> page(Checked checked, ReadRequest request) {
        return List.of();
    }

    @Override
    public int pageMax() {
        return 1;
    }

    @Override
    public MessageId id(MessageId message) {
        return message;
    }

    @Override
    public MessageRecord record(MessageTarget target, MessageId message) {
        throw new UnsupportedOperationException("Telegram shows bots no messages");
    }

    @Override
    public String userId(String author) {
        return author;
    }

    @Override
    public boolean isDenial(RequestException failure) {
        return failure.failure() instanceof RequestFailure.Refused;
    }

    @Override
    public boolean isUnreadable(RuntimeException failure) {
        return false;
    }
}
