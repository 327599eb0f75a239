package io.palyra.connectors.echo;

import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.adapter.SetupGuide;
import io.palyra.connectors.protocol.Availability;
import io.palyra.connectors.protocol.CapabilityLimits;
import io.palyra.connectors.protocol.ConnectorCapabilitySet;
import io.palyra.connectors.protocol.ConnectorFeature;
import io.palyra.connectors.protocol.ConnectorInstanceSpec;
import io.palyra.connectors.protocol.ConnectorKind;
import io.palyra.connectors.protocol.ContentFeature;
import io.palyra.connectors.protocol.MessageFeature;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is known of the echo connector before any instance exists. */
public final class EchoConnector implements ConnectorType {

    static final ConnectorKind KIND = new ConnectorKind("echo");

    /** UTF-16 units; the wire's own limit of 64 KiB binds first. */
    private static final int TEXT_CHARS_MAX = 65_536;

    private static final String KEEPS_NOTHING = "the echo connector keeps no messages";
    private static final String TEXT_ONLY = "the echo connector looks at texts only";
    private static final int ATTACHMENTS_MAX = 32;
    private static final long ATTACHMENT_BYTES_MAX = 2L * 1024 * 1024;

    private static final ConnectorCapabilitySet CAPABILITIES = ConnectorCapabilitySet.builder(
                    CapabilityLimits.text(TEXT_CHARS_MAX).attachments(ATTACHMENTS_MAX, ATTACHMENT_BYTES_MAX))
            .supports(
                    ConnectorFeature.LIFECYCLE,
                    ConnectorFeature.STATUS,
                    ConnectorFeature.LOGS,
                    ConnectorFeature.PAIRINGS)
            .supports(MessageFeature.SEND)
            .supports(MessageFeature.THREAD)
            .supports(MessageFeature.REPLY)
            .refuses(MessageFeature.READ, KEEPS_NOTHING)
            .refuses(MessageFeature.SEARCH, KEEPS_NOTHING)
            .refuses(MessageFeature.EDIT, KEEPS_NOTHING)
            .refuses(MessageFeature.DELETE, KEEPS_NOTHING)
            .refuses(MessageFeature.REACT_ADD, KEEPS_NOTHING)
            .refuses(MessageFeature.REACT_REMOVE, KEEPS_NOTHING)
            .refuses(ContentFeature.AUTO_ACK_TEXT, TEXT_ONLY)
            .refuses(ContentFeature.AUTO_REACTION, TEXT_ONLY)
            .refuses(ContentFeature.STRUCTURED_JSON, TEXT_ONLY)
            .refuses(ContentFeature.A2UI_UPDATE, TEXT_ONLY)
            .build();

    @Override
    public ConnectorKind kind() {
        return KIND;
    }

    @Override
    public Availability availability() {
        return Availability.INTERNAL_TEST_ONLY;
    }

    @Override
    public ConnectorCapabilitySet capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Set<String> options() {
        return Set.of("idempotent");
    }

    @Override
    public SetupGuide setup() {
        return new SetupGuide(
                List.of(SetupGuide.Step.of("Nothing: echo is its own platform, and needs no account and no token")),
                List.of());
    }

    @Override
    public Optional<ConnectorInstanceSpec> builtIn() {
        return Optional.of(ConnectorInstanceSpec.forAccount(KIND, "default").withEnabled(true));
    }
}
