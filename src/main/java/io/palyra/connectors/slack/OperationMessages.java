package io.palyra.connectors.slack;

import static io.palyra.connectors.platform.message.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.message.ReadableMessages;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.MessageRecord;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.ReadRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The messages of Slack's channels and threads, as operations need them. */
record OperationMessages(MessagePages pages, OperationPreflight preflights, MessageRecords records)
        implements ReadableMessages<OperationPreflight.Checked, JsonNode> {

    /** What Slack answers where there is no such message, or no such thread. */
    private static final Set<String> NOT_THERE =
            Set.of(SlackCode.MESSAGE_NOT_FOUND.code(), SlackCode.THREAD_NOT_FOUND.code());

    @Override
    public String platform() {
        return SlackApi.NAME;
    }

    @Override
    public OperationPreflight.Checked check(MessageFeature feature, MessageTarget target) throws RequestException {
        return preflights.check(feature, target);
    }

    /**
     * What is to be changed need not be readable: Slack itself says whether it may be. Of such a message, and of one that nothing has
     * to be known of, there is the id alone.
     */
    @Override
    public @Nullable JsonNode find(OperationPreflight.Checked checked, MessageId messageId) throws RequestException {
        String ts = MessageRef.ts("message_id", messageId.value(), checked.channelId());
        JsonNode unread = JsonNodeFactory.instance.objectNode().put("ts", ts);
        return switch (checked.feature()) {
            case DELETE, REACT_ADD, REACT_REMOVE -> unread;
            case EDIT -> {
                try {
                    yield pages.find(checked.channelId(), checked.threadTs(), ts);
                } catch (RequestException e) {
                    if (Scope.isMissing(e) || isCode(e, SlackCode.NOT_IN_CHANNEL)) {
                        yield unread;
                    }
                    throw e;
                }
            }
            default -> pages.find(checked.channelId(), checked.threadTs(), ts);
        };
    }

    @Override
    public List<JsonNode> page(OperationPreflight.Checked checked, ReadRequest request) throws RequestException {
        String channelId = checked.channelId();
        String threadTs = checked.threadTs();
        MessageId before = request.beforeMessageId();
        MessageId after = request.afterMessageId();
        MessageId around = request.aroundMessageId();
        if (after != null) {
            return pages.after(
                    channelId, threadTs, MessageRef.ts("after_message_id", after.value(), channelId), request.limit());
        } else if (around != null) {
            return pages.around(
                    channelId,
                    threadTs,
                    MessageRef.ts("around_message_id", around.value(), channelId),
                    request.limit());
        }
        String latest =
                before == null ? MessagePages.END : MessageRef.ts("before_message_id", before.value(), channelId);
        return pages.before(channelId, threadTs, latest, request.limit());
    }

    @Override
    public int pageMax() {
        return History.PAGE_MAX;
    }

    @Override
    public MessageId id(JsonNode message) {
        return new MessageId(text(message, "ts"));
    }

    @Override
    public MessageRecord record(MessageTarget target, JsonNode message) {
        return records.of(target, message);
    }

    /** A bare id is one, too. */
    @Override
    public String userId(String author) {
        try {
            return Target.parse("author_id", author).canonical();
        } catch (InvalidEnvelopeException e) {
            return author;
        }
    }

    @Override
    public boolean isDenial(RequestException failure) {
        return failure.failure() instanceof RequestFailure.Refused || Scope.isMissing(failure);
    }

    static boolean isNotThere(RequestException failure) {
        return failure.failure() instanceof RequestFailure.Refused refused && NOT_THERE.contains(refused.code());
    }

    static boolean isCode(RequestException failure, SlackCode code) {
        return failure.failure() instanceof RequestFailure.Refused refused
                && refused.code().equals(code.code());
    }
}
