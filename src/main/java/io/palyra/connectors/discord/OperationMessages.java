package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.message.ReadableMessages;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.ReadRequest;
import java.util.List;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** The messages of Discord's channels, as operations need them. */
record OperationMessages(Rest rest, History history, OperationPreflight preflights, MessageRecords records)
        implements ReadableMessages<OperationPreflight.Checked, DataObject> {

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    @Override
    public String platform() {
        return DiscordApi.NAME;
    }

    @Override
    public OperationPreflight.Checked check(MessageFeature feature, MessageTarget target) throws RequestException {
        return preflights.check(feature, target);
    }

    @Override
    public @Nullable DataObject find(OperationPreflight.Checked checked, MessageId messageId) throws RequestException {
        try {
            return rest.object(RestCall.of(Requests.GET_MESSAGE, checked.channelId(), messageId.value()));
        } catch (RequestException e) {
            if (e.isStatus(NOT_FOUND)) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public List<DataObject> page(OperationPreflight.Checked checked, ReadRequest request) throws RequestException {
        String channelId = checked.channelId();
        if (request.beforeMessageId() != null) {
            return history.page(channelId, "before", request.beforeMessageId().value(), request.limit());
        } else if (request.afterMessageId() != null) {
            return history.page(channelId, "after", request.afterMessageId().value(), request.limit());
        } else if (request.aroundMessageId() != null) {
            return history.page(channelId, "around", request.aroundMessageId().value(), request.limit());
        }
        return history.newest(channelId, request.limit());
    }

    @Override
    public int pageMax() {
        return History.PAGE_MAX;
    }

    @Override
    public MessageId id(DataObject message) {
        return new MessageId(message.getString("id"));
    }

    @Override
    public MessageRecord record(MessageTarget target, DataObject message) {
        return records.of(target, message);
    }

    /** A bare id means a user here. */
    @Override
    public String userId(String author) {
        try {
            return Target.parse("author_id", author).id();
        } catch (InvalidEnvelopeException e) {
            return author;
        }
    }

    @Override
    public boolean isDenial(RequestException failure) {
        return failure.isStatus(FORBIDDEN) || failure.isStatus(NOT_FOUND) || failure.isStatus(BAD_REQUEST);
    }

    @Override
    public boolean isUnreadable(RuntimeException failure) {
        return failure instanceof ParsingException;
    }
}
