package io.palyra.connectors.slack;

import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.message.PlatformMessages;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.MessageTarget;
import io.palyra.connectors.protocol.Preflight;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says before an operation whether Slack will permit it, and which scope is missing where it will not. */
record OperationPreflight(WebApi api, Identity self, Conversations conversations) {

    /**
     * An operation that was checked.
     *
     * @param threadTs of the thread that it is about; null where it is about the channel
     */
    record Checked(
            Preflight preflight,
            MessageFeature feature,
            String channelId,
            @Nullable String threadTs) implements PlatformMessages.Checked {

        Checked denied(String reason) {
            return new Checked(preflight.denied(reason), feature, channelId, threadTs);
        }
    }

    Checked check(MessageFeature feature, MessageTarget target) throws RequestException {
        Preflight preflight = Preflight.of(feature, SlackConnector.CAPABILITIES);
        Target place = Target.parse("conversation_id", target.conversationId().value());
        try {
            String channelId = conversations.idOf(place);
            Checked checked = new Checked(
                    preflight,
                    feature,
                    channelId,
                    target.threadId() == null
                            ? null
                            : MessageRef.ts("thread_id", target.threadId().value(), channelId));
            List<String> missing = missing(Scope.needed(feature, kind(channelId)));
            return missing.isEmpty()
                    ? checked
                    : checked.denied("the token lacks the scope " + String.join(", ", missing) + ": " + Scope.ADVICE);
        } catch (RequestException e) {
            if (e.failure() instanceof RequestFailure.Refused || Scope.isMissing(e)) {
                return new Checked(preflight, feature, place.id(), null)
                        .denied(e.failure().reason());
            }
            throw e;
        }
    }

    /** Null where Slack does not say it, for want of a scope. */
    private Conversation.@Nullable Kind kind(String channelId) throws RequestException {
        try {
            return conversations.find(channelId).kind();
        } catch (RequestException e) {
            if (Scope.isMissing(e)) {
                return null;
            }
            throw e;
        }
    }

    /** The app may have been installed with more of them meanwhile. */
    private List<String> missing(List<Scope> needed) throws RequestException {
        if (needed.stream().noneMatch(self::lacks)) {
            return List.of();
        }
        Identity now = self.withScopes(api);
        return needed.stream().filter(now::lacks).map(Scope::value).toList();
    }
}
