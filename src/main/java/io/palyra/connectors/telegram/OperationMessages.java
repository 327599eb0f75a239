package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.message.PlatformMessages;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.Preflight;

/** Messages that Telegram shows no bot: of each there is the id alone, as it is written. */
record OperationMessages() implements PlatformMessages<OperationMessages.Checked, MessageId> {

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
                preflight(feature),
                Target.parse("conversation_id", target.conversationId().value()));
    }

    static Preflight preflight(MessageFeature feature) {
        return Preflight.of(feature, TelegramConnector.CAPABILITIES);
    }

    @Override
    public MessageId find(Checked checked, MessageId messageId) {
        return messageId;
    }

    @Override
    public boolean isDenial(RequestException failure) {
        return failure.failure() instanceof RequestFailure.Refused;
    }
}
