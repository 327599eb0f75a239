package io.palyra.connectors.discord;

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

/** What is known of the Discord connector before any instance exists. */
public final class DiscordConnector implements ConnectorType {

    static final ConnectorKind KIND = new ConnectorKind("discord");

    /** More fill the screen of a telephone. */
    static final int LINES_MAX = 17;

    /**
     * A little less than the 50 that Discord takes, since requests do not arrive as evenly as they leave.
     *
     * @see <a href="https://docs.discord.com/developers/topics/rate-limits#global-rate-limit">Discord: Global Rate Limit</a>
     */
    static final int REQUESTS_PER_SECOND = 45;

    /** Discord's own limit for one message. */
    private static final int ATTACHMENTS_MAX = 10;

    private static final String VIEW = ChannelPermission.VIEW_CHANNELS.title();
    private static final String SEND = ChannelPermission.SEND_MESSAGES.title();
    private static final String HISTORY = ChannelPermission.READ_MESSAGE_HISTORY.title();

    private static final String TEXT_ONLY = "the Discord connector shows text and attachments only";

    static final ConnectorCapabilitySet CAPABILITIES = ConnectorCapabilitySet.builder(
                    CapabilityLimits.text(MessagePayload.CONTENT_CHARS_MAX)
                            .lines(LINES_MAX)
                            .attachments(ATTACHMENTS_MAX, SessionEndpoint.UPLOAD_BYTES_MAX)
                            .format(TextFormat.MARKDOWN))
            .supports(
                    ConnectorFeature.LIFECYCLE,
                    ConnectorFeature.STATUS,
                    ConnectorFeature.LOGS,
                    ConnectorFeature.HEALTH_REFRESH,
                    ConnectorFeature.PAIRINGS)
            .supports(MessageFeature.SEND, VIEW, SEND, HISTORY)
            .supports(MessageFeature.THREAD, VIEW, SEND, HISTORY)
            .supports(MessageFeature.REPLY, VIEW, SEND, HISTORY)
            .supports(MessageFeature.READ, VIEW, HISTORY)
            .supports(MessageFeature.SEARCH, VIEW, HISTORY)
            .supports(MessageFeature.EDIT, VIEW, SEND, HISTORY)
            .supports(MessageFeature.DELETE, VIEW, HISTORY, ChannelPermission.MANAGE_MESSAGES.title())
            .supports(MessageFeature.REACT_ADD, VIEW, HISTORY, ChannelPermission.ADD_REACTIONS.title())
            .supports(MessageFeature.REACT_REMOVE, VIEW, HISTORY, ChannelPermission.ADD_REACTIONS.title())
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
                "rest-url",
                "gateway-url",
                "egress-allow-loopback",
                "resend-window",
                "max-lines",
                "upload-bytes-max",
                "requests-per-second",
                "message-content");
    }

    @Override
    public Markup markup() {
        return DiscordMarkup.INSTANCE;
    }

    /** The spelling in which the daemon sees it. */
    @Override
    public ConversationId conversation(ConversationId written) {
        Target target = Target.parse("conversation_id", written.value());
        return new ConversationId(
                target.kind() == Target.Kind.USER ? Target.user(target.id()) : Target.channel(target.id()));
    }

    @Override
    public boolean isSenderId(String written) {
        return Target.isId("user", written);
    }

    /** A thread is written as a channel. */
    @Override
    public boolean isConversationId(String written) {
        return Target.isId("channel", written);
    }

    @Override
    public SetupGuide setup() {
        return DiscordSetup.GUIDE;
    }

    /** Disabled: it has no token. */
    @Override
    public Optional<ConnectorInstanceSpec> builtIn() {
        return Optional.of(ConnectorInstanceSpec.forAccount(KIND, "default").withEnabled(false));
    }
}
