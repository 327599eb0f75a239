package io.palyra.connectors.discord;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorFeature;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.MessageFeature;
import io.palyra.connectors.protocol.TextFormat;
import java.util.Optional;
import java.util.Set;
import net.dv8tion.jda.api.Permission;

/** What is known of the Discord connector before any instance exists. */
public final class DiscordConnector implements ConnectorType {

    static final ConnectorKind KIND = new ConnectorKind("discord");

    /** More fill the screen of a telephone. */
    static final int LINES_MAX = 17;

    static final long UPLOAD_BYTES_MAX = 4L * 1024 * 1024;

    /** Discord's own limit for one message. */
    private static final int ATTACHMENTS_MAX = 10;

    private static final String VIEW = Permission.VIEW_CHANNEL.getName();
    private static final String SEND = Permission.MESSAGE_SEND.getName();
    private static final String HISTORY = Permission.MESSAGE_HISTORY.getName();

    static final ConnectorCapabilitySet CAPABILITIES = ConnectorCapabilitySet.builder(
                    CapabilityLimits.text(MessagePayload.CONTENT_CHARS_MAX)
                            .lines(LINES_MAX)
                            .attachments(ATTACHMENTS_MAX, UPLOAD_BYTES_MAX)
                            .format(TextFormat.MARKDOWN))
            .supports(
                    ConnectorFeature.LIFECYCLE,
                    ConnectorFeature.STATUS,
                    ConnectorFeature.LOGS,
                    ConnectorFeature.HEALTH_REFRESH)
            .supports(MessageFeature.SEND, VIEW, SEND, HISTORY)
            .supports(MessageFeature.THREAD, VIEW, SEND, HISTORY)
            .supports(MessageFeature.REPLY, VIEW, SEND, HISTORY)
            .supports(MessageFeature.READ, VIEW, HISTORY)
            .supports(MessageFeature.SEARCH, VIEW, HISTORY)
            .supports(MessageFeature.EDIT, VIEW, SEND, HISTORY)
            .supports(MessageFeature.DELETE, VIEW, HISTORY, Permission.MESSAGE_MANAGE.getName())
            .supports(MessageFeature.REACT_ADD, VIEW, HISTORY, Permission.MESSAGE_ADD_REACTION.getName())
            .supports(MessageFeature.REACT_REMOVE, VIEW, HISTORY, Permission.MESSAGE_ADD_REACTION.getName())
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
                "message-content");
    }

    /** Disabled: it has no token. */
    @Override
    public Optional<ConnectorInstanceSpec> builtIn() {
        return Optional.of(ConnectorInstanceSpec.forAccount(KIND, "default").withEnabled(false));
    }
}
