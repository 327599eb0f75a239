package io.palyra.connectors.telegram;

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

/** What is known of the Telegram connector before any instance exists. */
public final class TelegramConnector implements ConnectorType {

    static final ConnectorKind KIND = new ConnectorKind("telegram");

    /**
     * Counted by Telegram in characters of Unicode, here in UTF-16: never too much.
     *
     * @see <a href="https://core.telegram.org/bots/api#sendmessage">Telegram: sendMessage</a>
     */
    static final int TEXT_CHARS_MAX = 4_096;

    private static final int ATTACHMENTS_MAX = 10;

    private static final String NO_HISTORY = "the Bot API gives bots no access to history";
    private static final String TEXT_ONLY = "the Telegram connector shows text and attachments only";

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
            .refuses(ConnectorFeature.WEBHOOK_INGRESS, "polling needs no open port")
            .supports(MessageFeature.SEND)
            .supports(MessageFeature.THREAD)
            .supports(MessageFeature.REPLY)
            .refuses(MessageFeature.READ, NO_HISTORY)
            .refuses(MessageFeature.SEARCH, NO_HISTORY)
            .supports(MessageFeature.EDIT)
            .supports(MessageFeature.DELETE)
            .supports(MessageFeature.REACT_ADD)
            .supports(MessageFeature.REACT_REMOVE)
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
                "api-url",
                "egress-allow-loopback",
                "resend-unknown",
                "take-over-webhook",
                "pacing",
                "mentions",
                "upload-bytes-max");
    }

    @Override
    public Markup markup() {
        return TelegramMarkup.WITHOUT_MENTIONS;
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
        return TelegramSetup.GUIDE;
    }

    /** Disabled: it has no token. */
    @Override
    public Optional<ConnectorInstanceSpec> builtIn() {
        return Optional.of(ConnectorInstanceSpec.forAccount(KIND, "default").withEnabled(false));
    }
}
