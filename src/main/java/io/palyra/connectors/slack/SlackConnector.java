package io.palyra.connectors.slack;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.adapter.Markup;
import io.palyra.connectors.adapter.SetupGuide;
import io.palyra.connectors.platform.session.SessionEndpoint;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorFeature;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.ContentFeature;
import io.palyra.connectors.protocol.ConversationId;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.TextFormat;
import java.util.Optional;
import java.util.Set;

/** What is known of the Slack connector before any instance exists. */
public final class SlackConnector implements ConnectorType {

    static final ConnectorKind KIND = new ConnectorKind("slack");

    /**
     * Slack takes ten times as many, and recommends no more than this.
     *
     * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage#truncating">Slack: Truncating content</a>
     */
    static final int TEXT_CHARS_MAX = 4_000;

    private static final int ATTACHMENTS_MAX = 10;

    private static final String TEXT_ONLY = "the Slack connector shows text and attachments only";

    private static final String[] HISTORY = {
        Scope.CHANNELS_HISTORY.value(),
        Scope.GROUPS_HISTORY.value(),
        Scope.IM_HISTORY.value(),
        Scope.MPIM_HISTORY.value()
    };

    static final ConnectorCapabilitySet CAPABILITIES = ConnectorCapabilitySet.builder(
                    CapabilityLimits.text(TEXT_CHARS_MAX)
                            .attachments(ATTACHMENTS_MAX, SessionEndpoint.UPLOAD_BYTES_MAX)
                            .format(TextFormat.MARKDOWN))
            .supports(
                    ConnectorFeature.LIFECYCLE,
                    ConnectorFeature.STATUS,
                    ConnectorFeature.LOGS,
                    ConnectorFeature.HEALTH_REFRESH,
                    ConnectorFeature.PAIRINGS)
            .supports(MessageFeature.SEND, Scope.CHAT_WRITE.value())
            .supports(MessageFeature.THREAD, Scope.CHAT_WRITE.value())
            .supports(MessageFeature.REPLY, Scope.CHAT_WRITE.value())
            .supports(MessageFeature.READ, HISTORY)
            .supports(MessageFeature.SEARCH, HISTORY)
            .supports(MessageFeature.EDIT, Scope.CHAT_WRITE.value())
            .supports(MessageFeature.DELETE, Scope.CHAT_WRITE.value())
            .supports(MessageFeature.REACT_ADD, Scope.REACTIONS_WRITE.value())
            .supports(MessageFeature.REACT_REMOVE, Scope.REACTIONS_WRITE.value())
            .supports(ContentFeature.AUTO_REACTION)
            .refuses(
                    ContentFeature.AUTO_ACK_TEXT, "the daemon's route acknowledges ahead of a slow answer: autoAckText")
            .refuses(ContentFeature.STRUCTURED_JSON, TEXT_ONLY)
            .refuses(ContentFeature.A2UI_UPDATE, TEXT_ONLY)
            .build();

    @Override
    public ConnectorKind kind() {
        return KIND;
    }

    @Override
    public Availability availability() {
        return Availability.SUPPORTED;
    }

    @Override
    public ConnectorCapabilitySet capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Set<String> options() {
        return Set.of(
                "app-token",
                "api-url",
                "egress-allow-loopback",
                "reply-in-thread",
                "thread-memory",
                "upload-bytes-max");
    }

    @Override
    public Markup markup() {
        return SlackMarkup.INSTANCE;
    }

    /** What it answers decides in which thread it goes. */
    @Override
    public boolean answersInPlace() {
        return true;
    }

    /** The spelling in which the daemon sees it. */
    @Override
    public ConversationId conversation(ConversationId written) {
        return new ConversationId(
                Target.parse("conversation_id", written.value()).canonical());
    }

    @Override
    public boolean isSenderId(String written) {
        return Target.isSenderId(written);
    }

    @Override
    public boolean isConversationId(String written) {
        return Target.isConversationId(written);
    }

    @Override
    public SetupGuide setup() {
        return SlackSetup.GUIDE;
    }

    /** Disabled: it has no tokens. */
    @Override
    public Optional<ConnectorInstanceSpec> builtIn() {
        return Optional.of(ConnectorInstanceSpec.forAccount(KIND, "default").withEnabled(false));
    }
}
