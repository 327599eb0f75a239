package io.palyra.connectors.slack;

import io.palyra.connectors.platform.http.Deadline;
import io.palyra.connectors.platform.http.RefusalMeaning;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.MessageId;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import io.palyra.connectors.protocol.ThreadId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a message goes. It follows from what the message says and from what never changes on Slack, so that whoever looks for the
 * message later looks where it was sent.
 *
 * @param threadTs null: the channel itself
 * @param isCertain false where Slack does not show the message that this one answers: the place may have been its thread
 */
record Place(String channelId, @Nullable String threadTs, boolean isCertain) {

    /** Finds places. Thread safe; blocks where Slack is asked. */
    record Finder(Conversations conversations, ThreadRoots roots, ReplyInThread replies) {

        /**
         * @throws InvalidEnvelopeException naming the field that is of no use
         * @throws RequestException however it failed, no message has left
         */
        Place of(OutboundMessageRequest request, Deadline deadline) throws RequestException {
            Target target =
                    Target.parse("conversation_id", request.conversationId().value());
            String channelId = open(target, deadline);
            ThreadId thread = request.replyThreadId();
            MessageId answered = request.inReplyToMessageId();
            String threadTs = thread == null ? null : MessageRef.ts("reply_thread_id", thread.value(), channelId);
            String answeredTs =
                    answered == null ? null : MessageRef.ts("in_reply_to_message_id", answered.value(), channelId);
            if (replies == ReplyInThread.NEVER) {
                return new Place(channelId, null, true);
            } else if (threadTs != null || answeredTs == null) {
                return new Place(channelId, threadTs, true);
            }
            Optional<String> root = roots.of(channelId, answeredTs, deadline);
            return new Place(channelId, root.orElse(null), root.isPresent());
        }

        private String open(Target target, Deadline deadline) throws RequestException {
            try {
                return conversations.idOf(target, deadline);
            } catch (RequestException e) {
                throw Scope.forOne(e, "no direct conversation can be opened", RefusalMeaning.TARGET);
            }
        }
    }
}
